"""Moderation in the admin: the queue, the blocks, and the log of what moderators did."""

from blog.comments.admin import blocks, log, queue

__all__ = ["blocks", "log", "queue"]
