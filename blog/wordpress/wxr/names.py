"""The names of an export's elements, whatever prefixes and versions of the namespaces a file uses."""

import re
from collections.abc import Mapping

FIELDS = (  # of channel, item and comment; what is not here is passed over
    *("title", "link", "description", "pubDate", "guid", "dc:creator", "content:encoded", "excerpt:encoded"),
    *("wp:post_id", "wp:post_date", "wp:post_date_gmt", "wp:post_modified", "wp:post_modified_gmt"),
    *("wp:comment_status", "wp:ping_status", "wp:post_name", "wp:status", "wp:post_parent", "wp:menu_order"),
    *("wp:post_type", "wp:post_password", "wp:is_sticky", "wp:attachment_url"),
    *("wp:meta_key", "wp:meta_value", "wp:comment_id", "wp:comment_author", "wp:comment_author_email"),
    *("wp:comment_author_url", "wp:comment_author_IP", "wp:comment_agent", "wp:comment_date"),
    *("wp:comment_date_gmt", "wp:comment_content", "wp:comment_approved", "wp:comment_type"),
    *("wp:comment_parent", "wp:comment_user_id"),
    *("wp:wxr_version", "wp:base_site_url", "wp:base_blog_url", "wp:author_id", "wp:author_login"),
    *("wp:author_email", "wp:author_display_name", "wp:author_first_name", "wp:author_last_name"),
    *("wp:term_id", "wp:category_nicename", "wp:category_parent", "wp:cat_name", "wp:category_description"),
    *("wp:tag_slug", "wp:tag_name", "wp:tag_description", "wp:term_taxonomy", "wp:term_slug"),
    *("wp:term_parent", "wp:term_name", "wp:term_description"),
)
DECLARATION = re.compile(rb"\sxmlns:([A-Za-z_][\w.-]*)\s*=\s*[\"']([^\"']*)[\"']")
MEANINGS = (  # a part of the namespace's address, and the prefix that WordPress itself uses
    ("wordpress.org/export/", "/excerpt", "excerpt"),
    ("wordpress.org/export/", "", "wp"),
    ("purl.org/dc/elements/", "", "dc"),
    ("purl.org/rss/1.0/modules/content", "", "content"),
)


class Names:
    """Translates the names of one file into those of WordPress."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        """Take the file's prefix for each of wp, dc, content and excerpt."""
        self._prefixes = prefixes
        self.fields = {self.of(name): name for name in FIELDS}

    @classmethod
    def find(cls, head: bytes) -> "Names":
        """Return the names that a head's declarations tell; undeclared prefixes mean what they mostly do."""
        prefixes = {prefix: prefix for prefix in ("wp", "dc", "content", "excerpt")}
        for found in DECLARATION.finditer(head):
            address = found[2].decode("utf-8", "replace")
            for part, ending, meaning in MEANINGS:
                if part in address and ending in address:
                    prefixes[meaning] = found[1].decode("utf-8", "replace")
                    break
        return cls(prefixes)

    def of(self, name: str) -> str:
        """Return what the file calls the element that WordPress calls ``name``."""
        prefix, colon, local = name.partition(":")
        return f"{self._prefixes.get(prefix, prefix)}:{local}" if colon else name
