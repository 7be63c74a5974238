"""Where a login comes from and goes back to: always a page of this blog."""

from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csp import csp_override

LONGEST = 2000  # characters


def safe_next(url: str | None, default: str = "/") -> str:
    """Return ``url`` when it is a path of this site, else ``default``."""
    if not url or len(url) > LONGEST or not url.startswith("/") or not url.isprintable():
        return default
    return url if url_has_allowed_host_and_scheme(url, allowed_hosts=None) else default


def is_same_site(request: HttpRequest, url: str) -> bool:
    """Whether ``url`` is a path, or an address with the host that the request asked for."""
    if safe_next(url, ""):
        return True
    return url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ) and bool(urlsplit(url).netloc)


def done_url(next_url: str) -> str:
    """Return the last page of a login in a pop-up window, which tells the article and closes itself."""
    return f"{reverse('social-done')}?{urlencode({'next': next_url})}"


def way_back(next_url: str | None) -> tuple[str, bool]:
    """Return the article's address behind the end of a login, and whether it ran in a pop-up window."""
    parts = urlsplit(safe_next(next_url))
    if parts.path != reverse("social-done"):
        return safe_next(next_url), False
    inner = parse_qs(parts.query).get("next", [""])[0]
    return safe_next(inner), True


def allow_forms_to(url: str, page: HttpResponse) -> HttpResponse:
    """Let the forms of ``page`` end at the origin of ``url`` too.

    Browsers hold a form to ``form-action`` through every redirect that follows its post.
    """
    parts = urlsplit(url)
    policy: dict[str, list[str]] = dict(settings.SECURE_CSP)  # type: ignore[arg-type]  # all values of ours are lists
    policy["form-action"] = [CSP.SELF, f"{parts.scheme}://{parts.netloc}"]
    return csp_override(policy)(lambda _request: page)(None)
