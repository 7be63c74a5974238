"""Reader comments: ``BlogComment`` on top of django-comments-xtd, and what belongs to one."""

from blog.comments.marks import BlockKind
from blog.comments.models.block import Block
from blog.comments.models.comment import BlogComment
from blog.comments.models.gone import GoneComment
from blog.comments.models.like import CommentLike
from blog.comments.models.muted import MutedThread
from blog.comments.models.place import ID_DIGITS, LARGEST_ID
from blog.comments.models.queryset import CommentQuerySet, same_person
from blog.comments.models.record import Act, ModerationRecord
from blog.comments.models.report import CommentReport, Complaint
from blog.comments.models.state import MOVES, STANDING, Kind, State
from blog.comments.models.version import CommentVersion
from blog.comments.models.word import TOTALS, SpamWord

__all__ = [
    "ID_DIGITS",
    "LARGEST_ID",
    "MOVES",
    "STANDING",
    "TOTALS",
    "Act",
    "Block",
    "BlockKind",
    "BlogComment",
    "CommentLike",
    "CommentQuerySet",
    "CommentReport",
    "CommentVersion",
    "Complaint",
    "GoneComment",
    "Kind",
    "ModerationRecord",
    "MutedThread",
    "SpamWord",
    "State",
    "same_person",
]
