"""``{{ article|lead_picture:"15rem" }}``: the first picture of the text, for lists."""

import re

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from blog.models import Article

register = template.Library()
IMAGE = re.compile(r"<img [^>]*>")
ATTRIBUTE = re.compile(r'(src|srcset|width|height)="([^"]*)"')
SIZED = {"src", "width", "height"}  # without these the page would move while it loads


@register.filter
def lead_picture(article: Article, width: str) -> SafeString | str:
    """Return ``<img>`` for the article's first picture of our own, shown ``width`` wide; else nothing.

    It is decoration beside a title that links to the same place, so its alternative text is empty.
    """
    for image in IMAGE.findall(article.pages_html[0]):
        found = dict(ATTRIBUTE.findall(image))
        if found.keys() >= SIZED and found["src"].startswith(settings.MEDIA_URL):
            sizes = f"(min-width: 48rem) {width}, 100vw" if "srcset" in found else ""
            values = found | {"sizes": sizes, "alt": "", "decoding": "async"}
            attributes = " ".join(
                f'{name}="{value}"' for name, value in values.items() if value or name == "alt"
            )
            return mark_safe(f"<img {attributes}>")  # noqa: S308 - values as sanitised at save
    return ""
