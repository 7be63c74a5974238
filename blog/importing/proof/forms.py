"""How the addresses of each system look, beside those that its files say themselves. Knows no Django."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Forms:
    """Which addresses a system had that can be told from what it held."""

    feeds: tuple[str, ...] = ()  # of the whole site
    feed: str = ""  # what stands behind an archive's address for its feed
    has_front: bool = True
    has_text_feeds: bool = False  # of the comments of a text
    has_dates: bool = False  # archives of years, months and days
    has_categories: bool = False
    has_tags: bool = True
    has_numbers: bool = False  # ``/?p=NUMBER``
    has_uploads: bool = False  # files lie below ``/wp-content/uploads/``


# WordPress, "Using permalinks", and the rewrite rules that it lists for a site.
WORDPRESS = Forms(
    feeds=("/feed/", "/feed/atom/", "/comments/feed/"),
    feed="feed/",
    has_text_feeds=True,
    has_dates=True,
    has_categories=True,
    has_numbers=True,
    has_uploads=True,
)
GHOST = Forms(feeds=("/rss/",), feed="rss/")  # Ghost, "Routing": the channels that come with it
DISQUS = Forms(has_front=False, has_tags=False)  # it has comments only, on pages of others
OF_SYSTEMS = {"ghost": GHOST, "disqus": DISQUS}


def forms_of(system: str) -> Forms:
    """Return the forms of a system; what has none of its own is answered in WordPress's."""
    return OF_SYSTEMS.get(system, WORDPRESS)
