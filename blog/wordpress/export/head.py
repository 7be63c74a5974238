"""What stands before the items of each file: the blog, its people, categories and tags."""

from collections.abc import Iterator
from html import escape, unescape
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from blog.addresses import absolute
from blog.exporting import Numbers
from blog.models import Article, Category, Image, Page, Redirect, SiteSettings, Tag
from blog.wordpress import own_fields
from blog.wordpress.export.xml import cdata, markup, meta, of_mail, plain, slug

OPENING = f"""<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file. In WordPress, take it in under Tools, Import, WordPress. -->
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:wfw="http://wellformedweb.org/CommentAPI/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:wp="http://wordpress.org/export/1.2/"
\txmlns:{own_fields.PREFIX}="{own_fields.NAMESPACE}"
>

<channel>
"""
CLOSING = "</channel>\n</rss>\n"
OWN = own_fields.PREFIX
ROWS = 1000


def head() -> Iterator[str]:
    """Yield everything up to the first item."""
    yield OPENING
    yield _site(SiteSettings.current())
    people = Numbers([User])
    for person in _people():
        yield _person(person, people.of(person), is_author=person.is_named)
    yield from _terms()
    for old_path, new_path in (
        Redirect.objects.filter(article=None, page=None)
        .order_by("pk")
        .values_list("old_path", "new_path")
        .iterator(ROWS)
    ):
        yield (
            f"\t<{OWN}:redirect><{OWN}:old_path>{cdata(old_path)}</{OWN}:old_path>"
            f"<{OWN}:new_path>{cdata(new_path)}</{OWN}:new_path></{OWN}:redirect>\n"
        )
    yield "\t<generator>Broadside</generator>\n"


def _site(site: SiteSettings) -> str:
    home = plain(absolute("/").rstrip("/"))
    return (
        f"\t<title>{_line(site.title)}</title>\n"
        f"\t<link>{home}</link>\n"
        f"\t<description>{_line(site.tagline)}</description>\n"
        f"\t<pubDate>{of_mail(timezone.now())}</pubDate>\n"
        f"\t<language>en</language>\n"
        f"\t<wp:wxr_version>1.2</wp:wxr_version>\n"
        f"\t<wp:base_site_url>{home}</wp:base_site_url>\n"
        f"\t<wp:base_blog_url>{home}</wp:base_blog_url>\n"
        f"\t<{OWN}:time_zone>{plain(site.time_zone)}</{OWN}:time_zone>\n"
        f"\t<{OWN}:permalink_structure>{plain(site.permalink_structure)}</{OWN}:permalink_structure>\n"
    )


def _line(text: str) -> str:
    """Write plain text; what looks like an entity of HTML is escaped once more, so that it stays one."""
    return plain(text if unescape(text) == text else escape(text, quote=False))


def _people() -> Any:
    """Return everybody; those who wrote articles or pages, or own pictures, are named to WordPress."""
    wrote = [
        Exists(Article.objects.filter(author=OuterRef("pk"))),
        Exists(Page.objects.filter(author=OuterRef("pk"))),
        Exists(Image.objects.filter(uploaded_by=OuterRef("pk"))),
    ]
    people = get_user_model()._default_manager.annotate(is_named=Q(wrote[0]) | Q(wrote[1]) | Q(wrote[2]))
    return people.order_by("pk").iterator(ROWS)


def _person(person: User, number: int, *, is_author: bool) -> str:
    """Write an author; others, whom WordPress would make accounts for, in an element that it passes over."""
    element = "wp:author" if is_author else f"{OWN}:person"
    own = {"nicename": person.nicename, "website": person.website, "bio": person.bio, "promo": person.promo}
    beside = "".join(f"<{OWN}:{name}>{cdata(value)}</{OWN}:{name}>" for name, value in own.items() if value)
    return (
        f"\t<{element}><wp:author_id>{number}</wp:author_id>"
        f"<wp:author_login>{cdata(person.username)}</wp:author_login>"
        f"<wp:author_email>{cdata(person.email)}</wp:author_email>"
        f"<wp:author_display_name>{markup(str(person))}</wp:author_display_name>"
        f"<wp:author_first_name>{markup(person.first_name)}</wp:author_first_name>"
        f"<wp:author_last_name>{markup(person.last_name)}</wp:author_last_name>{beside}</{element}>\n"
    )


def _terms() -> Iterator[str]:
    numbers = Numbers([Category, Tag])
    keys = CategoryKeys()
    for category in Category.objects.select_related("parent").order_by("path").iterator(ROWS):
        key = keys.of(category)
        yield (
            f"\t<wp:category>\n\t\t<wp:term_id>{numbers.of(category)}</wp:term_id>\n"
            f"\t\t<wp:category_nicename>{cdata(slug(key))}</wp:category_nicename>\n"
            f"\t\t<wp:category_parent>{cdata(slug(keys.of(category.parent)) if category.parent else '')}"
            "</wp:category_parent>\n"
            f"\t\t<wp:cat_name>{markup(category.name)}</wp:cat_name>\n"
            f"\t\t<wp:category_description>{markup(category.description)}</wp:category_description>\n"
            f"{_more(category, numbers, key)}\t</wp:category>\n"
        )
    for tag in Tag.objects.order_by("slug").iterator(ROWS):
        yield (
            f"\t<wp:tag>\n\t\t<wp:term_id>{numbers.of(tag)}</wp:term_id>\n"
            f"\t\t<wp:tag_slug>{cdata(slug(tag.slug))}</wp:tag_slug>\n"
            f"\t\t<wp:tag_name>{markup(tag.name)}</wp:tag_name>\n"
            f"\t\t<wp:tag_description>{markup(tag.description)}</wp:tag_description>\n"
            f"{_more(tag, numbers, tag.slug)}\t</wp:tag>\n"
        )


def _more(term: Category | Tag, numbers: Numbers, key: str) -> str:
    own = term.wordpress_id or term.pk
    more = own_fields.dump(
        {
            own_fields.NUMBER: own if own != numbers.of(term) else None,
            own_fields.SLUG: term.slug if term.slug != key else "",
        }
    )
    return meta("termmeta", own_fields.MORE, more) if more else ""


class CategoryKeys:
    """Slugs of categories that are unique in the whole tree, as WordPress wants them.

    Ours need to differ below one parent only: of equal ones, those deeper down have their parents' before
    them.
    """

    def __init__(self) -> None:
        taken: set[str] = set()
        self._keys: dict[int, str] = {}
        rows = list(Category.objects.values_list("pk", "slug", "path"))
        for pk, own, path in sorted(rows, key=lambda row: (row[2].count("/"), row[2])):
            key = own
            while key in taken:
                key = path.replace("/", "-") if key == own and "/" in path else f"{key}-{pk}"
            taken.add(key)
            self._keys[pk] = key

    def of(self, category: Category) -> str:
        """Return the slug that the file has for it."""
        return self._keys[category.pk]
