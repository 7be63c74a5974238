"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from blog.models import SiteSettings


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates the site's row, its public address, and the pages of the menu.

    The row is ``blog`` where the frame of every page is drawn: allauth's views put a ``site`` of their own
    over ours.
    """
    row = SiteSettings.current()
    return {"site": row, "blog": row, "site_url": settings.BLOG_SITE_URL, "menu_pages": row.menu_pages}
