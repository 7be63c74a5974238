"""What a page says about itself in its head: canonical address, feeds, Open Graph, JSON-LD."""

import json
import re
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from blog.addresses import absolute
from blog.models import Article, Page, SiteSettings

FIRST_PICTURE = re.compile(r'<img [^>]*?\bsrc="([^"]+)"')
JSON_ESCAPES = {"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def trusted(html: str) -> SafeString:
    """Mark HTML that the renderer cleaned at save."""
    return mark_safe(html)  # noqa: S308 - cleaned by blog.markdown


def feed_link(title: str, path: str, kind: str = "rss") -> dict[str, str]:
    """Describe one feed for ``<link rel="alternate">``."""
    return {"title": title, "url": absolute(path), "type": f"application/{kind}+xml"}


def site_feeds() -> list[dict[str, str]]:
    """Return the feeds that every page names."""
    title = SiteSettings.current().title
    return [
        feed_link(_("%(title)s » Feed") % {"title": title}, reverse("feed-site")),
        feed_link(_("%(title)s » Comments Feed") % {"title": title}, reverse("feed-comments")),
    ]


def of_list(path: str, title: str, *, description: str = "", robots: str = "") -> dict[str, Any]:
    """Return the head of a list: home, archive, search."""
    return {
        "canonical_url": absolute(path),
        "feeds": site_feeds(),
        "robots": robots,
        "open_graph": _open_graph("website", title, absolute(path), description),
    }


def of_item(item: Article | Page, *, path: str, robots: str = "", is_closed: bool = False) -> dict[str, Any]:
    """Return the head of an article or page; a closed one tells nothing of its text."""
    url = absolute(path)
    head = {
        "canonical_url": url,
        "shortlink": absolute(item.get_short_url()),
        "feeds": site_feeds(),
        "robots": robots,
    }
    if is_closed or not item.is_published:
        return head | {"open_graph": _open_graph("article", item.title, url, "")}
    title = _("%(title)s » Comments Feed") % {"title": item.title}
    head["feeds"] = [*site_feeds(), feed_link(title, f"{item.get_absolute_url().rstrip('/')}/feed/")]
    picture = find_picture(item)
    graph = _open_graph("article", item.title, url, item.summary, picture) + _times(item)
    return head | {"open_graph": graph, "structured_data": _structured_data(item, url, picture)}


def find_picture(item: Article | Page) -> str:
    """Return the full address of the featured picture, else of the first in the text."""
    if isinstance(item, Article) and item.featured_image:
        return absolute(item.featured_image.get_absolute_url())
    found = FIRST_PICTURE.search(item.body_html)
    return absolute(found[1].replace("&amp;", "&")) if found else ""


def _open_graph(
    kind: str, title: str, url: str, description: str, picture: str = ""
) -> list[tuple[str, str]]:
    pairs = [
        ("og:type", kind),
        ("og:title", title),
        ("og:url", url),
        ("og:site_name", SiteSettings.current().title),
        ("og:description", description),
        ("og:image", picture),
        ("twitter:card", "summary_large_image" if picture else "summary"),
    ]
    return [(name, value) for name, value in pairs if value]


def _times(item: Article | Page) -> list[tuple[str, str]]:
    pairs = [("article:modified_time", item.updated_at.isoformat())]
    if item.published_at:
        pairs.insert(0, ("article:published_time", item.published_at.isoformat()))
    if isinstance(item, Article):
        pairs += [("article:section", category.name) for category in item.categories.all()]
        pairs += [("article:tag", tag.name) for tag in item.tags.all()]
    return pairs


def _structured_data(item: Article | Page, url: str, picture: str) -> SafeString:
    """Return schema.org's description as JSON that can stand within ``<script>``."""
    author = {"@type": "Person", "name": str(item.author), "url": absolute(item.author.get_absolute_url())}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "BlogPosting" if isinstance(item, Article) else "WebPage",
        "headline": item.title[:110],  # Google's limit
        "name": item.title,
        "description": item.summary,
        "url": url,
        "mainEntityOfPage": url,
        "datePublished": item.published_at.isoformat() if item.published_at else None,
        "dateModified": item.updated_at.isoformat(),
        "author": author,
        "publisher": {
            "@type": "Organization",
            "name": SiteSettings.current().title,
            "url": absolute("/"),
        },
        "image": picture or None,
    }
    if isinstance(item, Article):
        data |= _article_data(item)
    text = json.dumps({key: value for key, value in data.items() if value is not None}, ensure_ascii=False)
    return mark_safe(re.sub("[<>&\u2028\u2029]", lambda found: JSON_ESCAPES[found[0]], text))  # noqa: S308


def _article_data(article: Article) -> dict[str, Any]:
    likes = {
        "@type": "InteractionCounter",
        "interactionType": "https://schema.org/LikeAction",
        "userInteractionCount": article.like_count,
    }
    return {
        "commentCount": article.comment_count,
        "interactionStatistic": likes,
        "articleSection": [category.name for category in article.categories.all()] or None,
        "keywords": [tag.name for tag in article.tags.all()] or None,
        "isBasedOn": article.source_url or None,
    }
