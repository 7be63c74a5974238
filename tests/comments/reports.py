"""Files reports as readers do, and reads what is counted."""

from django.contrib.auth.models import AnonymousUser

from blog.comments.models import BlogComment
from blog.comments.reporting import report

QUEUE = "/admin/comments/blogcomment/"


def file(comment: BlogComment, visitor_key: str, note: str = "") -> bool:
    return report(comment, user=AnonymousUser(), visitor_key=visitor_key, complaint="spam", note=note)


def count_of(comment: BlogComment) -> int:
    return BlogComment.objects.values_list("report_count", flat=True).get(pk=comment.pk)
