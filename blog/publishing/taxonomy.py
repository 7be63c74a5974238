"""Categories and tags by name, made when missing; ``Parent/Child`` is a category within another."""

from collections.abc import Iterable

from blog.markdown import slug_from
from blog.models import Category, Tag
from blog.publishing.front_matter import PublishError


def find_categories(paths: Iterable[str]) -> list[Category]:
    """Return the category of each path of names; raises PublishError for a name without letters."""
    return [_find_category(path) for path in paths]


def find_tags(names: Iterable[str]) -> list[Tag]:
    """Return the tag of each name; raises PublishError for a name without letters."""
    return list({tag.pk: tag for tag in map(_find_tag, names)}.values())


def _find_category(path: str) -> Category:
    category: Category | None = None
    for name in filter(None, map(str.strip, path.split("/"))):
        found = Category.objects.filter(parent=category, slug=_slug(name, "categories")).first()
        category = found or Category.objects.create(parent=category, name=name)
    if category is None:
        raise PublishError(f"categories: {path!r} names nothing.")
    return category


def _find_tag(name: str) -> Tag:
    slug = _slug(name, "tags")
    return Tag.objects.filter(slug=slug).first() or Tag.objects.create(name=name)


def _slug(name: str, field: str) -> str:
    if len(name) > 200:
        raise PublishError(f"{field}: {name[:40]!r}… is longer than 200 characters.")
    if slug := slug_from(name)[:200]:
        return slug
    raise PublishError(f"{field}: {name!r} has no letter or digit to make an address of.")
