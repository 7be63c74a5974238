"""The text of a comment as every form takes it: from a reader, from its writer again, from a moderator."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CommentTextField(forms.CharField):
    """A text with one kind of line break, so that no browser's own counts against its length."""

    def __init__(self, **kwargs: Any) -> None:
        always: dict[str, Any] = {
            "widget": forms.Textarea,
            "error_messages": {"required": _("Please enter a comment")},
        }
        super().__init__(**always | kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text as it is stored."""
        return one_break(str(super().to_python(value)))


def one_break(text: str) -> str:
    """Return the text with line feeds for every kind of line break."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
