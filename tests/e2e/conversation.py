"""A conversation of twelve threads, and how a page shows it."""

from playwright.sync_api import Page

from blog.comments import followups
from blog.comments.models import BlogComment
from blog.models import Article
from tests import factories


def make_threads(article: Article) -> list[BlogComment]:
    """Make twelve threads, known to their followers; the third is liked most."""
    written = [
        factories.make_comment(article, comment=f"Thought {number}. " * 20, like_count=5 * (number == 2))
        for number in range(12)
    ]
    followups.queue_due()
    return written


def shown(page: Page) -> list[str]:
    """Return the ids of the comments in the order of the page."""
    return [item.get_attribute("id") or "" for item in page.locator("li.comment").all()]


def anchors(*comments: BlogComment) -> list[str]:
    return [f"comment-{comment.public_id}" for comment in comments]
