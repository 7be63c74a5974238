"""What our export files hold beyond WordPress's format, so that a blog comes back as it was. Knows no Django.

WordPress keeps the fields of posts and comments (as custom fields) and passes over the elements of the
namespace, so a file is as good there as any other. Source texts count only as long as the HTML beside them
is the one they were exported with: what has been edited in WordPress since wins.
"""

import json
import re
from hashlib import blake2b
from typing import Any

NAMESPACE = "urn:broadside:export:1"  # of elements in the channel: person, redirect, site
PREFIX = "broadside"

MARKDOWN = "_broadside_markdown"  # the Markdown that the HTML was made of
MORE = "_broadside"  # a JSON object with the names below, each left out where it says nothing
SOURCE_NAME, SOURCE_URL, SOURCE_TITLE = (
    "_broadside_source_name",
    "_broadside_source_url",
    "_broadside_source_title",
)

# Names within MORE.
FORMAT = "format"  # a value of BodyFormat; without it WordPress's own
DIGEST = "digest"  # of the content that format and source text belong to
BODY = "body"  # the source text where it is neither the content nor MARKDOWN
NUMBER = "number"  # the id here, where another thing has it in WordPress's one count of posts
TIMES = "times"  # name of a field → time, to the microsecond
LIKES = "likes"  # login names, and keys of visitors
OLD_PATHS = "old_paths"  # all old addresses, as paths
CLOSE_AFTER = "comments_close_after_days"
TITLE = "title"  # where it has blanks that a title in WordPress loses
PATH = "path"  # of a file: its place below the media folder
UNTITLED = "untitled"  # of a file: its title was made of its name
SLUG = "slug"  # of a term: where another one has the same

# Our logins in the words of WordPress.com's comment forms (hc_post_as).
POSTED_AS = {"wordpress_com": "wordpress", "twitter_oauth2": "twitter"}  # others are called the same


def digest(content: str) -> str:
    """Return what tells whether content is still the same; line ends and the blanks around do not count."""
    text = re.sub(r"\r\n?", "\n", content).strip()
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def dump(values: dict[str, Any]) -> str:
    """Return the text of MORE; empty when nothing is said."""
    said = {name: value for name, value in values.items() if value not in (None, "", [], {})}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")) if said else ""


def load(text: str) -> dict[str, Any]:
    """Return what ``dump`` wrote; empty for anything else."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}
