"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from blog.models import SiteSettings


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates the site's row as ``site``, its public address, and the pages of the menu."""
    site = SiteSettings.current()
    return {"site": site, "site_url": settings.BLOG_SITE_URL, "menu_pages": site.menu_pages}
