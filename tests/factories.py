"""Plain functions that make one valid object each; name what the test is about, leave out the rest."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import Permission

from accounts.models import User
from blog.comments.models import BlogComment, State
from blog.models import Article, Category, OutgoingMail, Page, Status, Tag

PASSWORD = "a long enough passphrase"
MAY_15 = datetime(2019, 5, 15, 12, 0, tzinfo=UTC)


def make_user(username: str, **fields: Any) -> User:
    """Make a person with PASSWORD."""
    return User.objects.create_user(
        username, fields.pop("email", f"{username}@example.org"), PASSWORD, **fields
    )


def make_author(username: str, **fields: Any) -> User:
    """Make a person who may use the admin to write articles and pages and moderate."""
    author = make_user(username, is_staff=True, **fields)
    models = ["article", "page", "tag", "category", "image", "file"]
    wanted = [f"{verb}_{model}" for model in models for verb in ("add", "change", "delete", "view")]
    author.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    return author


def make_article(author: User | None = None, **fields: Any) -> Article:
    """Make an article, published on 15 May 2019 unless told otherwise."""
    title = fields.pop("title", "A walk along the harbour")
    categories, tags = fields.pop("categories", []), fields.pop("tags", [])
    values = {"body": "The first paragraph.", "status": Status.PUBLISHED, "published_at": MAY_15}
    article = Article(author=author or _any_author(), title=title, **(values | fields))
    article.save()
    article.categories.set(categories)
    article.tags.set(tags)
    return article


def make_page(author: User | None = None, **fields: Any) -> Page:
    """Make a published page."""
    values = {"title": "About", "body": "Who we are.", "status": Status.PUBLISHED, "published_at": MAY_15}
    page = Page(author=author or _any_author(), **(values | fields))
    page.save()
    return page


def make_category(name: str = "Harbours", **fields: Any) -> Category:
    """Make a category."""
    return Category.objects.create(name=name, **fields)


def make_tag(name: str = "sea", **fields: Any) -> Tag:
    """Make a tag."""
    return Tag.objects.create(name=name, **fields)


def make_comment(article: Article, parent: BlogComment | None = None, **fields: Any) -> BlogComment:
    """Make a public guest comment."""
    values = {
        "author_name": "Gustav Guest",
        "user_email": "gustav@example.org",
        "comment": "A fine walk.",
        "state": State.PUBLIC,
    }
    comment = BlogComment(article=article, parent_id=parent.pk if parent else 0, **(values | fields))
    comment.save()
    return comment


def make_mail(recipient: str, subject: str) -> OutgoingMail:
    """Make a mail that waits in the outbox."""
    return OutgoingMail.objects.create(
        message_id=f"<{subject}@blog>", recipient=recipient, subject=subject, body_text="A text."
    )


def _any_author() -> User:
    return User.objects.filter(username="alice").first() or make_author("alice", display_name="Alice Writer")
