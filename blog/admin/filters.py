"""Filters of the lists."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from blog.models import Status


class StateFilter(admin.SimpleListFilter):
    """By state, with *scheduled* apart from what is out already."""

    title = _("status")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the states and their names."""
        return [("scheduled", _("Scheduled")), *Status.choices]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep what is in the chosen state."""
        if self.value() == "scheduled":
            return queryset.scheduled()
        if self.value() == Status.PUBLISHED:
            return queryset.reachable()
        return queryset.filter(status=self.value()) if self.value() in Status.values else queryset
