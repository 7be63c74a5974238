"""The style sheet of the public pages: one bundle that is sent inside the page.

Pure: reads the files of ``static/css`` once per process. The page's Content-Security-Policy names the
bundle by its hash, so pages that are kept in a cache need no nonce.
"""

import hashlib
import re
from base64 import b64encode
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "static" / "css"
# The order is the cascade: what stands later wins between equals.
COMPONENTS = (
    "tokens.css",
    "elements.css",
    "frame.css",
    "article.css",
    "prose.css",
    "imported.css",
    "lists.css",
    "forms.css",
    "follow.css",
    "comments.css",
    "respond.css",
    "print.css",
)


@lru_cache(maxsize=1)
def bundle() -> str:
    """Return all components as one minified text."""
    return "".join(minify((FOLDER / name).read_text(encoding="utf-8")) for name in COMPONENTS)


@lru_cache(maxsize=1)
def csp_source() -> str:
    """Return the bundle's hash as a source for ``style-src`` (CSP 3, section 2.3.1)."""
    digest = hashlib.sha256(bundle().encode()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"


def minify(css: str) -> str:
    """Drop comments and the white space that means nothing; quoted text stays as it is."""
    parts = re.split(r"""("[^"]*"|'[^']*')""", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    return "".join(part if index % 2 else _squeeze(part) for index, part in enumerate(parts)).strip()


def _squeeze(css: str) -> str:
    """Shorten text outside quotes. A space before a colon or around + and - is kept: it has a meaning."""
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    return re.sub(r"(?<=:) ", "", css).replace(";}", "}")
