"""Pictures and players: ours in all sizes, those of others as links."""

import re

import pytest

from blog.markdown import Rendition
from blog.wordpress_text import render, render_html, wanted

SIZES = [
    Rendition("/media/a-400.webp", 400, 300),
    Rendition("/media/a-800.webp", 800, 600),
    Rendition("/media/a.jpg", 1600, 1200),
]
ALL = 'srcset="/media/a-400.webp 400w, /media/a-800.webp 800w, /media/a.jpg 1600w"'
COLUMN = 'sizes="(min-width: 42.5rem) 42.5rem, 100vw"'
AT_300 = 'sizes="(min-width: 300px) 300px, 100vw"'


def find_image(address: str) -> list[Rendition]:
    return SIZES if "/uploads/a" in address else []


def find_file(address: str) -> str:
    return "/media/files/a.mp3" if address == "/wp-content/uploads/a.mp3" else ""


def shown(text: str) -> str:
    return render(text, find_image=find_image, find_file=find_file).html


CASES = {
    "ours, as wide as the column": (
        '<img src="/wp-content/uploads/a.jpg" alt="A &quot;boat&quot;" class="alignleft wp-image-5">',
        '<p><img src="/media/a-800.webp" alt="A &quot;boat&quot;" class="alignleft wp-image-5" width="1600" '
        f'height="1200" {ALL} {COLUMN}></p>',
    ),
    "with a width": (
        '<img src="/wp-content/uploads/a.jpg" width="300" height="999" />',
        f'<p><img src="/media/a-400.webp" alt="" width="300" height="225" {ALL} {AT_300}></p>',
    ),
    "a size of WordPress": (
        '<img src="/wp-content/uploads/a-300x225.jpg" alt="">',
        f'<p><img src="/media/a-400.webp" alt="" width="300" height="225" {ALL} {AT_300}></p>',
    ),
    "a size of WordPress.com": (
        '<img src="/wp-content/uploads/a.jpg?w=300&#038;h=225" alt="">',
        f'<p><img src="/media/a-400.webp" alt="" width="300" height="225" {ALL} {AT_300}></p>',
    ),
    "wider than it is": (
        '<img src="/wp-content/uploads/a.jpg" width="4000">',
        f'<p><img src="/media/a-800.webp" alt="" width="1600" height="1200" {ALL} {COLUMN}></p>',
    ),
    "the sizes of old are dropped": (
        '<img src="/wp-content/uploads/x.jpg" srcset="/x.jpg 3x" sizes="1px" style="a:b" onclick="x">',
        '<p><img src="/wp-content/uploads/x.jpg" alt=""></p>',
    ),
    "the second one waits": (
        '<img src="/b.jpg"><img src="/c.jpg">',
        '<p><img src="/b.jpg" alt=""><img src="/c.jpg" alt="" loading="lazy" decoding="async"></p>',
    ),
    "of others": (
        '<img src="https://example.org/x/a%20b.jpg">',
        '<p><a href="https://example.org/x/a%20b.jpg">a b.jpg</a></p>',
    ),
    "of others, with words": (
        '<img src="//example.org/a.jpg" alt="A &lt;boat&gt;">',
        '<p><a href="https://example.org/a.jpg">A &lt;boat&gt;</a></p>',
    ),
    "of others, within a link": (
        '<a href="/x"><img src="https://example.org/a.jpg" alt="A"></a>',
        '<p><a href="/x">A</a></p>',
    ),
    "of others, one pixel wide": ('a<img src="https://example.org/a.gif" width="1" height="1">', "<p>a</p>"),
    "a smiley": ('a <img class="wp-smiley" src="https://s.w.org/x.png" alt=":)">', "<p>a :)</p>"),
    "in the text itself": ('a<img src="data:image/png;base64,AA" alt="x">', "<p>ax</p>"),
    "a frame": (
        '<iframe width="5" src="https://www.youtube.com/embed/dQw4w9WgXcQ?start=30&amp;rel=0"></iframe>',
        '<p><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ&amp;t=30s">Watch on YouTube</a></p>',
    ),
    "a frame of Vimeo": (
        "<iframe src='//player.vimeo.com/video/12'></iframe>",
        '<p><a href="https://vimeo.com/12">Watch on Vimeo</a></p>',
    ),
    "a map": (
        '<iframe src="https://www.google.com/maps/embed?pb=x"></iframe>',
        '<p><a href="https://www.google.com/maps/embed?pb=x">See the map on Google Maps</a></p>',
    ),
    "a frame that leads nowhere": ('a<iframe src="javascript:x"></iframe>', "<p>a</p>"),
    "Flash": (
        '<object><embed src="http://www.youtube.com/v/dQw4w9WgXcQ&hl=en"></embed></object>',
        '<p><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">Watch on YouTube</a></p>',
    ),
    "a player of ours": (
        '<audio src="/wp-content/uploads/a.mp3" autoplay loop></audio>',
        '<p><audio src="/media/files/a.mp3" controls="" preload="metadata"></audio></p>',
    ),
    "sources of ours": (
        '<video controls><source src="/wp-content/uploads/b.mp4" type="video/mp4"></video>',
        '<p><video controls=""><source src="/wp-content/uploads/b.mp4" type="video/mp4"></video></p>',
    ),
    "a player of others": (
        '<video src="https://example.org/a.mp4"></video>',
        '<p><a href="https://example.org/a.mp4">example.org/a.mp4</a></p>',
    ),
    "words in the middle": (
        '<p style="color: red; text-align: center" id="x">a</p><h2 class="y" align="right">b</h2>',
        '<p id="x" class="has-text-align-center">a</p>\n<h2 class="y has-text-align-right">b</h2>',
    ),
    "words on the left": ('<p style="text-align:left">a</p>', "<p>a</p>"),
    "words that are hard to align": ('<p style="x-text-align:center">a</p>', "<p>a</p>"),
    "a table within a table": (
        "<table><tr><td><table><tr><td>a</td></tr></table></td></tr></table>",
        '<div class="table-scroll" tabindex="0"><table>\n<tbody><tr>\n<td>\n<table>\n<tbody><tr>\n'
        "<td>a</td>\n</tr>\n</tbody></table>\n</td>\n</tr>\n</tbody></table></div>",
    ),
    "an address alone on its line": (
        "a\nhttps://example.org/b\nc",
        '<p>a</p>\n<figure class="wp-block-embed"><a href="https://example.org/b">example.org/b</a></figure>\n<p>c</p>',
    ),
    "an address alone in its paragraph": (
        "<p>https://example.org/b</p>",
        '<figure class="wp-block-embed"><a href="https://example.org/b">example.org/b</a></figure>',
    ),
    "a sound of ours alone on its line": (
        "/wp-content/uploads/a.mp3",
        '<figure class="wp-block-embed">'
        '<audio controls="" src="/media/files/a.mp3" preload="metadata"></audio></figure>',
    ),
    "an address in a sentence": ("See https://example.org/b there", "<p>See https://example.org/b there</p>"),
    "an address in preformatted text": (
        "<pre>\nhttps://example.org/b\n</pre>",
        '<pre tabindex="0">https://example.org/b\n</pre>',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "html"), CASES.values(), ids=CASES)
