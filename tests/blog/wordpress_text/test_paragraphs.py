"""Paragraphs by WordPress's rules, each rule with cases of its own."""

import pytest

from blog.wordpress_text import autop
from blog.wordpress_text.shield import Shield

NBSP = "\u00a0"
CASES = {
    "nothing": ("", ""),
    "white space alone": (" \n\t\n ", ""),
    "one line": ("a", "<p>a</p>"),
    "a blank line divides": ("a\n\nb", "<p>a</p>\n<p>b</p>"),
    "a line of spaces is blank": ("a\n \t \nb", "<p>a</p>\n<p>b</p>"),
    "many blank lines divide once": ("a\n\n\n\n\nb", "<p>a</p>\n<p>b</p>"),
    "line ends of Windows": ("a\r\n\r\nb\r\nc", "<p>a</p>\n<p>b<br />\nc</p>"),
    "line ends of old Macs": ("a\r\rb", "<p>a</p>\n<p>b</p>"),
    "one newline breaks": ("a\nb", "<p>a<br />\nb</p>"),
    "a break at a newline is one": ("a<br />\nb<br>\nc", "<p>a<br />\nb<br>\nc</p>"),
    "two breaks divide": ("a<br><br/>b", "<p>a</p>\n<p>b</p>"),
    "breaks at the ends go": ("<br />a<br />\n\nb", "<p>a</p>\n<p>b</p>"),
    "a no-break space is a paragraph": (f"a\n\n{NBSP}\n\nb", f"<p>a</p>\n<p>{NBSP}</p>\n<p>b</p>"),
    "inline tags": ("<em>a</em>\n\n<a href='/'>b</a>", "<p><em>a</em></p>\n<p><a href='/'>b</a></p>"),
    "a newline within a tag": ("<a\nhref='/'>b</a>", "<p><a\nhref='/'>b</a></p>"),
    "a heading": ("a\n<h2>b</h2>\nc", "<p>a</p>\n<h2>b</h2>\n<p>c</p>"),
    "a newline within a heading": ("<h2>a\nb\n</h2>", "<h2>a<br />\nb</h2>"),
    "a rule": ("a<hr />b", "<p>a</p>\n<hr />\n<p>b</p>"),
    "a list": ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    "a list within a list": (
        "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>",
        "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>",
    ),
    "list items without an end": ("<ul><li>a<li>b</ul>", "<ul>\n<li>a\n<li>b</ul>"),
    "a quotation": ("<blockquote>a</blockquote>", "<blockquote>\n<p>a</p>\n</blockquote>"),
    "a quotation of two": (
        "<blockquote>a\n\nb</blockquote>",
        "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>",
    ),
    "a quotation with a paragraph": (
        "<blockquote><p>a</p></blockquote>",
        "<blockquote>\n<p>a</p>\n</blockquote>",
    ),
    "a box of one": ("<div>a\nb</div>", "<div>a<br />\nb</div>"),
    "a box of two": ("<div>a\n\nb</div>", "<div>a\n<p>b</p>\n</div>"),
    "text after a block within a box": ("<div><p>a</p> b</div>", "<div>\n<p>a</p>\n<p>b</p>\n</div>"),
    "a table": (
        "<table>\n<tr>\n<td>a\nb</td>\n<td>c</td>\n</tr>\n</table>",
        "<table>\n<tr>\n<td>a<br />\nb</td>\n<td>c</td>\n</tr>\n</table>",
    ),
    "paragraphs without an end": ("<p>a\n\n<p>b", "<p>a</p>\n<p>b</p>"),
    "a paragraph that goes on": ("<p class='x'>a\n\nb</p>", "<p class='x'>a</p>\n<p>b</p>"),
    "an empty paragraph": ("<p></p>a<p>\n</p>", "<p>a</p>"),
    "a heading within a paragraph": ("<p><h2>a</h2></p>", "<h2>a</h2>"),
    "tags in capitals": ("<H2>a</H2>b<BR>\nc", "<H2>a</H2>\n<p>b<BR>\nc</p>"),
    "preformatted text": ("a\n<pre>\n b\n\n c</pre>\nd", "<p>a</p>\n<pre>\n b\n\n c</pre>\n<p>d</p>"),
    "preformatted text without an end": ("<pre>a\n\nb", "<p><pre>a</p>\n<p>b</p>"),
    "a script": ("<script>\na\n\nb</script>", "<p><script>\na\n\nb</script></p>"),
    "a style": ("a\n\n<style>\n\nb</style>", "<p>a</p>\n<p><style>\n\nb</style></p>"),
    "code in a line": ("a <code>b\nc</code>", "<p>a <code>b<br />\nc</code></p>"),
    "a mark alone": ("a\n\n<!--more-->\n\nb", "<p>a</p>\n<!--more-->\n<p>b</p>"),
    "a mark at the end of a line": ("a<!--more-->\n\nb", "<p>a<!--more--></p>\n<p>b</p>"),
    "a comment with a blank line": ("a <!-- b\n\nc > d --> e", "<p>a <!-- b\n\nc > d --> e</p>"),
    "a comment without an end": ("a <!-- b\n\nc", "<p>a <!-- b</p>\n<p>c</p>"),
    "a figure": (
        "<figure>\n<img src='/a.png'>\n\n<figcaption>\nb\n</figcaption>\n\n</figure>\nc",
        "<figure><img src='/a.png'><figcaption>b</figcaption></figure>\n<p>c</p>",
    ),
    "a video": (
        "<video controls>\n<source src='/a'>\n<source src='/b'>\n</video>",
        "<p><video controls>\n<source src='/a'>\n<source src='/b'>\n</video></p>",
    ),
    "emphasis over a blank line": ("<em>a\n\nb</em>", "<p><em>a</p>\n<p>b</em></p>"),
    "a bracket that is no tag": ("1 < 2\n\n3 > 2", "<p>1 < 2</p>\n<p>3 > 2</p>"),
    "a tag that only begins like one": (
        "<pretty>a</pretty>\n<divine>",
        "<p><pretty>a</pretty><br />\n<divine></p>",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "html"), CASES.values(), ids=CASES)
def test_rule(text: str, html: str) -> None:
    assert autop(text) == html


@pytest.mark.parametrize("text", [text for text, _html in CASES.values()], ids=CASES)
def test_its_own_output_stays_as_it_is(text: str) -> None:
    once = autop(text)
    assert autop(once) == once


def test_block_that_is_kept_divides_the_text() -> None:
    shield = Shield()
    gallery = shield.keep("<ul></ul>", is_block=True)
    html = autop(f"a {gallery} b\n\n{gallery}", shield)
    assert shield.restore(html) == "<p>a</p>\n<ul></ul>\n<p>b</p>\n<ul></ul>"


def test_words_that_are_kept_stay_in_their_paragraph() -> None:
    shield = Shield()
    words = shield.keep("[x]", is_block=False)
    assert shield.restore(autop(f"a {words}\nb\n\n{words}", shield)) == "<p>a [x]<br />\nb</p>\n<p>[x]</p>"


def test_marks_of_its_own_in_the_text_do_no_harm() -> None:
    assert autop("a\ufdd00\ufdd1\n\n<pre>b\n\nc</pre>") == "<p>a0</p>\n<pre>b\n\nc</pre>"
