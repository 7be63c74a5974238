"""What a Markdown text holds, without rendering it: its pictures, and which lines are code."""

from collections.abc import Iterator

from markdown_it.token import Token

from blog.markdown.parsers import article_parser


def pictures_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield address and alternative text of each picture, code left out."""
    for block in article_parser().parse(text, {}):
        yield from _pictures(block.children or [])


def code_lines(text: str) -> set[int]:
    """Return the numbers of the lines that lie in blocks of code, from 0."""
    lines: set[int] = set()
    for token in article_parser().parse(text, {}):
        if token.type in {"fence", "code_block"} and token.map:
            lines.update(range(*token.map))
    return lines


def normal_address(address: str) -> str:
    """Return an address as the parser writes it."""
    return article_parser().normalizeLink(address)


def _pictures(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    for token in tokens:
        if token.type == "image":
            yield str(token.attrGet("src") or ""), token.content
        elif token.children:
            yield from _pictures(token.children)
