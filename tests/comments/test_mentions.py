"""Pingbacks and trackbacks that came with an import, and the pictures of imported guests."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from blog.comments.models import BlogComment, Kind, State
from blog.markdown import sanitise_comment
from blog.models import Article
from tests import factories
from tests.factories import make_comment


@pytest.fixture
def article(alice: User) -> Article:
    return factories.make_article(alice)


def make_mention(article: Article, kind: Kind = Kind.PINGBACK, **fields: Any) -> BlogComment:
    values: dict[str, Any] = {
        "kind": kind,
        "author_name": "Harbour <news>",
        "user_email": "",
        "user_url": "https://news.example/harbour",
        "comment": "[…] a fine walk […]",
        "comment_format": "wordpress",
    }
    return make_comment(article, **(values | fields))


def page_of(article: Article, client: Client | None = None) -> str:
    return (client or Client()).get(article.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("kind", "label"), [(Kind.PINGBACK, "Pingback"), (Kind.TRACKBACK, "Trackback")])
def test_mention_is_a_short_row(article: Article, kind: Kind, label: str) -> None:
    mention = make_mention(article, kind)
    page = page_of(article)
    row = page[page.index(f'<li id="comment-{mention.pk}" class="comment depth-1 {kind}">') :].partition(
        "</li>"
    )[0]
    assert row.endswith(
        f'<article><p class="hint">{label}: <a rel="external nofollow ugc" '
        'href="https://news.example/harbour">Harbour &lt;news&gt;</a></p></article>\n'
    )
    for word in ("avatar", "says:", "replytocom", "like", "report", "fine walk"):
        assert word not in row


@pytest.mark.parametrize(
    ("service", "told"),
    [
        ("twitter", "via Twitter"),
        ("twitter_oauth2", "via Twitter"),
        ("wordpress_com", "via WordPress.com"),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_comment_says_which_account_it_was_written_with(article: Article, service: str, told: str) -> None:
    make_comment(article, service=service)
    page = page_of(article)
    shown = page[page.index('<ol class="comment-list">') :].partition("</header>")[0]
    assert ("via" in shown) == bool(told)
    assert told in shown


def test_mentions_stand_in_thread_order_and_are_counted_as_in_wordpress(article: Article) -> None:
    first, mention, last = make_comment(article), make_mention(article), make_comment(article)
    page = page_of(article)
    places = [page.index(f'id="comment-{each.pk}"') for each in (first, mention, last)]
    assert places == sorted(places)
    assert "3 thoughts on" in page


def test_mention_without_a_usable_address_is_no_link(article: Article) -> None:
    make_mention(article, user_url="")
    assert "Pingback: Harbour &lt;news&gt;" in page_of(article)


def test_mention_cannot_be_answered_liked_or_reported(article: Article) -> None:
    mention = make_mention(article)
    for name in ("comment-like", "comment-likes", "comment-report"):
        address = reverse(name, args=[mention.pk])
        headers = {"sec-fetch-site": "same-origin"}
        assert Client().get(address, headers=headers).status_code in {404, 405}
        assert Client().post(address, headers=headers).status_code in {404, 405}
    assert BlogComment.objects.find_parent(article, mention.pk) is None
    fields = {
        "comment_post_ID": article.pk,
        "comment_parent": mention.pk,
        "comment": "An answer",
        "author": "Bob",
        "email": "bob@example.org",
    }
    response = Client().post("/wp-comments-post.php", fields, headers={"sec-fetch-site": "same-origin"})
    assert response.status_code == 403
    assert BlogComment.objects.count() == 1


def test_feed_keeps_mentions(article: Article) -> None:
    make_mention(article)
    assert "a fine walk" in Client().get("/comments/feed/").content.decode()


def test_queue_tells_mentions_apart(article: Article, owner: User) -> None:
    client = Client()
    client.force_login(owner)
    url = reverse("admin:comments_blogcomment_changelist")
    said = make_comment(article, comment="Said by somebody")
    assert "Comments and pings" not in client.get(f"{url}?state=all").content.decode()
    mention = make_mention(article, state=State.PENDING)
    page = client.get(url).content.decode()
    assert "Comments and pings" in page
    assert "Pingback" in page
    assert reverse("admin:comments_blogcomment_reply", args=[mention.pk]) not in page
    pings = client.get(f"{url}?state=all&kind=pings").content.decode()
    comments = client.get(f"{url}?state=all&kind=comment").content.decode()
    assert ("a fine walk" in pings, "Said by somebody" in pings) == (True, False)
    assert ("a fine walk" in comments, "Said by somebody" in comments) == (False, True)
    assert client.get(reverse("admin:comments_blogcomment_reply", args=[mention.pk])).status_code == 404
    assert client.get(reverse("admin:comments_blogcomment_reply", args=[said.pk])).status_code == 200


def test_picture_of_an_imported_guest_is_shown(article: Article) -> None:
    make_comment(article, picture="comment-pictures/abc.webp")
    page = page_of(article)
    assert '<img class="avatar" src="/media/comment-pictures/abc.webp" alt=""' in page


def test_text_of_an_import_is_shown_edited_and_mailed_in_its_format(article: Article, owner: User) -> None:
    text = "Dear *all*\nsee <b>this</b> &amp; that\n\nhttp://example.com/a"
    comment = make_comment(article, comment=text, comment_format="wordpress", state=State.PENDING)
    assert comment.comment_html == sanitise_comment(text)
    assert comment.words == "Dear *all*\nsee this & that\n\nhttp://example.com/a"
    client = Client()
    client.force_login(owner)
    change = reverse("admin:comments_blogcomment_change", args=[comment.pk])
    form = client.get(change).context["adminform"].form
    data = {name: form.initial.get(name) or "" for name in form.fields} | {"comment": "<i>New</i>\nline"}
    assert client.post(change, data).status_code == 302
    comment.refresh_from_db()
    assert comment.comment_html == "<p><em>New</em><br>\nline</p>\n"
    queue = client.get(reverse("admin:comments_blogcomment_changelist")).content.decode()
    assert "New\nline" in queue
    comment.renderer_version = 0  # of an older release
    comment.save()
    assert comment.comment_html == "<p><em>New</em><br>\nline</p>\n"
