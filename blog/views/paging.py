"""The numbers under a list, and the addresses of its pages."""

import re
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.http import HttpRequest

PAGE_PART = re.compile(r"page/[0-9]+/$")


def page_context(request: HttpRequest, page: Page[Any], *, words: str = "") -> dict[str, Any]:
    """Return ``page_links`` (number, address or None for a gap) and the neighbours' addresses."""
    base = PAGE_PART.sub("", request.path)
    query = f"?{urlencode({'s': words})}" if "s" in request.GET else ""
    count = page.paginator.num_pages

    def address(number: int) -> str:
        return (base if number == 1 else f"{base}page/{number}/") + query

    shown = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "page_links": [(each, address(each) if isinstance(each, int) else None) for each in shown]
        if count > 1
        else [],
        "previous_page_url": address(page.number - 1) if page.number > 1 else "",
        "next_page_url": address(page.number + 1) if page.number < count else "",
    }
