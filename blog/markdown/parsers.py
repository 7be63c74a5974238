"""The two parsers, and what they make of pictures, tables, headings and notes."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

from blog.markdown.linking import link_addresses
from blog.markdown.pages import MORE_MARK
from blog.markdown.pictures import FindImage, loading_attributes, size_attributes
from blog.markdown.text import slug_from

MOST_LEVELS = 20  # of nested quotes and lists; what is deeper is left out


@cache
def article_parser(*, footnotes: bool = True) -> MarkdownIt:
    """Return the parser for authors: everything, HTML included."""
    parser = MarkdownIt("commonmark", {"html": True, "typographer": False, "maxNesting": MOST_LEVELS})
    parser.enable(["table", "strikethrough"]).use(link_addresses)
    if footnotes:
        parser.use(footnote_plugin)
        parser.add_render_rule("footnote_block_open", _render_notes_open)
    parser.core.ruler.push("figures", _make_figures)
    parser.core.ruler.push("tables", _make_tables)
    parser.core.ruler.push("heading_ids", _name_headings)
    parser.add_render_rule("image", _render_image)
    parser.add_render_rule("html_block", _render_html_block)
    return parser


@cache
def comment_parser() -> MarkdownIt:
    """Return the parser for readers: words, links, quotations, lists and code."""
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": MOST_LEVELS})
    parser.enable("strikethrough").use(link_addresses)
    return parser.disable(["heading", "lheading", "image", "html_block", "html_inline", "reference"])


def _make_figures(state: StateCore) -> None:
    """A paragraph that holds one picture and nothing else is a figure; the title is its caption."""
    for opening, inline, closing in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if opening.type == "paragraph_open" and not opening.hidden and (picture := _lone_picture(inline)):
            opening.tag = closing.tag = "figure"
            if caption := picture.attrGet("title"):
                closing.type = "html_block"
                closing.content = f"<figcaption>{escape(str(caption))}</figcaption></figure>\n"


def _lone_picture(inline: Token) -> Token | None:
    children = inline.children or []
    if [child.type for child in children] == ["link_open", "image", "link_close"]:
        return children[1]
    return children[0] if len(children) == 1 and children[0].type == "image" else None


def _make_tables(state: StateCore) -> None:
    """Tables scroll in a box of their own; alignment is an attribute, as styles are not kept."""
    tokens = []
    for token in state.tokens:
        if token.type in {"th_open", "td_open"} and "style" in token.attrs:
            token.attrs = {"align": str(token.attrs["style"]).removeprefix("text-align:")}
        if token.type == "table_open":
            tokens.append(Token("html_block", "", 0, content='<div class="table-scroll" tabindex="0">'))
        tokens.append(token)
        if token.type == "table_close":
            tokens.append(Token("html_block", "", 0, content="</div>\n"))
    state.tokens = tokens


def _name_headings(state: StateCore) -> None:
    """Each heading has an id to link to; ``h-`` keeps it apart from the ids of the page, as in WordPress."""
    if state.env.get("without_heading_ids"):
        return
    counts: Counter[str] = state.env.setdefault("heading_ids", Counter())
    for opening, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type == "heading_open":
            words = "".join(child.content for child in inline.children or [] if child.type != "html_inline")
            opening.attrSet("id", _free_name(f"h-{slug_from(words)[:80]}", counts))


def _free_name(stem: str, counts: Counter[str]) -> str:
    """Return the stem, or with ``--2``, ``--3``; no stem holds two hyphens, so these are free."""
    counts[stem] += 1
    return stem if counts[stem] == 1 else f"{stem}--{counts[stem]}"


def _render_html_block(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    content = tokens[index].content
    if MORE_MARK.fullmatch(content) and not env.get("has_more"):
        env["has_more"] = True
        return '<span id="more"></span>\n'
    return content


def _render_notes_open(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return '<section class="footnotes">\n<ol class="footnotes-list">\n'


def _render_image(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    address = str(token.attrGet("src") or "")
    find_image: FindImage = env.get("find_image", lambda _url: ())
    attributes: dict[str, Any] = {
        "src": address,
        "alt": self.renderInlineAsText(token.children or [], options, env),
    }
    attributes |= size_attributes(find_image(address))
    attributes |= loading_attributes(is_first=not env.get("has_picture"))
    env["has_picture"] = True
    return "<img " + " ".join(f'{name}="{escape(str(value))}"' for name, value in attributes.items()) + ">"
