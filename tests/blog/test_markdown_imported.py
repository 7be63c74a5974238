"""Comments as WordPress keeps them, as HTML: paragraphs by blank lines, few tags, bare addresses as links."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from blog.markdown import readers_html, sanitise_comment
from blog.markdown.cleaning import COMMENT_TAGS, clean_comment

LINK = '<a href="{0}" rel="external nofollow ugc">{0}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        (" \r\n ", ""),
        ("One", "<p>One</p>\n"),
        ("One\r\ntwo\n\n\n three ", "<p>One<br>\ntwo</p>\n<p>three</p>\n"),
        ("<b>a</b> <i>b</i> <strike>c</strike>", "<p><strong>a</strong> <em>b</em> <s>c</s></p>\n"),
        ("a &amp; b < c & d", "<p>a &amp; b &lt; c &amp; d</p>\n"),
        (
            "See http://a.example/?b=1&amp;c=2.",
            "<p>See " + LINK.format("http://a.example/?b=1&amp;c=2") + ".</p>\n",
        ),
        (
            "www.a.example",
            '<p><a href="http://www.a.example" rel="external nofollow ugc">www.a.example</a></p>\n',
        ),
        (
            '<a href="http://a.example" target="_top" onclick="x()">http://a.example</a>',
            "<p>" + LINK.format("http://a.example") + "</p>\n",
        ),
        ("<code>http://a.example</code>", "<p><code>http://a.example</code></p>\n"),
        (
            "Said:<blockquote>One\n\ntwo</blockquote>Right.",
            "<p>Said:</p>\n<blockquote><p>One</p>\n<p>two</p>\n</blockquote><p>Right.</p>\n",
        ),
        ("<ul>\n<li>a</li>\n<li>b\nc</li>\n</ul>", "<ul><li>a</li><li>b<br>\nc</li></ul>"),
        ("<pre>a\n\n  b</pre>", '<pre tabindex="0">a\n\n  b</pre>'),
        ("<p>One\ntwo</p>\n\n<p>three</p>", "<p>One<br>\ntwo</p><p>three</p>"),
        ("<script>alert(1)</script><img src=x onerror=y>Hi<iframe src='//x'></iframe>", "<p>Hi</p>\n"),
        ('<a href="javascript:x">y</a>', '<p><a rel="external nofollow ugc">y</a></p>\n'),
        ("<h1>Loud</h1>", "<p>Loud</p>\n"),
        ("<b>never closed\n\nnext", "<p><strong>never closed</strong></p>"),
        ("a<br>b<br />", "<p>a<br>b</p>\n"),
    ],
)
def test_comment_becomes(text: str, html: str) -> None:
    if text.startswith("<b>never"):
        assert sanitise_comment(text).startswith(html)
    else:
        assert sanitise_comment(text) == html


def test_whole_html_keeps_its_own_paragraphs() -> None:
    html = sanitise_comment("<p>One\ntwo</p>\n<p>http://a.example</p>", has_paragraphs=True)
    assert html == "<p>One\ntwo</p><p>" + LINK.format("http://a.example") + "</p>"


class Tags(HTMLParser):
    """Gathers the tags and attributes of what a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {(tag, name, value or "") for name, value in attrs} | {(tag, "", "")}


PIECES = st.sampled_from([
    "<b>", "</b>", "<em>", "</em>", "<blockquote>", "</blockquote>", "<ul>", "<li>", "</ul>", "<pre>",
    "</pre>", "<a href='http://x.example'>", '<a href="javascript:x">', "</a>", "<p>", "</p>", "<br>",
    "<script>", "<svg>", "<math><mtext><table><mglyph><style>", "\n\n", "\n", " ", "word", "&lt;", "&amp;",
    "&", "<", ">", '"', "'", "http://y.example/?a=1&b=2", 'www.z.example"onx=', "<!--", "-->", "<code>",
    "</code>", "<cite>", "</cite>",
])  # fmt: skip
ATTRIBUTES = {("a", "href"), ("a", "rel"), ("a", "title"), ("pre", "tabindex")}


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
@example('<a href="http://x.example/&quot;onmouseover=x">www.a.example/"><b onclick=x>')
def test_nothing_but_what_readers_may_use_comes_out(text: str) -> None:
    for has_paragraphs in (False, True):
        html = sanitise_comment(text, has_paragraphs=has_paragraphs)
        tags = Tags()
        tags.feed(html)
        assert {tag for tag, _name, _value in tags.found} <= COMMENT_TAGS
        for tag, name, value in tags.found:
            assert (tag, name) in {
                (tag, ""),
                ("a", "href"),
                ("a", "rel"),
                ("a", "title"),
                ("pre", "tabindex"),
            }
            assert name != "href" or re.match(r"(https?|mailto):", value), value


PLAIN = st.text(st.sampled_from("ab. \n\t'"), max_size=60)


@settings(max_examples=200, deadline=None)
@given(PLAIN)
def test_plain_text_gives_the_same_by_the_short_way(text: str) -> None:
    long_way = readers_html.Writer(has_paragraphs=False)
    assert sanitise_comment(text) == clean_comment(long_way.write(text.strip()))


@pytest.mark.parametrize(
    "text",
    [
        "a" + " " * 65_000 + "b<",
        "<b>" * 20_000,
        "<blockquote>" * 5_000,
        "\n \n" * 20_000 + "<b>x",
        "http://" * 9_000,
        "<br>" * 15_000 + "x",
        "&" * 65_000,
        "<" * 65_000,
    ],
)
def test_time_grows_with_the_length_alone(text: str) -> None:
    """Ends at all: each of these is minutes of work for what looks at pairs of characters."""
    sanitise_comment(text)


def test_short_way_is_for_text_without_markup() -> None:
    assert not readers_html.MARKUP.search("Plain text, it's “fine”: 1 + 1 = 2")
    for text in ("a < b", "a > b", "a & b", "http://x", "HTTPS://x", "WWW.x"):
        assert readers_html.MARKUP.search(text)
