"""The place of a comment in its thread: ``path``, the parent's path and the own zero-padded id."""

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

if TYPE_CHECKING:
    from blog.comments.models.comment import BlogComment

LARGEST_ID = 2**31 - 1  # of a comment
# A number in an address, up to 2,099,999,999: what is longer or larger is none of a comment.
NUMBER = r"(?P<number>[0-9]{1,9}|1[0-9]{9}|20[0-9]{8})"
ID_DIGITS = len(str(LARGEST_ID))
DEEPEST_LEVEL = 100  # deeper replies stay there, so that a path always fits into an index
STEP = ID_DIGITS + 1  # characters that one level adds to a path
LONGEST_ABOVE = DEEPEST_LEVEL * STEP - 1  # characters of a path that a reply may stand below
NEXT_ID = "SELECT nextval(pg_get_serial_sequence('django_comments', 'id'))"
# Replies share the lock of what they answer: nobody rewrites it while they are being stored.
SHARE_PARENT = "SELECT 1 FROM comments_blogcomment WHERE xtdcomment_ptr_id = %s FOR KEY SHARE"


class Place(NamedTuple):
    """Where a comment stands: its own path, and the number of the thread's first."""

    path: str
    thread_id: int

    @property
    def level(self) -> int:
        """How many stand above it."""
        return len(self.path) // STEP


def take_place(comment: "BlogComment") -> None:
    """Draw an id and derive place, level and content type from parent and item."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({NEXT_ID}), ({SHARE_PARENT})", [comment.parent_id])
        number: int = cursor.fetchone()[0]
    others = type(comment).objects.only("path", "thread_id")
    parent = others.get(pk=comment.parent_id) if comment.parent_id else None
    put_at(comment, number, Place(parent.path, parent.thread_id) if parent else None)


def below(parent: Place | None, number: int) -> Place:
    """Return the place of the comment with that number below its parent, or at the head of a thread."""
    if parent is None:
        return Place(f"{number:0{ID_DIGITS}}", number)
    return Place(f"{parent.path[:LONGEST_ABOVE]}/{number:0{ID_DIGITS}}", parent.thread_id)


def put_at(comment: "BlogComment", number: int, parent: Place | None) -> None:
    """Give the comment that number, and the place below its parent, or at the head of a thread."""
    comment.pk = comment.id = comment.comment_ptr_id = comment.xtdcomment_ptr_id = number
    place = below(parent, number)
    comment.path, comment.thread_id, comment.level = place.path, place.thread_id, place.level
    comment.parent_id = comment.parent_id if parent else number
    comment.content_type = ContentType.objects.get_for_model(comment.item)
    comment.object_pk = str(comment.item.pk)
    comment.site_id = comment.site_id or settings.SITE_ID
    comment.submit_date = comment.submit_date or timezone.now()
