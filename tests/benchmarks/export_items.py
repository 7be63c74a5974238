"""An item of an export, as WordPress writes it, up to its terms."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from email.utils import format_datetime

NO_TIME = "0000-00-00 00:00:00"


@dataclass(frozen=True, slots=True)
class Item:
    """What an item has whatever its kind."""

    number: int
    kind: str
    link: str
    slug: str
    written: datetime
    status: str
    author: str
    title: str
    body: str = ""
    parent: int = 0

    def xml(self, zone: tzinfo, base: str) -> str:
        """Return the item without its end, so that terms, fields and comments can follow."""
        number, written = self.number, self.written
        is_dated = self.status not in {"draft", "pending"}
        password = "open" if number % 400 == 399 and self.kind == "post" else ""
        return (
            f"<item>\n<title>{self.title}</title>\n<link>{self.link}</link>\n"
            f"<pubDate>{format_datetime(written)}</pubDate>\n<dc:creator>{cdata(self.author)}</dc:creator>\n"
            f'<guid isPermaLink="false">{base}/?p={number}</guid>\n<description></description>\n'
            f"<content:encoded>{cdata(self.body)}</content:encoded>\n"
            f"<excerpt:encoded>{cdata('')}</excerpt:encoded>\n<wp:post_id>{number}</wp:post_id>\n"
            f"<wp:post_date>{local(written, zone)}</wp:post_date>\n"
            f"<wp:post_date_gmt>{local(written, UTC) if is_dated else NO_TIME}</wp:post_date_gmt>\n"
            f"<wp:post_modified>{local(written, zone)}</wp:post_modified>\n"
            f"<wp:post_modified_gmt>{local(written, UTC)}</wp:post_modified_gmt>\n"
            f"<wp:comment_status>open</wp:comment_status>\n<wp:ping_status>open</wp:ping_status>\n"
            f"<wp:post_name>{self.slug if is_dated else ''}</wp:post_name>\n"
            f"<wp:status>{self.status}</wp:status>\n<wp:post_parent>{self.parent}</wp:post_parent>\n"
            f"<wp:menu_order>0</wp:menu_order>\n<wp:post_type>{self.kind}</wp:post_type>\n"
            f"<wp:post_password>{password}</wp:post_password>\n"
            f"<wp:is_sticky>{int(number % 900 == 899 and self.kind == 'post')}</wp:is_sticky>\n"
        )


def head_xml(base: str, people: list[str], categories: list[tuple[str, str]], tags: list[str]) -> str:
    """Return what stands before the items; categories are slugs with those of their parents."""
    authors = "".join(
        f"<wp:author><wp:author_id>{number}</wp:author_id><wp:author_login>{cdata(login)}</wp:author_login>"
        f"<wp:author_email>{login}@example.org</wp:author_email>"
        f"<wp:author_display_name>{cdata(login.title())}</wp:author_display_name></wp:author>\n"
        for number, login in enumerate(people, 1)
    )
    terms = "".join(
        f"<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>{slug}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent>"
        f"<wp:cat_name>{cdata(slug.replace('-', ' '))}</wp:cat_name></wp:category>\n"
        for number, (slug, parent) in enumerate(categories, 1)
    )
    terms += "".join(
        f"<wp:tag><wp:term_id>{number}</wp:term_id><wp:tag_slug>{slug}</wp:tag_slug>"
        f"<wp:tag_name>{cdata(slug.replace('-', ' '))}</wp:tag_name></wp:tag>\n"
        for number, slug in enumerate(tags, 10_000)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" ?>\n<rss version="2.0"'
        ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">\n<channel>\n'
        f"<title>Harbour Notes</title>\n<link>{base}</link>\n"
        "<description>What the tide brings</description>\n"
        f"<wp:wxr_version>1.2</wp:wxr_version>\n<wp:base_site_url>{base}</wp:base_site_url>\n"
        f"<wp:base_blog_url>{base}</wp:base_blog_url>\n{authors}{terms}"
    )


def cdata(text: str) -> str:
    """Return the text as CDATA."""
    return f"<![CDATA[{text}]]>"


def meta(key: str, value: str, element: str = "postmeta") -> str:
    """Return a custom field of a post, or of a comment."""
    return (
        f"<wp:{element}>\n<wp:meta_key>{cdata(key)}</wp:meta_key>\n"
        f"<wp:meta_value>{cdata(value)}</wp:meta_value>\n</wp:{element}>\n"
    )


def local(moment: datetime, zone: tzinfo) -> str:
    """Return the time on the clocks of the zone."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
