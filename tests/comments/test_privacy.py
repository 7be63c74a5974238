"""What is typed or known of a commenter stays in the admin; reading leaves nothing behind."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import User
from blog import visitor
from blog.comments import followups
from blog.comments.models import BlogComment
from blog.demo import loader
from blog.models import OutgoingMail, SiteSettings
from blog.serving import worker
from tests.comments.posts import OURS, post
from tests.factories import make_article, make_category, make_comment, make_page, make_tag

pytestmark = pytest.mark.django_db

ARTICLE = "/2019/05/15/a-walk-along-the-harbour/"
PAGES = [
    "/",
    ARTICLE,
    f"{ARTICLE}comment-page-1/",
    f"{ARTICLE}?replytocom=%(comment)s",
    f"{ARTICLE}feed/",
    "/about/",
    "/feed/",
    "/feed/atom/",
    "/comments/feed/",
    "/2019/",
    "/2019/05/",
    "/category/harbours/",
    "/category/harbours/feed/",
    "/tag/sea/",
    "/author/alice/",
    "/?s=walk",
    "/likes/%(article)s/",
    "/comments/%(comment)s/",
    "/sitemap.xml",
    "/robots.txt",
    "/nothing/here/",
    "/comments/%(comment)s/likes/",
    "/comments/live/article/%(article)s/?after=1",
    "/comments/%(comment)s/report/",
    "/comments/%(comment)s/edit/",
    f"{ARTICLE}?comments=best",
    f"{ARTICLE}?comments=newest",
    "/accounts/avatar/RR-1.svg",
    "/subscriptions/",
    "/subscriptions/sent/",
]

TRACES = ("secret-guest@example.net", "192.0.2.77", "Odd Browser 9", "secret-reader@example.net")


@pytest.mark.parametrize("headers", [OURS, {}])
@pytest.mark.parametrize("button", ["", "preview", "connect"])
def test_no_form_tells_who_wrote_behind_a_password(headers: dict[str, str], button: str) -> None:
    secret = make_article(password="a secret of few")
    comment = make_comment(secret, author_name="Secret Gustav", comment="Secret words")
    given = {"comment_parent": str(comment.pk)} | ({button: "google"} if button else {})
    answer = post(secret, headers=headers, **given)
    assert answer.status_code == 403
    assert "Secret" not in answer.text


@pytest.fixture
def numbers(alice: User) -> dict[str, int]:
    """An article with everything, a page, and comments of a guest and of a reader."""
    article = make_article(alice, categories=[make_category()], tags=[make_tag()])
    make_page(alice)
    traces: dict[str, Any] = {"ip_address": "192.0.2.77", "user_agent": "Odd Browser 9"}
    comment = make_comment(article, user_email=TRACES[0], confirmed_at=timezone.now(), **traces)
    reader = User.objects.create_user("reader", TRACES[3], display_name="Rita Reader")
    make_comment(article, user=reader, user_email=TRACES[3], **traces)
    return {"article": article.pk, "comment": comment.pk}


@pytest.mark.parametrize("url", PAGES)
def test_reading_sets_no_cookie_and_shows_no_trace(numbers: dict[str, int], url: str) -> None:
    answer = Client().get(url % numbers)
    assert answer.status_code in (200, 302, 404), answer.status_code
    assert not answer.cookies
    page = b"".join(answer) if answer.streaming else answer.content
    for trace in TRACES:
        assert trace not in page.decode()
        assert trace not in str(answer.headers)


def test_conversation_is_on_the_page_that_was_looked_at(numbers: dict[str, int]) -> None:
    page = Client().get(ARTICLE).content.decode()
    assert "Gustav Guest" in page
    assert "Rita Reader" in page


def test_worker_forgets_addresses_and_browsers_after_the_days_of_the_settings(
    numbers: dict[str, int],
) -> None:
    row = SiteSettings.current()
    row.comment_traces_kept_days = 7
    row.save()
    old = BlogComment.objects.order_by("pk")[0]
    BlogComment.objects.filter(pk=old.pk).update(submit_date=timezone.now() - timedelta(days=8))
    worker.keep_house()
    kept = dict(BlogComment.objects.values_list("pk", "ip_address"))
    assert kept.pop(old.pk) is None
    assert set(kept.values()) == {"192.0.2.77"}
    old.refresh_from_db()
    assert not old.user_agent


def test_mail_to_somebody_else_shows_no_trace(alice: User) -> None:
    """Rita follows the conversation, and somebody else writes into it."""
    article = make_article(alice)
    make_comment(article, user_email="rita@example.org", confirmed_at=timezone.now(), followup=True)
    make_comment(
        article,
        user_email=TRACES[0],
        confirmed_at=timezone.now(),
        ip_address=TRACES[1],
        user_agent=TRACES[2],
    )
    followups.queue_due(10)
    to_rita = OutgoingMail.objects.filter(recipient="rita@example.org")
    assert to_rita.exists()
    for mail in to_rita:
        for trace in TRACES:
            assert trace not in str(vars(mail))


class TestPrivacyPage:
    PAGE = (loader.CONTENT / "pages" / "privacy-policy.md").read_text(encoding="utf-8")

    def test_names_everything_that_scripts_keep(self) -> None:
        code = "".join(file.read_text() for file in (settings.BASE_DIR / "static" / "js").glob("*.js"))
        named = set(re.findall(r"broadside-[a-z]+", code)) - {"broadside-login"}  # a channel, nothing kept
        assert named
        assert {name for name in named if f"`{name}" not in self.PAGE} == set()

    def test_names_every_cookie(self) -> None:
        names = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, visitor.COOKIE, "messages"}
        assert {name for name in names if f"`{name}`" not in self.PAGE} == set()
        assert "`unlocked-" in self.PAGE

    def test_form_names_the_page_of_the_demo(self) -> None:
        loader.load()
        assert SiteSettings.current().privacy_url == "/privacy-policy/"


def test_consent_box_sets_no_cookie(numbers: dict[str, int]) -> None:
    answer = Client(headers={"origin": "http://testserver", "sec-fetch-site": "same-origin"}).post(
        "/wp-comments-post.php",
        {
            "comment": "A second thought.",
            "author": "Gustav",
            "email": "gustav@example.org",
            "url": "",
            "wp-comment-cookies-consent": "yes",
            "comment_post_ID": str(numbers["article"]),
            "comment_parent": "0",
        },
    )
    assert answer.status_code == 302
    assert not answer.cookies
