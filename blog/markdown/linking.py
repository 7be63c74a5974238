"""Makes links of addresses that stand in the text. Bounded: each character is looked at once or twice."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

LONGEST_ADDRESS = 2000  # characters; longer ones stay text
ADDRESS = re.compile(
    r"(?<![\w@./:-])(?:https?://|www\.)[^\s<>\"“”„«»`|{}\\^]{2," + str(LONGEST_ADDRESS) + "}", re.IGNORECASE
)
CLOSING = {")": "(", "]": "["}


def link_addresses(parser: MarkdownIt) -> None:
    """Plug into ``parser``: ``https://…`` and ``www.…`` in plain text become links."""
    parser.core.ruler.after("inline", "link_addresses", _link_addresses)


def _link_addresses(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "inline" and block.children and ("://" in block.content or "www." in block.content):
            block.children = _linked(block.children, state.md)


def _linked(children: list[Token], parser: MarkdownIt) -> list[Token]:
    linked: list[Token] = []
    depth = 0  # within links that are there already
    for token in children:
        if token.type in {"link_open", "link_close"}:
            depth += token.nesting
        elif token.type == "html_inline":
            depth += bool(re.match(r"<a\b", token.content, re.IGNORECASE))
            depth = max(0, depth - bool(re.match(r"</a\b", token.content, re.IGNORECASE)))
        linked += _split_text(token, parser) if token.type == "text" and not depth else [token]
    return linked


def _split_text(token: Token, parser: MarkdownIt) -> list[Token]:
    text, parts, end = token.content, [], 0
    for found in ADDRESS.finditer(text):
        shown = without_punctuation(found[0])
        address = parser.normalizeLink(shown if "://" in shown else f"http://{shown}")
        if not parser.validateLink(address):
            continue
        parts += [_text(text[end : found.start()]), *_link(address, shown)]
        end = found.start() + len(shown)
    return [*parts, _text(text[end:])] if parts else [token]


def without_punctuation(address: str) -> str:
    """Leave out what belongs to the sentence around: full stops, quotes, unmatched brackets."""
    opened = {bracket: address.count(bracket) for bracket in "([)]"}
    end = len(address)
    while end:
        last = address[end - 1]
        if last in CLOSING and opened[last] > opened[CLOSING[last]]:
            opened[last] -= 1
        elif last not in ".,:;!?'’*_~…":
            break
        end -= 1
    return address[:end]


def _link(address: str, shown: str) -> list[Token]:
    opening = Token("link_open", "a", 1, attrs={"href": address}, markup="linkify", info="auto")
    closing = Token("link_close", "a", -1, markup="linkify", info="auto")
    return [opening, _text(shown), closing]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
