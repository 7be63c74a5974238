"""``{% followed_threads email as threads %}``: where an address gets mail about new comments; where not."""

from dataclasses import dataclass

from django import template

from blog.comments import muting
from blog.comments.models import STANDING, BlogComment
from blog.comments.muting import ThreadMails
from blog.comments.tokens import Purpose, link_to
from blog.models import Article, Page

MOST_LISTED = 100

register = template.Library()


@dataclass(frozen=True)
class FollowedThread:
    """One article or page, and the link that ends its mails."""

    item: Article | Page
    mute_url: str


@register.simple_tag
def followed_threads(email: str) -> list[FollowedThread]:
    """Return what a proven address follows and may be seen by visitors, the newest first."""
    asked = BlogComment.objects.filter(user_email=email, followup=True, confirmed_at__isnull=False)
    seen = asked.filter(state__in=STANDING).on_published() if email else asked.none()
    newest = seen.order_by("article", "page", "-pk").distinct("article", "page").values("pk")
    comments = list(BlogComment.objects.filter(pk__in=newest).with_item().order_by("-pk")[:MOST_LISTED])
    Article.objects.prefetch_permalink_parts([comment.article for comment in comments if comment.article])
    return [FollowedThread(comment.item, link_to(Purpose.MUTE, comment)) for comment in comments]


@register.simple_tag
def muted_threads(email: str) -> list[ThreadMails]:
    """Return the threads that a proven address hears no more of."""
    muted = muting.muted_by(email, MOST_LISTED)
    Article.objects.prefetch_permalink_parts([mails.first.article for mails in muted if mails.first.article])
    return muted