def test_shown(text: str, html: str) -> None:
    def sorted_attributes(text: str) -> list[str]:
        return [" ".join(sorted(part.split(" "))) for part in text.replace(">", " > ").split("<")]

    assert sorted_attributes(shown(text)) == sorted_attributes(html)


def test_whole_html_gets_its_pictures_too_and_no_paragraphs() -> None:
    html = render_html('a\n\n<img src="/wp-content/uploads/a.jpg">[gallery]', find_image, find_file)
    assert html.startswith("a\n\n<img")
    assert "/media/a-400.webp 400w" in html
    assert html.endswith("[gallery]")


UPLOADS = "/wp-content/uploads"
WANTED = {
    "pictures": (
        f'<img src="{UPLOADS}/a.jpg?w=3&amp;h=4"><img src=\'/media/b.png\'>',
        {f"{UPLOADS}/a.jpg?w=3&h=4", "/media/b.png"},
    ),
    "without quotes": (f"<img src={UPLOADS}/a.jpg>", {f"{UPLOADS}/a.jpg"}),
    "with a space": (f'<img src="{UPLOADS}/a b.jpg">', {f"{UPLOADS}/a b.jpg"}),
    "of shortcodes": (f'[audio mp3="{UPLOADS}/a.mp3"][/audio]', {f"{UPLOADS}/a.mp3"}),
    "of the content of shortcodes": (f"[embed]{UPLOADS}/a.mp3[/embed]", {f"{UPLOADS}/a.mp3"}),
    "of blocks": (r'<!-- wp:cover {"url":"\/wp-content\/uploads\/a.jpg"} -->', {f"{UPLOADS}/a.jpg"}),
    "of lines": (f"a\n{UPLOADS}/a.mp3\nb", {f"{UPLOADS}/a.mp3"}),
    "of Markdown": (
        f'![a]({UPLOADS}/a.jpg "t") ![b]\n\n[b]: {UPLOADS}/b.jpg',
        {f"{UPLOADS}/a.jpg", f"{UPLOADS}/b.jpg"},
    ),
    "pages are none": ('<a href="/2019/05/15/x/">x</a>', set()),
    "others' are none": ('<img src="https://example.org/a.jpg">', set()),
}  # fmt: skip


@pytest.mark.parametrize(("text", "paths"), WANTED.values(), ids=WANTED)
def test_wanted_paths(text: str, paths: set[str]) -> None:
    assert wanted(text).paths == paths


def test_wanted_numbers() -> None:
    found = wanted("[gallery ids='3,4'] [gallery id=7] [playlist include=9] [gallery]")
    assert found.numbers >= {3, 4, 9}
    assert found.galleries_of == {0, 7}


def test_what_is_asked_for_was_wanted() -> None:
    asked: list[str] = []

    def note_image(address: str) -> list[Rendition]:
        asked.append(address)
        return []

    def note_file(address: str) -> str:
        asked.append(address)
        return ""

    text = "\n\n".join(text for text, _html in CASES.values())
    render(text, find_image=note_image, find_file=note_file)
    ours = {address for address in asked if address.startswith("/")}
    assert ours - {"/x.jpg"} <= wanted(text).paths | {address for address in ours if "." not in address}


@pytest.mark.parametrize(
    "text",
    [
        '<img data-sized src="https://elsewhere.example/x.png" srcset="https://elsewhere.example/y.png 1x">',
        '<img data-sized src="/x.png" srcset="/y.png 1x, //elsewhere.example/y.png 2x">',
        '<picture><source srcset="https://elsewhere.example/x.png 1x"><img src="/a.png"></picture>',
        '<video poster="https://elsewhere.example/x.png"><source src="/x.mp4"></video>',
        '<img alt="<" src="https://elsewhere.example/x.png">',
        '<audio title="<" src="//elsewhere.example/x.mp3"></audio>',
        '<img src="/\t/elsewhere.example/x.png">',
        '<img src="/&#10;/elsewhere.example/x.png">',
        '<img alt="<" src="/&#9;\\elsewhere.example/x.png">',
    ],
)
def test_no_text_makes_the_browser_ask_others(text: str) -> None:
    html = "".join(part for part in shown(text).split("<") if not part.startswith("a href"))
    assert not re.search(r'(src|srcset|poster)="[^"]*elsewhere', html, re.DOTALL)
