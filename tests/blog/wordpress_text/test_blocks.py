"""Blocks: comments go, HTML stays; what the server of WordPress filled is filled here or left out."""

import pytest

from blog.wordpress_text import render

VIDEO = '<a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">Watch on YouTube</a>'


def lines(html: str) -> list[str]:
    return [line for line in html.split("\n") if line]


def block(name: str, html: str, attributes: str = "") -> str:
    return f"<!-- wp:{name} {attributes + ' ' if attributes else ''}-->\n{html}\n<!-- /wp:{name} -->"


CASES = {
    "a paragraph": (block("paragraph", "<p>a\nb</p>"), ["<p>a", "b</p>"]),
    "two blocks": (
        block("paragraph", "<p>a</p>") + "\n\n" + block("heading", "<h2>b</h2>"),
        ["<p>a</p>", "<h2>b</h2>"],
    ),
    "text between blocks": (
        block("paragraph", "<p>a</p>") + "\n\nb\n\nc",
        ["<p>a</p>", "<p>b</p>", "<p>c</p>"],
    ),
    "the classic block": (block("freeform", "a\n\nb"), ["<p>a</p>", "<p>b</p>"]),
    "HTML of one's own": (block("html", "<div>\n\na</div>"), ["<div>", "a</div>"]),
    "blocks within a block": (
        block(
            "group",
            '<div class="wp-block-group">' + block("paragraph", "<p>a</p>") + "</div>",
            '{"a":{"b":1}}',
        ),
        ['<div class="wp-block-group">', "<p>a</p>", "</div>"],
    ),
    "a list": (
        block("list", "<ul>" + block("list-item", "<li>a</li>") + "</ul>"),
        ["<ul>", "<li>a</li>", "</ul>"],
    ),
    "a quotation": (
        block("quote", '<blockquote class="wp-block-quote"><p>a</p><cite>b</cite></blockquote>'),
        ['<blockquote class="wp-block-quote"><p>a</p><cite>b</cite></blockquote>'],
    ),
    "code": (
        block("code", '<pre class="wp-block-code"><code>a\n\nb &lt; c</code></pre>'),
        ['<pre class="wp-block-code" tabindex="0"><code>a', "b &lt; c</code></pre>"],
    ),
    "a table": (
        block(
            "table",
            '<figure class="wp-block-table"><table><tbody><tr><td>a</td></tr></tbody></table></figure>',
        ),
        [
            '<figure class="wp-block-table"><div class="table-scroll" tabindex="0">'
            "<table><tbody><tr><td>a</td></tr></tbody></table></div></figure>"
        ],
    ),
    "a rule": (block("separator", '<hr class="wp-block-separator"/>'), ['<hr class="wp-block-separator">']),
    "an embedded film": (
        block(
            "embed",
            '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\nhttps://youtu.be/dQw4w9WgXcQ\n'
            "</div><figcaption>a</figcaption></figure>",
            '{"url":"https://youtu.be/dQw4w9WgXcQ"}',
        ),
        [
            '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">',
            VIDEO,
            "</div><figcaption>a</figcaption></figure>",
        ],
    ),
    "an embedded film without HTML": (
        '<!-- wp:core-embed/youtube {"url":"https:\\/\\/youtu.be\\/dQw4w9WgXcQ"} /-->',
        [f'<figure class="wp-block-embed">{VIDEO}</figure>'],
    ),
    "a film of VideoPress": (
        '<!-- wp:videopress/video {"guid":"abc"} /-->',
        [
            '<figure class="wp-block-embed"><a href="https://videopress.com/v/abc">'
            "Watch on VideoPress</a></figure>"
        ],
    ),
    "links to services": (
        block("social-links", '<ul><!-- wp:social-link {"url":"https://x.com/a","service":"x"} /--></ul>'),
        ['<ul><li><a href="https://x.com/a">X</a></li></ul>'],
    ),
    "a shortcode": (
        block("shortcode", "[vimeo 1]"),
        ['<figure class="wp-block-embed"><a href="https://vimeo.com/1">Watch on Vimeo</a></figure>'],
    ),
    "a cover of old": (
        block(
            "cover",
            '<div class="wp-block-cover" style="background-image:url(/a.jpg)"><p>a</p></div>',
            '{"url":"/a.jpg"}',
        ),
        [
            '<div class="wp-block-cover"><img src="/a.jpg" alt="" class="wp-block-cover__image-background">'
            "<p>a</p></div>"
        ],
    ),
    "a cover of today": (
        block(
            "cover",
            '<div class="wp-block-cover"><img src="/a.jpg" alt=""/><p>a</p></div>',
            '{"url":"/a.jpg"}',
        ),
        ['<div class="wp-block-cover"><img src="/a.jpg" alt=""><p>a</p></div>'],
    ),
    "broken JSON": (block("group", "<p>a</p>", '{"a":'), ["<p>a</p>"]),
    "a block without an end": ("<!-- wp:paragraph -->\n<p>a</p>", ["<p>a</p>"]),
    "an end without a block": ("<p>a</p>\n<!-- /wp:paragraph -->", ["<p>a</p>"]),
    "ends in the wrong order": (
        "<!-- wp:group --><!-- wp:quote --><p>a</p><!-- /wp:group -->\n\nb\n\n<!-- /wp:quote -->",
        ["<p>a</p>", "<p>b</p>"],
    ),
    "a delimiter without an end": ("<p>a</p>\n<!-- wp:group {}", ["<p>a</p>", "<p></p>"]),
}


@pytest.mark.parametrize(("text", "html"), CASES.values(), ids=CASES)
def test_block(text: str, html: list[str]) -> None:
    assert lines(render(text).html) == html


@pytest.mark.parametrize(
    "name",
    ["latest-posts", "archives", "block", "jetpack/contact-info", "footnotes", "core/calendar"],
)
def test_what_the_server_filled_is_left_out_and_named(name: str) -> None:
    made = render(f'<!-- wp:paragraph -->\n<p>a</p>\n<!-- /wp:paragraph --><!-- wp:{name} {{"ref":1}} /-->')
    assert lines(made.html) == ["<p>a</p>"]
    assert made.left_out_blocks == (name.removeprefix("core/"),)


def test_marks_between_pages_are_kept() -> None:
    text = "\n\n".join(
        [
            block("paragraph", "<p>a</p>"),
            block("more", "<!--more Read on-->", '{"customText":"Read on"}'),
            block("paragraph", "<p>b</p>"),
            block("nextpage", "<!--nextpage-->"),
            block("paragraph", "<p>c</p>"),
        ]
    )
    first, second = render(text).html.split("<!--nextpage-->")
    assert lines(first) == ["<p>a</p>", '<span id="more"></span>', "<p>b</p>"]
    assert lines(second) == ["<p>c</p>"]
