"""Redirects that stay on this site, whatever the address they were made from."""

from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponsePermanentRedirect, HttpResponseRedirect

SAFE = "/:@!$&'()*+,;=~-._%"
# What share buttons and newsletters append; it says nothing about which page is meant.
NOISE = ("utm_", "share", "like_comment", "nb", "fbclid", "gclid", "_wpnonce", "like_actor")


def local(path: str) -> str:
    """Return a percent-encoded path of this site: one slash in front, so never another host."""
    return "/" + quote(path.lstrip("/\\"), safe=SAFE)


def moved(request: HttpRequest, path: str, *, keep_query: bool = True) -> HttpResponsePermanentRedirect:
    """Answer 301 to ``path`` (decoded or encoded, maybe with a query of its own)."""
    bare, mark, query = path.partition("?")
    rest = clean_query(request) if keep_query and not mark else query
    return HttpResponsePermanentRedirect(local(bare) + (f"?{rest}" if rest else ""))


def found(path: str) -> HttpResponseRedirect:
    """Answer 302 to a path of this site."""
    bare, mark, query = path.partition("?")
    return HttpResponseRedirect(local(bare) + mark + query)


def clean_query(request: HttpRequest) -> str:
    """Return the query without the noise."""
    return urlencode(
        [(key, value) for key, values in request.GET.lists() for value in values if not is_noise(key)]
    )


def is_noise(key: str) -> bool:
    """Whether a parameter only tells where the visitor came from."""
    return key.startswith("utm_") or key in NOISE
