"""Articles and pages as files, and what stands beside each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from blog.comments.models import BlogComment
from blog.exporting import Choices, Numbers
from blog.exporting.beside import Beside
from blog.exporting.content import (
    CHUNK,
    CommentRow,
    comments_of,
    likes_of_articles,
    likes_of_comments,
    numbered,
    old_paths_of,
    texts_of,
)
from blog.markdown_files import layout
from blog.models import Article, BodyFormat, Category, Image, Page, SiteSettings
from blog.publishing.composing import compose
from blog.publishing.front_matter import Document

MOST_BYTES = 160  # of a slug within a file's name, which may have 255 with all that comes to it


@dataclass(frozen=True)
class Written:
    """One text: the name of its files without ending, the Markdown file, and what stands beside it."""

    name: str
    document: str
    more: dict[str, Any]
    comments: Iterator[dict[str, Any]]


def of(model: type[Article | Page], choices: Choices) -> Iterator[Written]:
    """Yield the articles or pages; comments are to be read before the next one is asked for."""
    zone, names = SiteSettings.current().zone, _names_of_categories()
    numbers = {kind: Numbers([kind]) for kind in (Article, Page, Image)}
    comments = Beside(comments_of(model, choices))
    likes = Beside(likes_of_articles() if model is Article else [])
    old_paths = Beside(old_paths_of(model))
    talk = _Talk(Beside(likes_of_comments(model)))
    for item in texts_of(model, choices).iterator(CHUNK):
        more = _more(item, numbers)
        more["likes"] = [like for _pk, like in likes.of(item.pk)]
        more["old_paths"] = [path for _pk, path in old_paths.of(item.pk)]
        yield Written(
            name=_name(item, zone),
            document=compose(_document(item, zone, names)),
            more={name: value for name, value in more.items() if value not in (None, "", [])},
            comments=talk.of(comments.of(item.pk)),
        )


def _name(item: Article | Page, zone: ZoneInfo) -> str:
    """Return the file's name without its ending, as Jekyll names articles, by year."""
    if isinstance(item, Page):
        return layout.PAGES + "/".join(map(_short, item.path.split("/")))
    if item.published_at is None:
        return f"{layout.ARTICLES}undated/{_short(item.slug)}"
    day = item.published_at.astimezone(zone).date().isoformat()
    return f"{layout.ARTICLES}{day[:4]}/{day}-{_short(item.slug)}"


def _names_of_categories() -> dict[str, str]:
    """Return for the path of each category its name after those of its parents: ``Sea/Boats``."""
    names: dict[str, str] = {}
    for path, name in Category.objects.order_by("path").values_list("path", "name"):
        parent = path.rpartition("/")[0]
        names[path] = f"{names[parent]}/{name}" if parent in names else name
    return names


def _short(slug: str) -> str:
    return slug.encode()[:MOST_BYTES].decode(errors="ignore")


def _document(item: Article | Page, zone: ZoneInfo, names: Mapping[str, str]) -> Document:
    document = Document(
        title=item.title,
        date=item.published_at.astimezone(zone) if item.published_at else None,
        slug=item.slug,
        author=item.author.username,
        excerpt=item.excerpt,
        status=item.status,
        password=item.password,
        comments="open" if item.comments_open else "closed",
        body=item.body,
    )
    if isinstance(item, Article):
        document.categories = [names[path] for path in sorted(one.path for one in item.categories.all())]
        document.tags = [tag.name for tag in sorted(item.tags.all(), key=lambda tag: tag.slug)]
        document.sticky = item.is_sticky
        source = {"name": item.source_name, "url": item.source_url, "title": item.source_title}
        document.source = {name: value for name, value in source.items() if value}
    return document


def _more(item: Any, numbers: Mapping[Any, Numbers]) -> dict[str, Any]:
    """Return what the front matter cannot say, or not exactly."""
    more: dict[str, Any] = {
        "number": numbers[type(item)].of(item),
        "link": item.get_absolute_url(),
        "published_at": item.published_at.isoformat() if item.published_at else None,
        "created_at": item.created_at.isoformat(),
        "updated_at": item.updated_at.isoformat(),
    }
    if item.body_format != BodyFormat.MARKDOWN:
        more["body_format"] = item.body_format
    if item.body != item.body.strip("\n") or "\r" in item.body:
        more |= {
            "body": item.body,
            "body_of": layout.digest(item.body.replace("\r\n", "\n").replace("\r", "\n")),
        }
    if item._meta.model is Article:
        more["categories"] = sorted(category.path for category in item.categories.all())
        more["tags"] = sorted(tag.slug for tag in item.tags.all())
        more["comments_close_after_days"] = item.comments_close_after_days
        if item.featured_image_id:
            number = numbers[Image].of_key(Image, item.featured_image_id, item.featured_wordpress_id)
            more["featured"] = f"image-{number}"
    else:
        more |= {"menu_order": item.menu_order or None}
        more["parent"] = numbers[Page].of(item.parent) if item.parent else None
    return more


class _Talk:
    """Comments as objects; ``number`` and ``parent`` are what addresses say."""

    def __init__(self, likes: Beside[Any]) -> None:
        self._likes = likes
        self._numbers = Numbers([BlogComment])

    def of(self, rows: Iterable[CommentRow]) -> Iterator[dict[str, Any]]:
        for row, number, parent in numbered(rows, self._numbers):
            likes = self._likes.of((row.item_id, row.path)) if row.like_count else ()
            values = {
                "number": number,
                "parent": parent or None,
                "state": row.state,
                "kind": row.kind if row.kind != "comment" else "",
                "author_name": row.name,
                "email": row.email,
                "url": row.url,
                "person": row.username or "",
                "ip_address": row.ip_address or "",
                "user_agent": row.user_agent,
                "submitted_at": row.submit_date.isoformat(),
                "service": row.service,
                "picture": row.picture,
                "body": row.comment,
                "body_format": row.comment_format if row.comment_format != BodyFormat.MARKDOWN else "",
                "likes": [like for _key, like in likes],
            }
            yield {name: value for name, value in values.items() if value not in (None, "", [])}
