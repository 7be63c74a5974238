"""The comment of the stock package, django-comments-xtd, with the types that it has not."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:

    class XtdComment(models.Model):
        """Its fields."""

        id: int
        content_type: Any
        object_pk: str
        site_id: int
        user: Any
        user_id: int | None
        user_name: str
        user_email: str
        user_url: str
        comment: str
        submit_date: datetime
        ip_address: str | None
        is_public: bool
        is_removed: bool
        thread_id: int
        parent_id: int
        level: int
        followup: bool

        class Meta:
            abstract = True

else:
    from django_comments_xtd.models import XtdComment

__all__ = ["XtdComment"]
