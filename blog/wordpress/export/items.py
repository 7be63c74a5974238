"""Articles, pages and files of the library as ``item``."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from django.conf import settings
from django.utils import timezone

from blog.addresses import absolute
from blog.exporting import Numbers
from blog.exporting.content import LibraryRow
from blog.models import Article, File, Image, Page, Status, uploads
from blog.wordpress import own_fields
from blog.wordpress.export import contents
from blog.wordpress.export.head import CategoryKeys
from blog.wordpress.export.xml import cdata, gmt, local, markup, meta, of_mail, plain, slug

STATUSES = {
    Status.DRAFT: "draft",
    Status.PENDING: "pending",
    Status.PUBLISHED: "publish",
    Status.PRIVATE: "private",
}


@dataclass(frozen=True)
class Post:
    """What every item has, in WordPress's words."""

    number: int
    post_type: str
    title: str
    link: str
    guid: str
    creator: str
    status: str
    published_at: datetime | None  # as its date is told; None: it has none yet
    written_at: datetime  # stands in where there is no date
    updated_at: datetime
    name: str = ""
    content: str = ""
    excerpt: str = ""
    parent: int = 0
    menu_order: int = 0
    password: str = ""
    is_sticky: bool = False
    comments_open: bool = False

    def opening(self, zone: tzinfo) -> str:
        """Return the item up to what kinds differ in."""
        moment = self.published_at or self.written_at
        talk = "open" if self.comments_open else "closed"
        return (
            f"\t<item>\n\t\t<title>{markup(self.title)}</title>\n"
            f"\t\t<link>{plain(self.link)}</link>\n"
            f"\t\t<pubDate>{of_mail(moment)}</pubDate>\n"
            f"\t\t<dc:creator>{cdata(self.creator)}</dc:creator>\n"
            f'\t\t<guid isPermaLink="false">{plain(self.guid)}</guid>\n'
            f"\t\t<description></description>\n"
            f"\t\t<content:encoded>{cdata(self.content)}</content:encoded>\n"
            f"\t\t<excerpt:encoded>{markup(self.excerpt)}</excerpt:encoded>\n"
            f"\t\t<wp:post_id>{self.number}</wp:post_id>\n"
            f"\t\t<wp:post_date>{cdata(local(moment, zone))}</wp:post_date>\n"
            f"\t\t<wp:post_date_gmt>{cdata(gmt(self.published_at))}</wp:post_date_gmt>\n"
            f"\t\t<wp:post_modified>{cdata(local(self.updated_at, zone))}</wp:post_modified>\n"
            f"\t\t<wp:post_modified_gmt>{cdata(gmt(self.updated_at))}</wp:post_modified_gmt>\n"
            f"\t\t<wp:comment_status>{cdata(talk)}</wp:comment_status>\n"
            f"\t\t<wp:ping_status>{cdata('closed')}</wp:ping_status>\n"
            f"\t\t<wp:post_name>{cdata(slug(self.name))}</wp:post_name>\n"
            f"\t\t<wp:status>{cdata(self.status)}</wp:status>\n"
            f"\t\t<wp:post_parent>{self.parent}</wp:post_parent>\n"
            f"\t\t<wp:menu_order>{self.menu_order}</wp:menu_order>\n"
            f"\t\t<wp:post_type>{cdata(self.post_type)}</wp:post_type>\n"
            f"\t\t<wp:post_password>{cdata(self.password)}</wp:post_password>\n"
            f"\t\t<wp:is_sticky>{int(self.is_sticky)}</wp:is_sticky>\n"
        )


