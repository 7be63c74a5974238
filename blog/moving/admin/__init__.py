"""Moving in and out in the admin: files are sent, runs are begun, watched and reported."""

from blog.moving.admin import runs

__all__ = ["runs"]
