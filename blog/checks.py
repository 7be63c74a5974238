"""System checks: settings that are not wrong, but will not do what the operator expects."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

EVERYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104 (compared with, not listened on)


@register()
def check_site_url(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn when readers cannot use the address that the blog believes in."""
    if settings.SITE_HOST in EVERYWHERE:
        return [
            Warning(
                f"{settings.BLOG_SITE_URL} is no address that a reader can open.",
                hint="Set BLOG_SITE_URL to the address that readers use, for example https://blog.example.",
                id="blog.W001",
            )
        ]
    return []


@register()
def check_akismet(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn when Akismet would not be asked, or would know nobody by that key."""
    if settings.AKISMET_BASE_URL and not settings.AKISMET_KEY:
        said = "AKISMET_BASE_URL is set, but without a key nobody is asked."
        return [Warning(said, hint="Set AKISMET_KEY too, or leave it out.", id="blog.W005")]
    if settings.AKISMET_KEY and not re.fullmatch(r"[0-9A-Za-z]{8,64}", settings.AKISMET_KEY):
        said = "AKISMET_KEY does not look like a key of Akismet: letters and digits, mostly twelve."
        return [Warning(said, hint="Copy it anew from your account at Akismet.", id="blog.W006")]
    return []


@register(Tags.security, deploy=True)
def check_tls(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn when a public blog is served without TLS."""
    if settings.IS_HTTPS or settings.IS_LOOPBACK:
        return []
    return [
        Warning(
            "Passwords and sessions travel in the clear.",
            hint="Put a proxy with TLS in front, and set BLOG_SITE_URL to its https:// address.",
            id="blog.W002",
        )
    ]


@register(Tags.security, deploy=True)
def check_proxy(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn when TLS can only come from a proxy that is not trusted: every page would redirect to itself."""
    if not settings.IS_HTTPS or settings.BLOG_TRUSTED_PROXIES:
        return []
    return [
        Warning(
            "The blog does no TLS itself and trusts no proxy that does: pages would redirect to themselves.",
            hint="Set BLOG_TRUSTED_PROXIES to the number of proxies in front, mostly 1.",
            id="blog.W003",
        )
    ]


@register(Tags.security, deploy=True)
def check_mail(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn when a public blog writes its mail to files."""
    if settings.IS_LOOPBACK or urlsplit(settings.EMAIL_URL).scheme != "file":
        return []
    return [
        Warning(
            "Mail is written to files, so nobody gets any: guests cannot confirm their comments.",
            hint="Set EMAIL_URL to your mail server: smtp://user:password@host:587.",
            id="blog.W004",
        )
    ]
