"""The whole way from what WordPress keeps of a post to clean HTML, in WordPress's order where it counts."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from blog import markdown
from blog.markdown import FindImage
from blog.wordpress_text.blocks import BEGINNING, render_blocks
from blog.wordpress_text.embeds import embedded, figure
from blog.wordpress_text.library import FindAttachments, FindFile, Library
from blog.wordpress_text.paragraphs import autop
from blog.wordpress_text.pictures import finish
from blog.wordpress_text.shield import Shield, unmarked
from blog.wordpress_text.shortcodes import Expander
from blog.wordpress_text.typography import texturize

_NEXT_PAGE = re.compile(r"\n?<!--\s*nextpage\s*-->\n?")
# An address alone on its line, or alone in a paragraph; a path of ours only where it is plain that it is one.
_PATH = r"/(?:wp-content/uploads/|\d{4}/|\?p=|\?page_id=)"
_LINE = re.compile(
    rf"^(?P<before>[ \t]*(?:<p(?: [^<>]*)?>[ \t]*)?)(?P<address>(?:https?://|{_PATH})[^\s<>\"\[\]]+)"
    r"[ \t]*(?P<after>(?:</p>)?)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_WRAPPER = '__wrapper">\n'  # of an embed block, which has its figure already


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a text became. Unknown shortcodes stay in it, blocks that the server filled are left out."""

    html: str
    unknown_shortcodes: tuple[str, ...] = ()
    left_out_blocks: tuple[str, ...] = ()


def render(
    text: str,
    *,
    find_image: FindImage = lambda _address: (),
    find_file: FindFile = lambda _address: "",
    gallery: FindAttachments = lambda _wish: (),
) -> Rendered:
    """Return what readers see of a post of WordPress, cleaned; pages are divided by NEXT_PAGE.

    ``find_image`` and ``find_file`` are asked with addresses of this site as they stand in the text,
    ``gallery`` for the attachments that galleries and playlists show.
    """
    library = Library(find_image, find_file, gallery)
    unknown: dict[str, None] = {}
    left_out: dict[str, None] = {}
    pages = []
    for page in _NEXT_PAGE.split(unmarked(text)) if "nextpage" in text else [unmarked(text)]:
        shield = Shield()
        expander = Expander(shield, library)
        html, names = _page(page, shield, expander.expand, library)
        unknown |= expander.unknown
        left_out |= dict.fromkeys(names)
        pages.append(finish(html, library))
    html = markdown.sanitise_article(markdown.NEXT_PAGE.join(pages))
    return Rendered(html, tuple(unknown), tuple(left_out))


def render_html(text: str, find_image: FindImage, find_file: FindFile) -> str:
    """Return HTML that was whole already, cleaned, with pictures of ours in all sizes."""
    return markdown.sanitise_article(finish(text, Library(find_image, find_file)))


def _page(text: str, shield: Shield, expand: Callable[[str], str], library: Library) -> tuple[str, list[str]]:
    """Return the HTML of one page, not yet finished, and the blocks that were left out."""
    text = expand(shield.verbatim(text, comments=False)) if "<" in text else expand(text)
    if "://" in text or "\n/" in text or text.startswith("/"):
        text = _LINE.sub(lambda line: _embed(line, text, shield, library), text)
    text = texturize(text)
    if BEGINNING not in text:
        return shield.restore(autop(text, shield)), []
    html, left_out = render_blocks(text, shield)
    return shield.restore(html), left_out


def _embed(line: re.Match[str], text: str, shield: Shield, library: Library) -> str:
    """Return a mark for the link that an address alone on its line becomes."""
    address = line["address"].replace("&amp;", "&").replace("&#038;", "&")
    html = embedded(library.find_file(address) or address)
    if not html or bool(line["after"]) != ("<p" in line["before"].lower()):
        return line[0]
    if text.endswith(_WRAPPER, 0, line.start()):
        return shield.keep(html, is_block=False)
    return shield.keep(figure(html), is_block=True)
