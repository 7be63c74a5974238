"""Shortcodes: WordPress's grammar, what each shows, and what becomes of the unknown."""

import re

import pytest

from blog.wordpress_text import render
from blog.wordpress_text.grammar import parse_attributes

PICTURE = "<img src='/wp-content/uploads/a.png' alt='A'>"
SHOWN = '<img src="/wp-content/uploads/a.png" alt="A">'


def shown(text: str) -> str:
    return render(text).html


def embed(address: str, words: str) -> str:
    return f'<figure class="wp-block-embed"><a href="{address}">{words}</a></figure>'


ATTRIBUTES = {
    "double quotes": ('a="1" b="two words"', {"a": "1", "b": "two words"}, []),
    "single quotes": ("a='1 \"2\"'", {"a": '1 "2"'}, []),
    "none": ("a=1 b=/x/y.png", {"a": "1", "b": "/x/y.png"}, []),
    "curly quotes": ("a=”1” b=“2″", {"a": "1", "b": "2"}, []),
    "encoded quotes": ("a=&quot;1 2&quot; b=&#8221;3&#8243;", {"a": "1 2", "b": "3"}, []),
    "no-break spaces": ('a="1"\u00a0b="2"', {"a": "1", "b": "2"}, []),
    "capitals": ("aB=1", {"ab": "1"}, []),
    "hyphens": ("data-x=1", {"data-x": "1"}, []),
    "values alone": ("1 \"two words\" 'three' four", {}, ["1", "two words", "three", "four"]),
    "encoded": ('a="x&amp;y"', {"a": "x&y"}, []),
    "a slash at the end": ('a="1" /', {"a": "1"}, []),
    "an open quote": ('a="1', {}, ['a="1']),
    "nothing": (" ", {}, []),
}


@pytest.mark.parametrize(("text", "names", "values"), ATTRIBUTES.values(), ids=ATTRIBUTES)
def test_attributes(text: str, names: dict[str, str], values: list[str]) -> None:
    assert parse_attributes(text) == (names, values)


GRAMMAR = {
    "escaped": ("[[gallery]]", "<p>[gallery]</p>"),
    "escaped with attributes": ('a [[gallery ids="1"]] b', '<p>a [gallery ids="1"] b</p>'),
    "escaped with content": ("[[caption]a[/caption]]", "<p>[caption]a[/caption]</p>"),
    "a bracket before": ("[[vimeo 1]", f"<p>[</p>\n{embed('https://vimeo.com/1', 'Watch on Vimeo')}"),
    "within a tag": ('<a title="[vimeo 1]" href="/x">y</a>', '<p><a title="[vimeo 1]" href="/x">y</a></p>'),
    "within preformatted text": ("<pre>[vimeo 1]</pre>", '<pre tabindex="0">[vimeo 1]</pre>'),
    "words in brackets": ("He [sic] said [1] so [...]", "<p>He [sic] said [1] so […]</p>"),
    "the end of nothing": ("a [/gallery] b", "<p>a  b</p>"),
    "an end without a beginning": ("a [/caption] b", "<p>a [/caption] b</p>"),
    "a beginning without an end": (f"[caption]{PICTURE} a", f"<p>{SHOWN} a</p>"),
    "a bracket within": ("[code]][/code]", '<pre tabindex="0"><code>]</code></pre>'),
    "a name that goes on": ("[gallery-x]", "<p>[gallery-x]</p>"),
    "a name in capitals": ("[Gallery]", "<p>[Gallery]</p>"),
    "self-closing, then another": (
        "[vimeo 1/][vimeo 2]",
        f"{embed('https://vimeo.com/1', 'Watch on Vimeo')}\n{embed('https://vimeo.com/2', 'Watch on Vimeo')}",
    ),
    "in the middle of a line": (
        "a [vimeo 1] b",
        f"<p>a</p>\n{embed('https://vimeo.com/1', 'Watch on Vimeo')}\n<p>b</p>",
    ),
}


@pytest.mark.parametrize(("text", "html"), GRAMMAR.values(), ids=GRAMMAR)
def test_grammar(text: str, html: str) -> None:
    assert shown(text) == html


CAPTIONS = {
    "of today": (
        f'[caption id="attachment_6" align="alignright" width="300"]{PICTURE} A <em>boat</em>[/caption]',
        f'<figure id="attachment_6" class="wp-caption alignright">{SHOWN}'
        '<figcaption class="wp-caption-text">A <em>boat</em></figcaption></figure>',
    ),
    "of old, in an attribute": (
        f"[wp_caption align='aligncenter' caption='A <em>boat</em>']{PICTURE}[/wp_caption]",
        f'<figure class="wp-caption aligncenter">{SHOWN}'
        '<figcaption class="wp-caption-text">A <em>boat</em></figcaption></figure>',
    ),
    "with a link": (
        f"[caption]<a href='/x'>{PICTURE}</a>\nA\nboat[/caption]",
        f'<figure class="wp-caption alignnone"><a href="/x">{SHOWN}</a>'
        '<figcaption class="wp-caption-text">A<br>\nboat</figcaption></figure>',
    ),
    "without words": (f"[caption align='alignleft']{PICTURE}[/caption]", f"<p>{SHOWN}</p>"),
    "with an alignment that is none": (
        f"[caption align='evil js-x']{PICTURE} a[/caption]",
        f'<figure class="wp-caption alignnone">{SHOWN}'
        '<figcaption class="wp-caption-text">a</figcaption></figure>',
    ),
}


@pytest.mark.parametrize(("text", "html"), CAPTIONS.values(), ids=CAPTIONS)
def test_caption(text: str, html: str) -> None:
    assert shown(text) == html


YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
EMBEDDED = {
    f"[youtube={YOUTUBE}&w=320&h=240]": (YOUTUBE, "Watch on YouTube"),
    f"[youtube {YOUTUBE}&amp;rel=0]": (YOUTUBE + "&amp;rel=0", "Watch on YouTube"),
    '[youtube id="dQw4w9WgXcQ"]': (YOUTUBE, "Watch on YouTube"),
    "[youtube]https://youtu.be/dQw4w9WgXcQ?t=9[/youtube]": (YOUTUBE + "&amp;t=9s", "Watch on YouTube"),
    "[vimeo https://vimeo.com/12 w=640]": ("https://vimeo.com/12", "Watch on Vimeo"),
    "[vimeo video_id=12]": ("https://vimeo.com/12", "Watch on Vimeo"),
    "[dailymotion id=x8oma9]": ("https://www.dailymotion.com/video/x8oma9", "Watch on Dailymotion"),
    "[wpvideo kUJmAcSf w=640]": ("https://videopress.com/v/kUJmAcSf", "Watch on VideoPress"),
    '[soundcloud url="https://soundcloud.com/a/b" width="100%"]': (
        "https://soundcloud.com/a/b",
        "Listen on SoundCloud",
    ),
    "[tweet https://twitter.com/a/status/5]": ("https://twitter.com/a/status/5", "Read on Twitter"),
    "[tweet 5]": ("https://twitter.com/i/status/5", "Read on Twitter"),
    "[instagram url=https://www.instagram.com/p/x/]": ("https://www.instagram.com/p/x/", "See on Instagram"),
    "[googlemaps https://maps.google.com/maps?q=x&w=4]": (
        "https://maps.google.com/maps?q=x&amp;w=4",
        "See the map on Google Maps",
    ),
    "[ted id=7]": ("https://www.ted.com/talks/7", "Watch on TED"),
    '[spotify id="spotify:track:5xY"]': ("https://open.spotify.com/track/5xY", "Listen on Spotify"),
    "[gist https://gist.github.com/a/b]": ("https://gist.github.com/a/b", "See the code on GitHub"),
    "[crowdsignal poll=55]": ("https://poll.fm/55", "Vote on Crowdsignal"),
    "[embed width='5']https://example.org/a/[/embed]": ("https://example.org/a/", "example.org/a"),
    "[embed src='//example.org/a/']": ("https://example.org/a/", "example.org/a"),
}


@pytest.mark.parametrize("text", EMBEDDED)
def test_embedded_is_a_link(text: str) -> None:
    assert shown(text) == embed(*EMBEDDED[text])


@pytest.mark.parametrize(
    "text", ["[youtube javascript:alert(1)]", "[embed]data:x[/embed]", "[vimeo]", "[tweet ?]"]
)
def test_embedded_without_an_address_stays_visible(text: str) -> None:
    made = render(text)
    assert made.html == f"<p>{text}</p>"
    assert made.unknown_shortcodes == (re.findall(r"\w+", text)[0],)


PLAYERS = {
    '[audio mp3="/wp-content/uploads/a.mp3"][/audio]': (
        '<figure class="wp-block-audio">'
        '<audio src="/wp-content/uploads/a.mp3" controls="" preload="metadata"></audio></figure>'
    ),
    "[audio /wp-content/uploads/a.mp3|titles=Song]": (
        '<figure class="wp-block-audio">'
        '<audio src="/wp-content/uploads/a.mp3" controls="" preload="metadata"></audio></figure>'
    ),
    '[video width="640" height="360" mp4="/wp-content/uploads/a.mp4"][/video]': (
        '<figure class="wp-block-video"><video src="/wp-content/uploads/a.mp4" controls="" '
        'preload="metadata" width="640" height="360"></video></figure>'
    ),
    "[audio http://example.org/song.mp3]": embed("http://example.org/song.mp3", "Listen: song.mp3"),
    "[video src='http://example.org/a.mp4']": embed("http://example.org/a.mp4", "Watch: a.mp4"),
    "[audio]": "<p>[audio]</p>",
}


@pytest.mark.parametrize(("text", "html"), PLAYERS.items())
def test_player(text: str, html: str) -> None:
    assert shown(text) == html


CODE = {
    "[sourcecode language='python']\nif a < b:\n\n    x()\n[/sourcecode]": (
        '<pre tabindex="0"><code class="language-python">if a &lt; b:\n\n    x()</code></pre>'
    ),
    "[code]a &lt; b &amp;&amp; c[/code]": '<pre tabindex="0"><code>a &lt; b &amp;&amp; c</code></pre>',
    "[php]<?php echo '[gallery]';[/php]": (
        '<pre tabindex="0"><code class="language-php">&lt;?php echo \'[gallery]\';</code></pre>'
    ),
    "[code lang='html']<pre>x</pre>[/code]": (
        '<pre tabindex="0"><code class="language-html">&lt;pre&gt;x&lt;/pre&gt;</code></pre>'
    ),
    "[code lang='a\" onclick=']x[/code]": '<pre tabindex="0"><code>x</code></pre>',
    "[code]\nhttps://youtu.be/dQw4w9WgXcQ\n[/code]": (
        '<pre tabindex="0"><code>https://youtu.be/dQw4w9WgXcQ</code></pre>'
    ),
}


@pytest.mark.parametrize(("text", "html"), CODE.items())
def test_source_code(text: str, html: str) -> None:
    assert shown(text) == html


def test_unknown_shortcodes_stay_and_are_named_once() -> None:
    text = '[contact-form to="x"][contact-field label="Name"/][/contact-form] [my_plugin] [note]'
    text += ' [contact-form a="b"]'
    made = render(text)
    assert made.html == f"<p>{text}</p>"
    assert made.unknown_shortcodes == ("contact-form", "contact-field", "my_plugin")
