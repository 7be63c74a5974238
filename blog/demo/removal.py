"""Takes the demo out of a blog again: what the loader made and nobody touched since.

Touched is an article or page that was saved later, or that a person from outside the demo commented on. It
stays, and with it whatever it needs: its author, its pictures, its categories.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import yaml
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.deletion import delete_account
from accounts.models import User
from blog.comments.models import BlogComment
from blog.demo.loader import CONTENT, read_people, read_site
from blog.models import Article, Category, Image, Page, SiteSettings, Tag

LOADED_WITHIN = timedelta(seconds=5)  # between the making of a row and the last time the loader saved it


@dataclass
class Removal:
    """What went, as numbers by kind, and what stays, as sentences."""

    removed: dict[str, int] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)


def is_present() -> bool:
    """Whether the blog shows anything of the demo; one query that nothing slow belongs to."""
    return User.objects.filter(_demo_people(), Q(articles__isnull=False) | Q(pages__isnull=False)).exists()


def article_ids() -> list[int]:
    """Return the numbers of the demo's articles that are here: they do not make a blog somebody's own."""
    people = User.objects.filter(_demo_people())
    return list(
        Article.objects.filter(_named_in_content(Article), author__in=people).values_list("pk", flat=True)
    )


def remove() -> Removal:
    """Delete what the loader made and nobody touched, in one transaction."""
    removal = Removal()
    with transaction.atomic():
        people = User.objects.filter(_demo_people())
        cast = set(people.values_list("pk", flat=True))
        labels: dict[type[Category | Tag], set[int]] = {Category: set(), Tag: set()}
        for kind in (Article, Page):
            for item in kind._default_manager.filter(_named_in_content(kind), author__in=cast):
                _remove_item(item, cast, labels, removal)
        _remove_labels(labels, removal)
        _remove_pictures(cast, removal)
        _remove_people(people, removal)
        _reset_site()
    return removal


def _demo_people() -> Q:
    """Match the accounts of the demo: by name and address, and nobody can sign in to them."""
    found = Q(pk__in=[])
    for login, email in read_people():
        found |= Q(
            username=login, email=email, last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX
        )
    return found


def _named_in_content(kind: type[Article | Page]) -> Q:
    pattern = "*.md" if kind is Article else "pages/*.md"
    heads = [yaml.safe_load(path.read_text("utf-8").split("---")[1]) for path in CONTENT.glob(pattern)]
    return Q(slug__in=[head["slug"] for head in heads])


def _remove_item(
    item: Any, cast: set[int], labels: dict[type[Category | Tag], set[int]], removal: Removal
) -> None:
    name = str(item._meta.verbose_name)
    if item.updated_at - item.created_at > LOADED_WITHIN:
        removal.kept.append(_("“%s” was changed here.") % item)
        return
    outsiders = item.comments.exclude(user__in=cast).exclude(user=None, user_email__endswith="@example.org")
    if outsiders.exists():
        removal.kept.append(_("“%s” has comments of others.") % item)
        return
    if isinstance(item, Article):
        labels[Category].update(item.categories.values_list("pk", flat=True))
        labels[Tag].update(item.tags.values_list("pk", flat=True))
    comments = BlogComment.objects.filter(**{item._meta.model_name: item}).count()
    _count(removal, _("comments"), comments)
    item.delete()
    _count(removal, name, 1)


def _remove_labels(labels: dict[type[Category | Tag], set[int]], removal: Removal) -> None:
    """Delete tags and categories that the removed articles had and none has now; parents after children."""
    unused = Tag.objects.filter(pk__in=labels[Tag], articles=None)
    _count(removal, str(Tag._meta.verbose_name_plural), unused.count())
    unused.delete()
    wanted = labels[Category]
    while gone := list(Category.objects.filter(pk__in=wanted, articles=None, children=None)):
        wanted = {each.parent_id for each in gone if each.parent_id}
        _count(removal, str(Category._meta.verbose_name_plural), len(gone))
        for category in gone:
            category.delete()


def _remove_pictures(cast: set[int], removal: Removal) -> None:
    for image in Image.objects.filter(uploaded_by__in=cast):
        is_shown = Q(body__contains=image.file.name)
        shown = Article.objects.filter(is_shown | Q(featured_image=image)).exists()
        if not shown and not Page.objects.filter(is_shown).exists():
            image.delete()
            _count(removal, str(Image._meta.verbose_name_plural), 1)


def _remove_people(people: models.QuerySet[User], removal: Removal) -> None:
    """Delete the accounts that nothing here belongs to any more."""
    for person in people:
        if BlogComment.objects.filter(user=person).exists():
            continue
        if delete_account(person, keep_comments=True):
            _count(removal, str(User._meta.verbose_name_plural), 1)


def _reset_site() -> None:
    """Give each setting that still is the demo's its default again."""
    SiteSettings.forget()  # what this process remembers may still name the privacy page that went
    site = SiteSettings.current()
    defaults = SiteSettings()
    for name, value in read_site().items():
        if getattr(site, name) == value:
            setattr(site, name, getattr(defaults, name))
    site.save()


def _count(removal: Removal, kind: str, number: int) -> None:
    if number:
        removal.removed[kind] = removal.removed.get(kind, 0) + number
