"""What of a blog must be the same after it has moved: everything but ids that nobody sees."""

from typing import Any

from accounts.models import User
from blog.comments.models import BlogComment
from blog.models import Article, Category, Page, Redirect, SiteSettings, Tag

CONTENT = (
    "title", "slug", "body", "body_format", "body_html", "excerpt", "status", "password", "published_at",
    "created_at", "updated_at", "comments_open",
)  # fmt: skip
OF_ARTICLES = ("is_sticky", "comments_close_after_days", "source_name", "source_url", "source_title")
OF_COMMENTS = (
    "kind", "state", "comment", "comment_format", "comment_html", "ip_address", "user_agent", "submit_date",
    "service", "like_count",
)  # fmt: skip
PERSON = ("username", "email", "display_name", "nicename", "website", "bio", "promo")


def state_of_blog() -> dict[str, Any]:
    """Return all that counts, by kind and number."""
    SiteSettings.forget()
    site = SiteSettings.current()
    return {
        "site": (site.title, site.tagline, site.time_zone, site.permalink_structure),
        "people": {_number(user): _fields(user, PERSON) for user in User.objects.all()},
        "categories": {
            one.path: (one.slug, one.name, one.description, _number(one)) for one in Category.objects.all()
        },
        "tags": {one.slug: (one.name, one.description, _number(one)) for one in Tag.objects.all()},
        "articles": {item.public_id: _article(item) for item in Article.objects.all()},
        "pages": {item.public_id: _page(item) for item in Page.objects.all()},
        "comments": {one.public_id: _comment(one) for one in BlogComment.objects.in_thread_order()},
        "redirects": {one.old_path: one.get_target_url() for one in Redirect.objects.all()},
    }


def _article(item: Article) -> dict[str, Any]:
    return _content(item, OF_ARTICLES) | {
        "categories": sorted(one.path for one in item.categories.all()),
        "tags": sorted(one.slug for one in item.tags.all()),
        "likes": _likes(item),
        "featured": item.featured_image.original_path if item.featured_image else "",
    }


def _page(item: Page) -> dict[str, Any]:
    return _content(item, ("menu_order", "path"))


def _content(item: Any, more: tuple[str, ...]) -> dict[str, Any]:
    return _fields(item, CONTENT + more) | {"author": item.author.username, "url": item.get_absolute_url()}


def _comment(one: BlogComment) -> dict[str, Any]:
    parent = BlogComment.objects.get(pk=one.parent_id) if one.is_reply else None
    return _fields(one, OF_COMMENTS) | {
        "item": (type(one.item).__name__, one.item.public_id),
        "parent": parent.public_id if parent else 0,
        "level": one.level,
        "person": one.user.username if one.user else "",
        "name": one.name,
        "email": one.user_email or (one.user.email if one.user else ""),
        "url": one.user_url or (one.user.website if one.user else ""),
        "likes": _likes(one),
    }


def _likes(thing: Any) -> tuple[list[str], int]:
    """Return who likes it, and how many browsers do: these get other keys."""
    people = sorted(thing.likes.exclude(user=None).values_list("user__username", flat=True))
    return people, thing.likes.filter(user=None).count()


def _number(row: Any) -> int:
    return int(row.wordpress_id or row.pk)


def _fields(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def differences(before: Any, after: Any, place: str = "") -> list[str]:
    """Return a line for each value that is not the same."""
    if isinstance(before, dict) and isinstance(after, dict):
        names = [*before, *(name for name in after if name not in before)]
        pairs = ((name, before.get(name, "nothing"), after.get(name, "nothing")) for name in names)
        return [line for name, one, two in pairs for line in differences(one, two, f"{place} {name}")]
    return [] if before == after else [f"{place.strip()}: {before!r} became {after!r}"]
