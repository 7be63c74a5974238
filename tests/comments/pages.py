"""Reads the conversation off a page."""

import re

from django.test import Client

from blog.models import Article


def page_of(article: Article, query: str = "", client: Client | None = None) -> str:
    response = (client or Client()).get(article.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def shown_ids(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'<li id="comment-(\d+)"', html)]


def outline(html: str) -> str:
    """Return the list's tags and nothing else."""
    inside = html.split('<ol class="comment-list">', 1)[1].rsplit("</ol>", 1)[0]
    tags = re.findall(
        r'<li id="comment-\d+" class="comment depth-\d|</li>|<ol class="children">|</ol>', inside
    )
    short = {"</li>": ")", '<ol class="children">': "[", "</ol>": "]"}
    return "".join(short.get(tag) or f"({tag[-1]}" for tag in tags)
