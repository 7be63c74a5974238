"""``{% page_styles %}``: the style sheet of the public pages, inside the page."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from blog import styles

register = template.Library()


@register.simple_tag
def page_styles() -> SafeString:
    """Return the bundle in a style element; its text is exactly what the CSP's hash is of."""
    return mark_safe(f"<style>{styles.bundle()}</style>")  # noqa: S308 - our own files
