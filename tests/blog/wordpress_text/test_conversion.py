"""Markdown from HTML: only where it shows the same."""

import pytest
from hypothesis import given, settings

from blog import markdown
from blog.wordpress_text import render, to_markdown
from tests.blog.wordpress_text.test_hostile import texts

PICTURE = '<img class="size-full wp-image-5" src="/a.png" alt="A [x]" width="800" height="600">'
SAME = {
    "words": (
        "One *star* & two_under <em>em</em> <strong>b</strong>.",
        "One \\*star\\* \\& two\\_under *em* **b**.",
    ),
    "a break": ("One\ntwo", "One  \ntwo"),
    "a list": ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
    "a quotation": ("<blockquote>a\n\nb</blockquote>", "> a\n>\n> b"),
    "a heading": ("<h2>a</h2>\nb", "## a\n\nb"),
    "a link": ('<a href="/x_y" title="t">a</a>', '[a](/x_y "t")'),
    "what looks like Markdown": ("1986. A\n\n- b\n\n# c", "1986\\. A\n\n\\- b\n\n\\# c"),
    "code": ("[php]echo 1;\n\n<b>[/php]", "```php\necho 1;\n\n<b>\n```"),
    "a picture": ('<img src="/a.png" alt="A">', "![A](/a.png)"),
    "a caption": (
        f'[caption width="800"]{PICTURE} The "words"[/caption]',
        '![A \\[x\\]](</a.png> "The “words”")',
    ),
    "the teaser's end": ("a\n\n<!--more-->\n\nb", "a\n\n<!--more-->\n\nb"),
    "pages": ("a\n<!--nextpage-->\nb", "a\n\n<!--nextpage-->\n\nb"),
    "an embedded film": ("https://vimeo.com/1", "[Watch on Vimeo](https://vimeo.com/1)"),
    "a no-break space": ("a&nbsp;b", "a\u00a0b"),
    "blocks": (
        "<!-- wp:heading -->\n<h2 class='wp-block-heading'>a</h2>\n<!-- /wp:heading -->"
        "<!-- wp:paragraph -->\n<p>b</p>\n<!-- /wp:paragraph -->",
        "## a\n\nb",
    ),
}  # fmt: skip
LOSING = {
    "a picture beside the text": '<img class="alignleft" src="/a.png" alt="">a',
    "a small picture": '<img src="/a.png" alt="" width="200" height="100">',
    "an alignment": "<p class='has-text-align-center'>a</p>",
    "an underline": "<u>a</u>",
    "an address that would become a link": "See https://example.org/ there",
    "columns": "<div class='wp-block-columns'><div>a</div></div>",
    "a caption with a link": f"[caption]{PICTURE} <a href='/x'>a</a>[/caption]",
    "an id": "<p id='x'>a</p>",
    "a joined cell": "<table><tr><td colspan='2'>a</td></tr></table>",
    "a player": "[audio mp3='/wp-content/uploads/a.mp3']",
}


@pytest.mark.parametrize(("text", "expected"), SAME.values(), ids=SAME)
def test_becomes(text: str, expected: str) -> None:
    assert to_markdown(render(text).html) == expected


@pytest.mark.parametrize("text", LOSING.values(), ids=LOSING)
def test_stays_html(text: str) -> None:
    assert to_markdown(render(text).html) is None


@given(texts)
@settings(max_examples=150, deadline=None)
def test_no_word_is_lost(text: str) -> None:
    html = render(text).html
    if (made := to_markdown(html)) is not None:
        shown, before = (each.replace("figure", "div") for each in (markdown.render_article(made), html))
        assert markdown.plain_text(shown, 10_000) == markdown.plain_text(before, 10_000)
