"""Old addresses in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import Redirect


class RedirectForm(forms.ModelForm[Redirect]):
    """One old address and one target, both on this site."""

    def clean_old_path(self) -> str:
        """Refuse what is no path."""
        path: str = self.cleaned_data["old_path"].strip()
        if not path.startswith("/") or path.startswith("//") or "?" in path or "#" in path:
            raise forms.ValidationError(_("Write a path that begins with one slash, without ? or #."))
        return path

    def clean_new_path(self) -> str:
        """Refuse what leads off the site."""
        path: str = self.cleaned_data["new_path"].strip()
        if path and (not path.startswith("/") or path.startswith(("//", "/\\"))):
            raise forms.ValidationError(_("Write a path on this site that begins with one slash."))
        return path

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one target."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        targets = [data.get("article"), data.get("page"), data.get("new_path")]
        if sum(map(bool, targets)) != 1:
            self.add_error(None, _("Choose one target: an article, a page or an address."))
        elif data.get("new_path") and data.get("new_path") == data.get("old_path"):
            self.add_error("new_path", _("This would lead back to itself."))
        return data


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin[Redirect]):
    """Where old addresses lead."""

    form = RedirectForm
    list_display = ("old_path", "target", "created_at")
    list_select_related = ("article", "page")
    search_fields = ("old_path", "new_path")
    autocomplete_fields = ("article", "page")
    ordering = ("old_path",)

    @admin.display(description=gettext_lazy("leads to"))
    def target(self, obj: Redirect) -> str:
        """Return the address that it leads to now."""
        return obj.get_target_url()
