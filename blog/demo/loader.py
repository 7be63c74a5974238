"""Fills an empty blog with the demo: the manual of the blog, its people and a conversation.

The content lies in ``content/``; the same files always give the same blog. Every step goes the way a
person's would: articles through ``blog.publishing``, pictures through ``blog.images``.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from accounts.models import User
from blog import images
from blog.comments.models import BlogComment, CommentLike, CommentReport, Complaint, State
from blog.comments.moderation import Reason, count_links
from blog.markdown import render_comment
from blog.models import Article, Like, Page, SiteSettings
from blog.publishing import publish_file

CONTENT = Path(__file__).parent / "content"


@dataclass
class _Cast:
    """Who is who: accounts by key, and the guests, who have none."""

    accounts: dict[str, User] = field(default_factory=dict)
    guests: dict[str, dict[str, str]] = field(default_factory=dict)
    services: dict[str, str] = field(default_factory=dict)


def load_if_empty() -> bool:
    """Load the demo unless the blog holds anything; answer whether it did."""
    with transaction.atomic():
        if Article.objects.exists() or Page.objects.exists():
            return False
        load()
    return True


def load() -> None:
    """Load the demo. Raises what publishing raises when a file of the content is broken."""
    _set_site()
    cast = _make_people(_read("people.yaml"))
    for path in sorted(CONTENT.glob("*.md")):
        publish_file(path)
    for path in sorted(CONTENT.glob("pages/*.md")):
        publish_file(path, kind=Page)
    SiteSettings.objects.update(privacy_page=Page.objects.get(slug="privacy-policy"))
    SiteSettings.forget()
    conversation = _read("comments.yaml")
    articles = {article.slug: article for article in Article.objects.all()}
    _write_comments(conversation["comments"], articles, cast)
    for slug, likes in conversation["likes"].items():
        _like(articles[slug], likes, cast)


def read_site() -> dict[str, Any]:
    """Return the settings of the demo by the names of their fields."""
    values: dict[str, Any] = _read("site.yaml")
    bar = values.pop("call_to_action")
    return values | {f"call_to_action_{key}": text for key, text in bar.items()}


def read_people() -> list[tuple[str, str]]:
    """Return the user name and e-mail address of each account of the demo."""
    people = _read("people.yaml")
    authors = [(each["login"], each["email"]) for each in people["authors"]]
    readers = [(each["key"], each["email"]) for each in people["readers"] if each["service"] != "guest"]
    return authors + readers


def _read(name: str) -> Any:
    return yaml.safe_load((CONTENT / name).read_text(encoding="utf-8"))


def _set_site() -> None:
    site = SiteSettings.current()
    for name, value in read_site().items():
        setattr(site, name, value)
    site.full_clean(exclude=["id"])
    site.save()


def _make_people(people: dict[str, list[dict[str, Any]]]) -> _Cast:
    cast = _Cast()
    for author in people["authors"]:
        extra = {"promo": author["promo"], "bio": author["bio"]}
        cast.accounts[author["login"]] = _make_account(author["login"], author, extra)
    for reader in people["readers"]:
        if reader["service"] == "guest":
            cast.guests[reader["key"]] = _guest(reader["display_name"], reader["email"], reader["website"])
        else:
            cast.accounts[reader["key"]] = _make_account(reader["key"], reader, {})
            cast.services[reader["key"]] = reader["service"]
    return cast


def _make_account(username: str, person: dict[str, Any], extra: dict[str, str]) -> User:
    """Make an account that nobody can sign in to: it has no password."""
    user = User.objects.create_user(
        username,
        person["email"],
        display_name=person["display_name"],
        website=person["website"],
        **extra,
    )
    if person["avatar"]:
        with (CONTENT / "images" / person["avatar"]).open("rb") as picture:
            images.store_avatar(user, picture)
    return user


def _guest(name: str, email: str, website: str = "") -> dict[str, str]:
    return {"author_name": name, "user_email": email, "user_url": website}


def _write_comments(comments: list[dict[str, Any]], articles: dict[str, Article], cast: _Cast) -> None:
    written: dict[str, BlogComment] = {}
    for entry in comments:
        parent = written[entry["parent"]] if "parent" in entry else None
        article = articles[entry["article"]]
        moment = (article.published_at or article.created_at) + timedelta(minutes=entry["minutes"])
        state = State(entry.get("status", State.PUBLIC))
        comment = BlogComment(
            article=article,
            parent_id=parent.pk if parent else 0,
            comment=entry["text"].strip(),
            state=state,
            submit_date=moment,
            confirmed_at=moment if state == State.PUBLIC else None,
            held_because=_reasons(entry["text"]) if state == State.PENDING else [],
            **_writer(entry, cast),
        )
        comment.save()
        _like_comment(comment, entry, cast)
        for key, note in entry.get("reported_by", {}).items():
            person = cast.accounts[key]
            CommentReport.add(comment, user=person, visitor_key="", complaint=Complaint.SPAM, note=note)
        written[entry["id"]] = comment


def _reasons(text: str) -> list[list[str]]:
    """Return why the blog would have held it: the demo's people are known, their links are counted."""
    return [[Reason.LINKS.value, str(count_links(render_comment(text)))]]


def _writer(entry: dict[str, Any], cast: _Cast) -> dict[str, Any]:
    if "guest" in entry:
        return _guest(**entry["guest"])
    if entry["person"] in cast.guests:
        return cast.guests[entry["person"]]
    user = cast.accounts[entry["person"]]
    return {"user": user, "author_name": str(user), "service": cast.services.get(entry["person"], "")}


def _like_comment(comment: BlogComment, entry: dict[str, Any], cast: _Cast) -> None:
    people, guests = entry.get("liked_by", []), range(entry["likes"])
    likes = [CommentLike(comment=comment, user=cast.accounts[key]) for key in people]
    likes += [CommentLike(comment=comment, visitor_key=_visitor(entry["id"], number)) for number in guests]
    CommentLike.objects.bulk_create(likes)
    BlogComment.objects.filter(pk=comment.pk).update(like_count=len(likes))


def _like(article: Article, likes: dict[str, Any], cast: _Cast) -> None:
    Like.objects.bulk_create(Like(article=article, user=cast.accounts[key]) for key in likes["people"])
    Like.objects.bulk_create(
        Like(article=article, visitor_key=_visitor(article.slug, number))
        for number in range(likes["anonymous"])
    )


def _visitor(key: str, number: int) -> str:
    """Return a made-up visitor key that is the same at every load."""
    return sha256(f"demo:{key}:{number}".encode()).hexdigest()
