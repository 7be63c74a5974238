"""What the archive says of the blog, its people and its terms: the words of ``blog.importing.records``."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model

from blog.markdown_files import layout
from blog.models import Category, Redirect, SiteSettings, Tag

ROWS = 1000


def site() -> Iterator[dict[str, Any]]:
    """Yield the blog, then the redirects that lead to no text."""
    current = SiteSettings.current()
    yield {
        "format": layout.FORMAT,
        "version": layout.VERSION,
        "address": settings.BLOG_SITE_URL,
        "title": current.title,
        "tagline": current.tagline,
        "time_zone": current.time_zone,
        "permalink_structure": current.permalink_structure,
    }
    rows = Redirect.objects.filter(article=None, page=None).order_by("pk")
    for old_path, new_path in rows.values_list("old_path", "new_path").iterator(ROWS):
        yield {"old_path": old_path, "new_path": new_path}


def people() -> Iterator[dict[str, Any]]:
    """Yield everybody, without what opens an account."""
    for person in get_user_model()._default_manager.order_by("pk").iterator(ROWS):
        yield {
            "key": person.username,
            "number": person.wordpress_id or person.pk,
            "email": person.email,
            "display_name": str(person),
            "nicename": person.nicename,
            "website": person.website,
            "bio": person.bio,
            "promo": person.promo,
            "picture": str(person.avatar.name or ""),
        }


def terms() -> Iterator[dict[str, Any]]:
    """Yield categories, each after its parent, whose keys are their paths, and tags."""
    for category in Category.objects.order_by("path").iterator(ROWS):
        yield {
            "kind": "category",
            "key": category.path,
            "slug": category.slug,
            "name": category.name,
            "number": category.wordpress_id or category.pk,
            "parent": category.path.rpartition("/")[0],
            "description": category.description,
        }
    for tag in Tag.objects.order_by("slug").iterator(ROWS):
        yield {
            "kind": "tag",
            "key": tag.slug,
            "name": tag.name,
            "number": tag.wordpress_id or tag.pk,
            "description": tag.description,
        }
