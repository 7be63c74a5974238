"""What becomes an address of this site, and what stays."""

import pytest

from blog.wordpress.links import localise

HOSTS = {"alice.wordpress.com", "www.harbour.example"}
A = "http://alice.wordpress.com"

MADE_LOCAL = {
    "a link, not its words": (f'<a href="{A}/x/">{A}/x/</a>', f'<a href="/x/">{A}/x/</a>'),
    "https": ('<a href="https://alice.wordpress.com/x/">', '<a href="/x/">'),
    "without a scheme": ('<a href="//alice.wordpress.com/x/">', '<a href="/x/">'),
    "with www": ('<a href="https://www.alice.wordpress.com/x/">', '<a href="/x/">'),
    "without the www of the host": ("<a href='https://harbour.example/x/'>", "<a href='/x/'>"),
    "in capitals": ('<a href="HTTP://Alice.WordPress.com/X/">', '<a href="/X/">'),
    "with the port of its scheme": (f'<a href="{A}:80/x/">', '<a href="/x/">'),
    "the front page": (f'<a href="{A}">', '<a href="/">'),
    "a query": (f'<a href="{A}?p=5">', '<a href="/?p=5">'),
    "a fragment": (f'<a href="{A}#x">', '<a href="/#x">'),
    "without quotes": (f"<a href={A}/x/ rel=me>", "<a href=/x/ rel=me>"),
    "the file host": (
        '<img src="https://alice.files.wordpress.com/2019/05/x.jpg?w=300">',
        '<img src="/wp-content/uploads/2019/05/x.jpg?w=300">',
    ),
    "the picture proxy": (
        '<img src="https://i0.wp.com/harbour.example/wp-content/uploads/x.jpg?ssl=1">',
        '<img src="/wp-content/uploads/x.jpg?ssl=1">',
    ),
    "the picture proxy of the file host": (
        '<img src="https://i2.wp.com/alice.files.wordpress.com/2019/05/x.jpg">',
        '<img src="/wp-content/uploads/2019/05/x.jpg">',
    ),
    "several in one attribute": (
        f'<img srcset="{A}/a.jpg 1x, {A}/b.jpg 2x">',
        '<img srcset="/a.jpg 1x, /b.jpg 2x">',
    ),
    "a style": (f'<div style="background:url({A}/a.jpg)">', '<div style="background:url(/a.jpg)">'),
    "after a bracket in an attribute": (
        f'<img alt="a > b" src="{A}/a.jpg">',
        '<img alt="a > b" src="/a.jpg">',
    ),
    "a block comment": (f'<!-- wp:image {{"url":"{A}/a.jpg"}} -->', '<!-- wp:image {"url":"/a.jpg"} -->'),
    "a block comment with escaped slashes": (
        r'<!-- wp:image {"url":"http:\/\/alice.wordpress.com\/2019\/a.jpg"} -->',
        r'<!-- wp:image {"url":"\/2019\/a.jpg"} -->',
    ),
    "HTML within a block comment": (
        rf'<!-- wp:x {{"y":"\u003ca href=\u0022{A}/x/\u0022\u003e"}} -->',
        r'<!-- wp:x {"y":"\u003ca href=\u0022/x/\u0022\u003e"} -->',
    ),
    "a shortcode": (f'[audio mp3="{A}/a.mp3"][/audio]', '[audio mp3="/a.mp3"][/audio]'),
    "between shortcodes": (f"[embed]{A}/x/[/embed]", "[embed]/x/[/embed]"),
    "alone on a line": (f"a\n{A}/x/\n  {A}/y/ \r\nb", "a\n/x/\n  /y/ \r\nb"),
    "alone in a paragraph": (f"<p>{A}/x/</p>", "<p>/x/</p>"),
    "a link within preformatted text": (f'<pre><a href="{A}/">x</a></pre>', '<pre><a href="/">x</a></pre>'),
    "after code": (f'[code]\n{A}/\n[/code]\n<a href="{A}/">', f'[code]\n{A}/\n[/code]\n<a href="/">'),
    "after code without an end": (f'[code]<a href="{A}/">', '[code]<a href="/">'),
    "two slashes would name a host": (f'<a href="{A}//evil.example/">', '<a href="/evil.example/">'),
    "so would a backslash": (f'<a href="{A}/\\evil.example/">', '<a href="/evil.example/">'),
}  # fmt: skip

KEPT = {
    "words": f"See {A}/x/ for more.",
    "another host": '<a href="http://bob.wordpress.com/x/">',
    "a host that ends like it": '<a href="http://notalice.wordpress.com/">',
    "a host that begins like it": f'<a href="{A}.evil.example/">',
    "another port": f'<a href="{A}:8080/">',
    "a name with a password": '<a href="http://x:y@alice.wordpress.com/">',
    "an address within an address": f'<a href="https://example.org/?u={A}/x/">',
    "an archived copy": f'<a href="https://web.archive.org/web/2019/{A}/">',
    "a line of preformatted text": f"<pre>\n{A}/x/\n</pre>",
    "what code shows": f'[sourcecode language="html"]<a href="{A}/">[/code][/sourcecode]',
    "nothing of the site": '<a href="https://example.org/">x</a>',
}


@pytest.mark.parametrize(("text", "local"), MADE_LOCAL.values(), ids=MADE_LOCAL)
def test_becomes_local(text: str, local: str) -> None:
    assert localise(text, HOSTS) == local
    assert localise(local, HOSTS) == local


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_stays(text: str) -> None:
    assert localise(text, HOSTS) == text


def test_without_a_host_nothing_changes() -> None:
    assert localise(MADE_LOCAL["https"][0], set()) == MADE_LOCAL["https"][0]
    assert localise(MADE_LOCAL["https"][0], {" "}) == MADE_LOCAL["https"][0]
