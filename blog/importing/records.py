"""What every reader makes of its file: plain values, in the words of WordPress. Knows no Django.

``key`` is what the source calls a thing, as text, unique within its kind; ``number`` is a number that the
thing keeps here (WordPress's ids), None where the source has none. Times are aware and in UTC. Texts hold
no NUL and no lone surrogate. Lengths are the source's: the writer shortens what a column cannot hold, and
says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class TextKind(StrEnum):
    """The two kinds of texts."""

    ARTICLE = "article"
    PAGE = "page"


class CommentKind(StrEnum):
    """WordPress's ``comment_type``."""

    COMMENT = "comment"
    PINGBACK = "pingback"
    TRACKBACK = "trackback"


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something in the file that is not as it should be, and what was made of it.

    ``code`` groups equal ones in the report (``unknown-parent``), ``subject`` names it (``comment 12``),
    ``detail`` is a sentence for the owner; ``line`` counts from 1, 0 where it says nothing.
    """

    code: str
    subject: str
    detail: str
    line: int = 0
    file: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """An author, or the account of a commenter."""

    key: str  # the login name
    number: int | None = None
    email: str = ""
    display_name: str = ""
    nicename: str = ""  # the last part of /author/…/; empty: made from the key
    website: str = ""
    bio: str = ""
    promo: str = ""  # Markdown, from our own export only


@dataclass(frozen=True, slots=True)
class Term:
    """A category or a tag. ``parent`` is the key of the category above; keys are slugs.

    ``slug`` is said where it is another than the key: ours need to be unique below one parent only.
    """

    key: str
    name: str
    number: int | None = None
    parent: str = ""
    description: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the library. ``path`` is what stands below ``/wp-content/uploads/``, ``url`` where it lay."""

    key: str
    url: str
    path: str
    number: int | None = None
    title: str = ""
    alt: str = ""
    caption: str = ""
    author: str = ""
    parent: str = ""  # the key of the text it was uploaded to
    link: str = ""  # the address of its own page
    published_at: datetime | None = None
    menu_order: int = 0
    media_path: str = ""  # its place below the media folder, from our own export only: it goes back there


@dataclass(frozen=True, slots=True)
class Text:
    """An article or page. ``categories`` and ``tags`` hold keys of terms, ``author`` the key of a person."""

    key: str
    kind: TextKind
    title: str
    slug: str  # decoded; empty for drafts that have none
    body: str
    body_format: str  # a value of blog.models.content.BodyFormat
    number: int | None = None
    link: str = ""  # its old address, absolute or a path
    author: str = ""
    excerpt: str = ""
    status: str = "published"  # a value of blog.models.visibility.Status
    password: str = ""
    published_at: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    comments_open: bool = True
    parent: str = ""  # of a page: the key of the page above
    menu_order: int = 0
    is_sticky: bool = False
    featured: str = ""  # the key of an attachment
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    old_slugs: tuple[str, ...] = ()
    old_paths: tuple[str, ...] = ()  # other addresses it had (aliases), each a path of this site
    source_name: str = ""
    source_url: str = ""
    source_title: str = ""
    likes: tuple[str, ...] = ()  # of each like: the key of a person, or any other text for a visitor
    comments_close_after_days: int | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of ``text``, the key of an article or page; ``parent`` is the key of what it answers."""

    key: str
    text: str
    body: str
    body_format: str  # a value of blog.models.content.BodyFormat
    number: int | None = None
    parent: str = ""
    kind: CommentKind = CommentKind.COMMENT
    state: str = "public"  # a value of blog.comments.models.State
    author_name: str = ""
    email: str = ""
    url: str = ""
    ip_address: str = ""
    user_agent: str = ""
    submitted_at: datetime | None = None
    person: str = ""  # the key of its writer's account, from wp:comment_user_id
    service: str = ""  # wordpress_com, google, twitter, facebook; from hc_post_as
    picture_url: str = ""  # from hc_avatar
    likes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """Stands for an article or page that is here, whoever brought it: found by one of the addresses it had.

    Its ``key`` is what the comments below it have as ``text``.
    """

    key: str
    links: tuple[str, ...]  # absolute or paths; the likeliest first
    title: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """What the file says of the blog it comes from."""

    address: str = ""  # where its pages lay, without a last slash: https://example.wordpress.com
    title: str = ""
    tagline: str = ""
    time_zone: str = ""  # a name of the time zone database; empty: not known
    permalink_structure: str = ""  # empty: not known
    people: tuple[Person, ...] = ()
    categories: tuple[Term, ...] = ()
    tags: tuple[Term, ...] = ()
    hosts: frozenset[str] = frozenset()  # names under which its pages and files lay
    redirects: tuple[tuple[str, str], ...] = ()  # old path and new one, of what leads to no text


@dataclass(slots=True)
class Bundle:
    """What one item of a file holds, or a part of it: an item may come as several bundles, the text first."""

    text: Text | None = None
    attachment: Attachment | None = None
    comments: list[Comment] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)  # that these comments stand in
    oddities: list[Oddity] = field(default_factory=list)
    skipped: Mapping[str, int] = field(default_factory=dict)  # number of things left out by reason
