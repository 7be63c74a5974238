"""Addresses of the old site as paths of this one. Knows no Django."""

from urllib.parse import unquote, urlsplit

from blog.importing.records import Site


def path_on_site(address: str, site: Site) -> str:
    """Return the decoded path of an address of the old site; empty for others and for those with a query."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:  # a bracket, a port that is no number
        return ""
    hosts = site.hosts | {urlsplit(site.address).hostname}
    if parts.query or (host and host not in hosts):
        return ""
    return unquote(parts.path) if parts.path.startswith("/") else ""
