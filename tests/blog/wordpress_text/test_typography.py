"""Quotes, dashes and ellipses as WordPress shows them; the expected ones are what WordPress 6.1 made."""

import pytest

from blog.wordpress_text import render, texturize

SAME_AS_THERE = {
    '"Hello," she said. "It\'s the \'90s," he said -- "isn\'t it?"': (
        "“Hello,” she said. “It’s the ’90s,” he said — “isn’t it?”"
    ),
    "don't 'quote' me... 5' 10\" tall, 3x4, <em>\"em\"</em> 'tis": (
        "don’t ‘quote’ me… 5′ 10″ tall, 3×4, <em>“em”</em> ’tis"
    ),
    "a--b a---b here – there - and (c) (tm)": "a–b a—b here – there – and (c) ™",
    '<code>"raw" -- ...</code> and "cooked"': '<code>"raw" -- ...</code> and “cooked”',
    '<KBD>"Ctrl"</KBD> "x" <tt>--</tt>': '<KBD>"Ctrl"</KBD> “x” <tt>--</tt>',
    "<img alt=\"it's -- 'x'\"> it's": "<img alt=\"it's -- 'x'\"> it’s",
    "('a') [\"b\"] {'c'} ``d'' e\"f": "(‘a’) [“b”] {‘c’} “d” e”f",
    '<!-- "comment" -- x --> "x"': '<!-- "comment" -- x --> “x”',
    "100% of 'em 'til 'cause '99 '08s": "100% of ’em ’til ’cause ’99 ’08s",
    "2×2 10x20 0x10 x5 a1x2": "2×2 10×20 0x10 x5 a1x2",
    "“curly” already &quot;x&quot; &#039;": "“curly” already &quot;x&quot; &#039;",
    "l'été «bon»": "l’été «bon»",
    ".... --": "…. —",
    'Multi "quote\nover lines"': "Multi “quote\nover lines”",
    "&nbsp;\"x\" &#8212;'y'": "&nbsp;“x” &#8212;‘y’",
}
BETTER_THAN_THERE = {  # WordPress looks at what stands before no further than to a tag
    '"<a href="/x?a=\'b\'">link</a>"': "“<a href=\"/x?a='b'\">link</a>”",
    "<b>it</b>'s": "<b>it</b>’s",
    "'Twas": "’Twas",
    "'\"nested 'quotes' here\"'": "‘“nested ‘quotes’ here”’",
    "at https://x.example/a--b...c": "at https://x.example/a--b...c",
    "xn--bcher-kva.example": "xn--bcher-kva.example",
    '[form to="x"]"y"[/form]': '[form to="x"]“y”[/form]',
}


@pytest.mark.parametrize(("text", "shown"), (SAME_AS_THERE | BETTER_THAN_THERE).items())
def test_text_is_set(text: str, shown: str) -> None:
    assert texturize(text) == shown


def test_what_is_set_stays_so() -> None:
    for shown in (SAME_AS_THERE | BETTER_THAN_THERE).values():
        assert texturize(shown) == shown


def test_post_is_set_with_its_captions_and_without_its_code() -> None:
    html = render(
        'It\'s\n\n[caption width="9"]<img src="/a.png" alt="it\'s"> "A" boat[/caption]\n\n'
        '[code]x = "--"[/code]\n\n<pre>"y"</pre>'
    ).html
    assert "<p>It’s</p>" in html
    assert "“A” boat" in html
    assert 'alt="it\'s"' in html
    assert 'x = "--"' in html
    assert '>"y"</pre>' in html
    assert "it’s" not in html


@pytest.mark.parametrize(
    "piece", ['"', "'", "<code>", "<", "[", "1.", "1x", "- ", "--", "`", '<a "', "<a '\"", "[a x=", "&#1;"]
)
def test_long_texts_take_no_more_steps_than_they_are_long(piece: str) -> None:
    assert len(texturize(piece * 100_000 + '"')) >= 50_000
