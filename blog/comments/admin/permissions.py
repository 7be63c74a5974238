"""Who may do what in the queue."""

from django.http import HttpRequest

from blog.comments.models import BlogComment
from blog.comments.moderators import moderates, moderates_any


class Permissions:
    """The questions that Django's admin asks, answered by the one rule."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show it to moderators and to everybody who writes articles."""
        return moderates_any(request.user)

    def has_view_permission(self, request: HttpRequest, obj: BlogComment | None = None) -> bool:
        """Whether this person may see the comment, or any."""
        return moderates_any(request.user) and (obj is None or moderates(request.user, obj.item))

    def has_change_permission(self, request: HttpRequest, obj: BlogComment | None = None) -> bool:
        """Whether this person may moderate the comment, or any."""
        return self.has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Comments are written on the page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: BlogComment | None = None) -> bool:
        """Deleting for ever needs its own permission; the trash is for everybody else."""
        may_delete = request.user.has_perm("comments.delete_blogcomment")
        return may_delete and self.has_view_permission(request, obj)