class Items:
    """Writes the items of one export."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._now = timezone.now()
        self._posts = Numbers([Article, Page, Image, File])
        self._keys = CategoryKeys()
        ids = Page.objects.values_list("pk", "wordpress_id")
        self._pages = {pk: self._posts.of_key(Page, pk, number) for pk, number in ids}

    def text(self, item: Article | Page, likes: Iterable[str], old_paths: Iterable[str]) -> Iterator[str]:
        """Yield the beginning of an article or page: all but its comments and the end."""
        content = contents.of_text(item.body, item.body_format, item.body_html)
        number = self._posts.of(item)
        article, page = (item, None) if isinstance(item, Article) else (None, item)
        yield Post(
            number=number,
            post_type="post" if article else "page",
            title=item.title,
            link=absolute(item.get_absolute_url()),
            guid=absolute(f"/?{item.number_parameter}={number}"),
            creator=item.author.username,
            status="future" if item.is_scheduled else STATUSES[Status(item.status)],
            published_at=item.published_at,
            written_at=item.created_at,
            updated_at=item.updated_at,
            name=item.slug,
            content=content.text,
            excerpt=item.excerpt,
            parent=self._pages[page.parent_id] if page and page.parent_id else 0,
            menu_order=page.menu_order if page else 0,
            password=item.password,
            is_sticky=bool(article and article.is_sticky),
            comments_open=item.comments_open,
        ).opening(self._zone)
        if article:
            yield from self._terms(article)
        yield from self._fields(item, number, content, [*likes], [*old_paths])

    def file(self, row: LibraryRow) -> Iterator[str]:
        """Yield a whole item for a picture or another file of the library."""
        path = row.original_path
        address = uploads.FOLDER + quote(path) if path else settings.MEDIA_URL + row.file
        stem = PurePosixPath(path or row.file).stem
        number = self._posts.of_key(row.model, row.pk, row.wordpress_id)
        yield Post(
            number=number,
            post_type="attachment",
            title=row.title or stem,
            link=absolute(f"/?attachment_id={number}"),
            guid=absolute(address),
            creator=row.login or "",
            status="inherit",
            published_at=row.created_at,
            written_at=row.created_at,
            updated_at=row.created_at,
            name=stem,
            excerpt=row.caption,
            parent=row.uploaded_to or 0,
            menu_order=row.menu_order,
        ).opening(self._zone)
        yield f"\t\t<wp:attachment_url>{cdata(absolute(address))}</wp:attachment_url>\n"
        own = row.wordpress_id or row.pk
        more = {
            own_fields.PATH: row.file,
            own_fields.NUMBER: own if own != number else None,
            own_fields.TIMES: {"published_at": row.created_at.isoformat()},
            own_fields.UNTITLED: not row.title or None,
        }
        fields = {
            "_wp_attached_file": path,
            "_wp_attachment_image_alt": row.description if row.model is Image else "",
            own_fields.MORE: own_fields.dump(more),
        }
        yield "".join(meta("postmeta", key, value) for key, value in fields.items() if value)
        yield "\t</item>\n"

    def _terms(self, article: Article) -> Iterator[str]:
        for category in sorted(article.categories.all(), key=lambda one: one.path):
            key = self._keys.of(category)
            yield self._term("category", key, category.name)
        for tag in sorted(article.tags.all(), key=lambda one: one.slug):
            yield self._term("post_tag", tag.slug, tag.name)

    def _featured(self, article: Any) -> str:
        pk = article.featured_image_id
        return str(self._posts.of_key(Image, pk, article.featured_wordpress_id)) if pk else ""

    @staticmethod
    def _term(domain: str, key: str, name: str) -> str:
        return f'\t\t<category domain="{domain}" nicename="{plain(slug(key))}">{markup(name)}</category>\n'

    def _fields(
        self, item: Any, number: int, content: contents.Content, likes: list[str], old_paths: list[str]
    ) -> Iterator[str]:
        fields = {own_fields.MARKDOWN: content.markdown}
        own: dict[str, Any] = {
            own_fields.NUMBER: item.public_id if item.public_id != number else None,
            own_fields.TITLE: item.title if item.title != " ".join(item.title.split()) else None,
        }
        if isinstance(item, Article):
            fields |= {
                "_thumbnail_id": self._featured(item),
                own_fields.SOURCE_NAME: item.source_name,
                own_fields.SOURCE_URL: item.source_url,
                own_fields.SOURCE_TITLE: item.source_title,
            }
            own[own_fields.CLOSE_AFTER] = item.comments_close_after_days
        times = {name: getattr(item, name) for name in ("published_at", "created_at", "updated_at")}
        more = (
            content.more
            | own
            | {
                own_fields.TIMES: {name: moment.isoformat() for name, moment in times.items() if moment},
                own_fields.LIKES: likes,
                own_fields.OLD_PATHS: old_paths,
            }
        )
        yield from (meta("postmeta", key, value) for key, value in fields.items() if value)
        for old in dict.fromkeys(path.rstrip("/").rpartition("/")[2] for path in old_paths):
            if old and old != item.slug:
                yield meta("postmeta", "_wp_old_slug", slug(unquote(old)))
        yield meta("postmeta", own_fields.MORE, own_fields.dump(more))
