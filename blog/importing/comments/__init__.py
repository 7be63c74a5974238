"""Writes the comments of an import: ``CommentWriter`` is the way in."""

from blog.importing.comments.outcome import Outcome
from blog.importing.comments.writer import CommentWriter, Target

__all__ = ["CommentWriter", "Outcome", "Target"]
