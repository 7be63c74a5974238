"""Moderation in the admin: the queue, and the log of what moderators did."""

from blog.comments.admin import log, queue

__all__ = ["log", "queue"]
