"""Full addresses of this site, for what is read elsewhere: feeds, mails, the heads of pages."""

from django.conf import settings


def absolute(path: str) -> str:
    """Return the full address of a path of this site; other addresses stay as they are."""
    return f"{settings.BLOG_SITE_URL}{path}" if path.startswith("/") and not path.startswith("//") else path
