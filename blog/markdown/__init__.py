"""Turns what people write into safe HTML. Pure: no models, no settings, no requests.

Articles are written by trusted authors, comments by anyone; both pass the same last step, nh3, after
every other transformation. Time is bounded: the parser is linear, and lengths are checked first.
"""

from collections import Counter

from blog.markdown.addresses import protect_addresses
from blog.markdown.cleaning import clean_article, clean_comment, unlink
from blog.markdown.pages import divide, mark_more
from blog.markdown.parsers import article_parser, comment_parser
from blog.markdown.pictures import FindImage, Rendition
from blog.markdown.readers_html import sanitise_comment
from blog.markdown.text import free_number, free_slug, is_slug, plain_text, slug_from

__all__ = [
    "COMMENT_CHARACTERS",
    "NEXT_PAGE",
    "VERSION",
    "FindImage",
    "Rendition",
    "clean_article",
    "free_number",
    "free_slug",
    "is_slug",
    "plain_text",
    "protect_addresses",
    "render_article",
    "render_comment",
    "render_promo",
    "sanitise_article",
    "sanitise_comment",
    "slug_from",
    "split_pages",
    "teaser",
    "unlink",
]

VERSION = 1  # raise it when the output changes: stored HTML is then rendered anew
NEXT_PAGE = "<!--nextpage-->"
MORE = '<span id="more"></span>'
COMMENT_CHARACTERS = 65_525  # WordPress's limit


def render_article(text: str, find_image: FindImage = lambda _url: ()) -> str:
    """Return the HTML of an article; pages are divided by NEXT_PAGE."""
    parser = article_parser()
    heading_ids: Counter[str] = Counter()  # one for all pages, so that a feed may show them together
    pages = []
    for page in divide(text, parser):
        env = {"find_image": find_image, "heading_ids": heading_ids, "references": page.references}
        pages.append(clean_article(parser.render(page.text, env)))
    return NEXT_PAGE.join(pages)


def sanitise_article(html: str) -> str:
    """Return HTML that was written elsewhere (imports) with only what articles may hold and this site has."""
    return NEXT_PAGE.join(clean_article(page, is_imported=True) for page in mark_more(html))


def render_comment(text: str) -> str:
    """Return the HTML of a reader's comment: Markdown without HTML, headings, pictures or tables.

    Raises ValueError when the text is longer than COMMENT_CHARACTERS.
    """
    if len(text) > COMMENT_CHARACTERS:
        raise ValueError(f"a comment holds at most {COMMENT_CHARACTERS} characters")
    return clean_comment(comment_parser().render(text))


def render_promo(text: str) -> str:
    """Return the HTML of an author's promo block, with its e-mail addresses protected."""
    if not text:
        return ""
    env = {"without_heading_ids": True}
    return protect_addresses(clean_article(article_parser(footnotes=False).render(text, env)))


def split_pages(html: str) -> list[str]:
    """Return the pages of rendered HTML, at least one."""
    return html.split(NEXT_PAGE)


def teaser(html: str) -> str:
    """Return the HTML before ``<!--more-->``, or an empty text when there is no such mark."""
    before, mark, _after = html.partition(MORE)
    return clean_article(before) if mark else ""
