"""Texts of both editors become HTML where the file holds none."""

import json
from typing import Any

import pytest

from blog.ghost.lexical import render_lexical
from blog.ghost.mobiledoc import render_mobiledoc


def lexical(*nodes: dict[str, Any]) -> str:
    unknown: list[str] = []
    html = render_lexical(json.dumps({"root": {"type": "root", "children": nodes}}), unknown.append)
    return html + "".join(f"?{name}" for name in unknown)


def words(text: str, bits: int = 0) -> dict[str, Any]:
    return {"type": "extended-text", "text": text, "format": bits}


def paragraph(*children: dict[str, Any]) -> dict[str, Any]:
    return {"type": "paragraph", "children": children}


def mobiledoc(*sections: Any, **more: Any) -> str:
    unknown: list[str] = []
    document = {"version": "0.3.1", "markups": [], "atoms": [], "cards": [], "sections": sections} | more
    html = render_mobiledoc(json.dumps(document), unknown.append)
    return html + "".join(f"?{name}" for name in unknown)


@pytest.mark.parametrize(
    ("node", "html"),
    [
        (paragraph(words("a < b & c")), "<p>a &lt; b &amp; c</p>"),
        (paragraph(words("both", 3)), "<p><strong><em>both</em></strong></p>"),
        (paragraph(words("x", 16)), "<p><code>x</code></p>"),
        (paragraph(words("one"), {"type": "linebreak"}, words("two")), "<p>one<br>two</p>"),
        (
            paragraph({"type": "link", "url": "https://x.example/?a&b", "children": [words("there")]}),
            '<p><a href="https://x.example/?a&amp;b">there</a></p>',
        ),
        ({"type": "extended-heading", "tag": "h3", "children": [words("H")]}, "<h3>H</h3>"),
        ({"type": "heading", "tag": "script", "children": [words("H")]}, "<h2>H</h2>"),
        (
            {
                "type": "list", "listType": "number", "start": 3,
                "children": [{"type": "listitem", "children": [words("i")]}],
            },
            '<ol start="3"><li>i</li></ol>',
        ),
        ({"type": "extended-quote", "children": [words("q")]}, "<blockquote>q</blockquote>"),
        ({"type": "horizontalrule"}, "<hr>"),
        (
            {"type": "image", "src": "/a.jpg", "alt": 'A "boat"', "caption": "<b>C</b>"},
            '<figure class="kg-image-card"><img src="/a.jpg" '
            'alt="A &quot;boat&quot;"><figcaption><b>C</b></figcaption></figure>',
        ),
        (
            {"type": "codeblock", "code": "a < b", "language": "c"},
            '<pre><code class="language-c">a &lt; b</code></pre>',
        ),
        ({"type": "html", "html": "<i>raw</i>"}, "<i>raw</i>"),
        (
            {"type": "callout", "calloutText": "Mind", "calloutEmoji": "!"},
            "<blockquote><p>! Mind</p></blockquote>",
        ),
        ({"type": "button", "buttonText": "Go", "buttonUrl": "/x/"}, '<p><a href="/x/">Go</a></p>'),
        ({"type": "toggle", "heading": "More", "content": "<p>in</p>"}, "<h4>More</h4><p>in</p>"),
        ({"type": "paywall"}, ""),
        ({"type": "signup"}, "?signup"),
        ({"type": "embed", "url": "https://v.example/1"}, '<figure><p><a href="https://v.example/1">https://v.example/1</a></p></figure>'),
    ],
)  # fmt: skip
def test_lexical(node: dict[str, Any], html: str) -> None:
    assert lexical(node) == html


def test_markdown_card_is_rendered() -> None:
    assert "<em>tide</em>" in lexical({"type": "markdown", "markdown": "The *tide*."})


def test_gallery_and_bookmark_show_what_they_hold() -> None:
    gallery = lexical(
        {"type": "gallery", "images": [{"src": "/a.jpg"}, {"src": "/b.jpg"}, 7], "caption": "Two"}
    )
    assert gallery.count("<img ") == 2
    assert "<figcaption>Two</figcaption>" in gallery
    bookmark = {
        "type": "bookmark",
        "url": "https://b.example/",
        "metadata": {"title": "B & C", "description": "D"},
    }
    assert '<a href="https://b.example/">B &amp; C</a></p><p>D</p>' in lexical(bookmark)


def test_mobiledoc_has_markups_atoms_lists_and_cards() -> None:
    html = mobiledoc(
        [1, "p", [[0, [0], 0, "see "], [0, [1], 2, "this <"], [1, [], 0, 0], [0, [], 0, "end"]]],
        [3, "ol", [[[0, [], 0, "one"]], [[0, [], 0, "two"]]]],
        [10, 0],
        [10, 1],
        [2, "/a.jpg"],
        markups=[["strong"], ["a", ["href", "/x/"]]],
        atoms=[["soft-return", "", {}]],
        cards=[["card-markdown", {"markdown": "*m*"}], ["whatever", {}]],
    )
    assert html.startswith('<p><strong>see <a href="/x/">this &lt;</a></strong><br>end</p>')
    assert "<ol><li>one</li><li>two</li></ol>" in html
    assert "<em>m</em>" in html
    assert '<img src="/a.jpg" alt="">' in html
    assert html.endswith("?whatever")


@pytest.mark.parametrize("source", ["", "[]", "{}", '{"root": 1}', '{"sections": {}}', "{", "[" * 200_000])
def test_what_is_no_text_is_a_value_error(source: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whose words differ
        render_lexical(source, lambda _name: None)
    with pytest.raises(ValueError):  # noqa: PT011
        render_mobiledoc(source, lambda _name: None)


def test_odd_values_within_a_text_are_passed_over() -> None:
    assert (
        mobiledoc(5, [], [10], [10, -1], [10, 99], [1], [3, "ul"], [1, "p", [[0], [1, [7], "x", 3], "no"]])
        == ""
    )
    deep: dict[str, Any] = words("x")
    for _ in range(300):
        deep = {"type": "quote", "children": [deep]}
    assert "x" not in lexical(deep)
    assert lexical({"type": 7}, {"children": "no"}, {"type": "paragraph", "children": [3]}) == "?"
