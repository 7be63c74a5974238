"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from blog.models import SiteSettings


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates the site's row as ``site`` and its public address as ``site_url``."""
    return {"site": SiteSettings.current(), "site_url": settings.BLOG_SITE_URL}
