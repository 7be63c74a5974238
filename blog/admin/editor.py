"""The Markdown editor: django-markdownx's widget with scripts of our own.

The package's script cannot be used: it traps the Tab key, forgets what can be undone, and reads a cookie
that scripts may not see. Its two addresses are never mounted; ours are in ``blog.views.editor``.
"""

from typing import Any

from django.forms import Script
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from markdownx.widgets import AdminMarkdownxWidget


class MarkdownEditor(AdminMarkdownxWidget):  # type: ignore[misc]
    """A text area with pictures by paste, drop and button, and a preview by the server's renderer."""

    template_name = "admin/widgets/markdown_editor.html"

    class Media:
        extend = False
        css = {"all": ["css/admin-editor.css"]}
        js = [Script(f"js/admin/{name}.js", type="module") for name in ("preview", "pictures", "drafts")]

    def __init__(self, attrs: dict[str, Any] | None = None, *, kind: str = "article", rows: int = 26) -> None:
        self.kind, self.rows = kind, rows
        super().__init__(attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """Tell the scripts where to ask, in place of the package's own addresses."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        widget = context["widget"]
        kept = {key: value for key, value in widget["attrs"].items() if not key.startswith("data-markdownx")}
        widget["attrs"] = kept | {"rows": self.rows, "spellcheck": "true", "class": "markdownx-editor"}
        widget["kind"] = self.kind
        widget["preview_url"], widget["upload_url"] = reverse("editor-preview"), reverse("editor-upload")
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        """Use the site's templates; Django's form renderer does not know their folder."""
        return render_to_string(template_name, context)
