"""Blogs in all shapes, and what of them must not change by moving out and in again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from accounts.models import User
from blog.comments.models import BlogComment, CommentLike, Kind, State
from blog.models import Article, BodyFormat, Category, Like, Page, Redirect, SiteSettings, Status, Tag
from tests import factories

LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="\u2028\u2029\ufffe\uffff")
WORDS = st.one_of(
    st.text(LETTERS, max_size=30),
    st.sampled_from(
        ["A ]]> b", "Tom & Jerry", "&amp; &lt;b&gt;", "<i>x</i>", "yes", "2019", "- a: b", "  x  y "]
    ),
)
NAMES = WORDS.map(lambda text: " ".join(text.split())).filter(bool)
BODIES = st.one_of(
    st.text(LETTERS | st.sampled_from("\n\n\n\t\r"), max_size=200),
    st.sampled_from(
        [
            "One\nline\n\n<!--more-->\n\nTwo\n\n<!--nextpage-->\n\nThree",
            '<!-- wp:paragraph -->\n<p>A</p>\n<!-- /wp:paragraph -->\n\n[caption id="x"]y[/caption]',
            "```\ncode ]]> \\n\n```\n\n* a\n* b\n\n| a | b |\n|---|---|\n| 1 | 2 |",
            '<img src="/wp-content/uploads/2019/05/a.jpg"> <a href="/2019/">x</a>',
            "[x](http://127.0.0.1:8000/2019/05/15/x/) http://127.0.0.1:8000/a\n\nhttp://127.0.0.1:8000/b",
            "\n\n---\ntitle: no\n---\n\n",
            "",
        ]
    ),
)
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))
SLUGS = ["a", "grüße", "海", "a-b-c", "x1", "2019"]
FORMATS = st.sampled_from(BodyFormat.values)


@dataclass
class Blog:
    """What a blog is made of."""

    texts: list[dict[str, Any]] = field(default_factory=list)
    pages: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    zone: str = "UTC"
    title: str = "A blog"
    names: list[str] = field(default_factory=list)


def _content() -> dict[str, Any]:
    return {
        "title": WORDS,
        "body": BODIES,
        "body_format": FORMATS,
        "excerpt": WORDS,
        "status": st.sampled_from(Status.values),
        "password": st.sampled_from(["", "", "geheim", " & ]]> "]),
        "published_at": st.none() | MOMENTS,
        "comments_open": st.booleans(),
        "wordpress_id": st.none() | st.integers(9001, 9012),
        "old_path": st.sampled_from(["", "/old/x/", "/2018/01/02/früher/"]),
        "times": st.tuples(MOMENTS, MOMENTS),
    }


ARTICLES = st.fixed_dictionaries(
    _content()
    | {
        "is_sticky": st.booleans(),
        "comments_close_after_days": st.none() | st.integers(0, 99),
        "source_name": WORDS,
        "source_url": st.sampled_from(["", "https://paper.example/a?b=c&d"]),
        "categories": st.sets(st.integers(0, 3)),
        "tags": st.sets(st.integers(0, 1)),
        "likes": st.sets(st.sampled_from(["", "k1", "k2"])),
    }
)
PAGES = st.fixed_dictionaries(
    _content() | {"menu_order": st.integers(-5, 5), "parent": st.none() | st.integers(0, 1)}
)
COMMENTS = st.fixed_dictionaries(
    {
        "item": st.integers(0, 4),
        "parent": st.none() | st.integers(0, 5),
        "state": st.sampled_from(State.values),
        "kind": st.sampled_from(Kind.values),
        "author_name": NAMES,
        "user_email": st.sampled_from(["", "a@example.org"]),
        "user_url": st.sampled_from(["", "https://a.example/?b=c&d=e"]),
        "comment": BODIES.filter(str.strip),
        "comment_format": FORMATS,
        "submit_date": MOMENTS,
        "ip_address": st.sampled_from([None, "192.0.2.1", "2001:db8::1"]),
        "user_agent": WORDS.map(lambda text: " ".join(text.split())),
        "service": st.sampled_from(["", "wordpress_com", "google", "twitter", "facebook"]),
        "has_account": st.booleans(),
        "wordpress_id": st.none() | st.integers(9001, 9012),
        "likes": st.sets(st.sampled_from(["", "k1"])),
    }
)
BLOGS = st.builds(
    Blog,
    st.lists(ARTICLES, max_size=3),
    st.lists(PAGES, max_size=2),
    st.lists(COMMENTS, max_size=6),
    st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns"]),
    NAMES,
    st.lists(NAMES, min_size=6, max_size=6),
)


def make(blog: Blog) -> None:
    """Put the blog into the database."""
    SiteSettings(title=blog.title[:200], tagline=blog.names[0], time_zone=blog.zone).save()
    alice = factories.make_user("alice", display_name=blog.names[1], bio=blog.names[2], promo="*Me*")
    bob = factories.make_user("bob", website="https://bob.example/", wordpress_id=9077)
    sea = Category.objects.create(name=blog.names[3], slug="sea", description=blog.names[4])
    land = Category.objects.create(name="Land", slug="land", wordpress_id=9009)
    below = [Category.objects.create(name="News", slug="news", parent=parent) for parent in (sea, land)]
    categories = [sea, land, *below]
    tags = [Tag.objects.create(name=blog.names[5], slug="one"), Tag.objects.create(name="Two", slug="zwei")]
    items: list[Any] = []
    for number, values in enumerate(blog.texts):
        item = _content_of(Article, values, SLUGS[number], alice)
        item.categories.set([categories[place] for place in values["categories"]])
        item.tags.set([tags[place] for place in values["tags"]])
        for key in values["likes"]:
            Like.objects.create(article=item, user=None if key else bob, visitor_key=key)
        items.append(item)
    for number, values in enumerate(blog.pages):
        above = items[len(blog.texts)] if values["parent"] == 0 and number else None
        items.append(_content_of(Page, values, SLUGS[number], alice, parent=above))
    if items:
        _make_comments(blog.comments, items, bob)


def _content_of(model: Any, values: dict[str, Any], slug: str, author: User, **more: Any) -> Any:
    names = {field.name for field in model._meta.concrete_fields}
    known = {name: value for name, value in values.items() if name in names and name != "parent"}
    if model.objects.filter(wordpress_id=known["wordpress_id"]).exists():
        known["wordpress_id"] = None
    if known["status"] == Status.PUBLISHED and known["published_at"] is None:
        known["published_at"] = values["times"][0]
    item = model(author=author, slug=slug, **known, **more)
    item.save()
    created_at, updated_at = values["times"]
    model.objects.filter(pk=item.pk).update(created_at=created_at, updated_at=updated_at)
    if old_path := values["old_path"]:
        kind = model._meta.model_name
        Redirect.objects.get_or_create(old_path=f"{old_path}{kind}{item.pk}/", defaults={kind: item})
    return item


def _make_comments(rows: Sequence[dict[str, Any]], items: list[Any], bob: User) -> None:
    made: list[BlogComment] = []
    for values in rows:
        names = {field.name for field in BlogComment._meta.concrete_fields}
        known = {name: value for name, value in values.items() if name in names}
        if BlogComment.objects.filter(wordpress_id=known["wordpress_id"]).exists():
            known["wordpress_id"] = None
        parent = (
            made[values["parent"]] if values["parent"] is not None and values["parent"] < len(made) else None
        )
        item = parent.item if parent else items[values["item"] % len(items)]
        known["parent_id"] = parent.pk if parent else 0
        place = {"article": item} if isinstance(item, Article) else {"page": item}
        comment = BlogComment(**known | place, user=bob if values["has_account"] else None)
        comment.save()
        for key in values["likes"]:
            CommentLike.objects.create(comment=comment, user=None if key else bob, visitor_key=key)
        BlogComment.objects.filter(pk=comment.pk).update(like_count=len(values["likes"]))
        made.append(comment)
