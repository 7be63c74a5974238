"""``{{ article|lead_picture:"15rem" }}``: the featured picture, else the first of the text, for lists."""

import re
from html import unescape

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from blog.models import Article, Page

register = template.Library()
IMAGE = re.compile(r"<img [^>]*>")
ATTRIBUTE = re.compile(r'(src|srcset|width|height)="([^"]*)"')
SIZED = {"src", "width", "height"}  # without these the page would move while it loads


@register.filter
def lead_picture(article: Article | Page, width: str) -> SafeString | str:
    """Return ``<img>`` for the article's picture, shown ``width`` wide; empty when there is none of our own.

    It is decoration beside a title that links to the same place, so its alternative text is empty.
    """
    found = _featured(article) or _first_of_text(article)
    if not found:
        return ""
    sizes = {"sizes": f"(min-width: 48rem) {width}, 100vw"} if "srcset" in found else {}
    values = found | sizes | {"alt": "", "decoding": "async"}
    return format_html("<img{}>", format_html_join("", ' {}="{}"', values.items()))


def _featured(article: Article | Page) -> dict[str, str]:
    if not isinstance(article, Article) or article.featured_image is None:
        return {}
    sizes = article.featured_image.all_renditions()
    widest = sizes[-1]
    found = {"src": widest.url, "width": str(widest.width), "height": str(widest.height)}
    if len(sizes) > 1:
        found["srcset"] = ", ".join(f"{size.url} {size.width}w" for size in sizes)
    return found


def _first_of_text(article: Article | Page) -> dict[str, str]:
    for image in IMAGE.findall(article.pages_html[0]):
        found = {name: unescape(value) for name, value in ATTRIBUTE.findall(image)}
        if found.keys() >= SIZED and found["src"].startswith(settings.MEDIA_URL):
            return found
    return {}
