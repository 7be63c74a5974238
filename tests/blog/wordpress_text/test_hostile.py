"""What no text can do: raise, leave the renderer unclean, or keep the machine busy."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from blog.markdown import Rendition, sanitise_article
from blog.wordpress.links import localise
from blog.wordpress_text import Attachment, Wish, autop, render, wanted
from tests.blog.test_markdown_hostile import HOSTILE, Inspector

PIECES = [
    "a", " ", "\n", "\n\n", "\r\n", "\u00a0", "&amp;", "&lt;", "<", ">", '"', "'", "[", "]", "/", "=", "\\",
    "<p>", "</p>", "<P class='x'>", "<div>", "</div>", "<ul>", "<li>", "</li>", "</ul>", "<h2>", "</h2>",
    "<blockquote>", "</blockquote>", "<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<pre>",
    "</pre>", "<code>", "</code>", "<br>", "<br />", "<hr/>", "<em>", "</em>", "<a href='/x'>", "</a>",
    "<script>", "</script>", "<figure>", "<figcaption>", "</figcaption>", "</figure>",
    "<img src='/wp-content/uploads/a.jpg'>", "<img src='https://example.org/a.jpg' alt='b'>",
    "<iframe src='https://youtu.be/dQw4w9WgXcQ'></iframe>", "<!--", "-->", "<!--more-->", "<!--more x-->",
    "<!--nextpage-->", "<!-- wp:paragraph -->", "<!-- /wp:paragraph -->",
    '<!-- wp:cover {"url":"/a.jpg"} -->', "<!-- /wp:cover -->", "<!-- wp:x /-->", "<!-- wp:freeform -->",
    "<!-- /wp:freeform -->", '<!-- wp:embed {"url":"https://x.com/a"} /-->', "[gallery]",
    "[gallery ids='1,2']", "[[gallery]]", "[caption id='x' align='alignleft']", "[/caption]",
    "[caption caption='<b>x']", "[audio mp3='/wp-content/uploads/a.mp3']", "[/audio]", "[code]", "[/code]",
    "[youtube https://youtu.be/x]", "[unknown a=b]", "[/unknown]", "https://example.org/x",
    "/2019/05/15/x/", "http://old.example/a", "\ufdd0", "\ufdd1", "0", "\ufdd2",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30).map("".join)


def find_image(address: str) -> list[Rendition]:
    return [Rendition("/media/a-400.webp", 400, 300), Rendition("/media/a.jpg", 800, 600)]


def find_attachments(wish: Wish) -> list[Attachment]:
    return [Attachment("/media/a.jpg", find_image(""), alt="<x>", caption="<b>")]


@given(texts)
@example("<p>[caption]<p></p>[/caption]</p>")
@settings(max_examples=400, deadline=None)
def test_never_raises_and_its_output_is_clean(text: str) -> None:
    html = render(text, find_image=find_image, gallery=find_attachments).html
    assert sanitise_article(html) == html
    Inspector().feed(html)
    wanted(text)


@given(texts)
@settings(max_examples=200, deadline=None)
def test_no_mark_is_left(text: str) -> None:
    html = render(text, gallery=find_attachments).html
    assert "\ufdd0" not in html
    assert "\ufdd1" not in html


@given(texts)
@settings(max_examples=200, deadline=None)
def test_no_word_is_lost_or_doubled(text: str) -> None:
    marked = f"<p>BEGIN</p>\n\n{text.replace('<!--', '').replace('<script>', '').replace('<pre>', '')}\n\n"
    assert render(marked, gallery=find_attachments).html.count("BEGIN") == 1


@given(texts)
@settings(max_examples=200, deadline=None)
def test_local_addresses_stay_local(text: str) -> None:
    once = localise(text, {"old.example"})
    assert localise(once, {"old.example"}) == once
    assert localise(text, {"other.example"}) == text


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        "a\n\n{}",
        "<!-- wp:html -->{}<!-- /wp:html -->",
        "[caption]<img src='/a.png'> {}[/caption]",
        "[caption caption='{}']x[/caption]",
        "[code]{}[/code]",
        "[youtube {}]",
        '[audio mp3="{}"]',
        '<!-- wp:embed {"url":"{}"} /-->',
    ],
)
def test_nothing_dangerous_leaves_the_renderer(frame: str, text: str) -> None:
    Inspector().feed(render(frame.replace("{}", text)).html)


BUSY = [
    "\n", " ", "\n ", "\t", "\u00a0", "&nbsp;", "<", "<p>", "<p \n", "<a\n", "<br> ", "<br>", "<div>",
    "<blockquote>", "<pre>", "</pre>", "<pre></pre>", "É<pre>", "<script", "<!--", "<!-- \n\n -->",
    "<!--more", "\n<!--more", "<!--more-->", "<!--nextpage-->", "<!-- wp:a -->",
    "<!-- wp:a -->\n<!-- /wp:b -->", "<!-- wp:a {", "<!-- wp:a {}/-->", "<figcaption>", "<table>",
    "<img src=/a ", "<img src=/a.jpg>", "<iframe src=https://x.y/>", "<a><img src=https://x.y>", "[", "[[",
    "[a ", "[a=b]", "[gallery]", "[gallery ids=1,", "[caption]", "[/caption]", "[caption][/caption]",
    "[caption caption=' ", "[caption] <img src=/> x ", "[code]", "[code][/code]", "[audio]", "[a_b][/a_b]",
    "https://a.b/\n", "<p>https://a.b/</p>\n", "/2019/\n", '="/', "=' ", "http://old.example/ ",
    "<a href='http://old.example/", "http://old.example/x\n", "[code]http://old.example", "a\n", "a", "=",
]  # fmt: skip
SIZE = 100_000  # characters
PATIENCE = 10  # seconds of processor time; what is linear takes less than one, a square law minutes


@pytest.mark.parametrize("piece", BUSY)
def test_time_is_bounded(piece: str) -> None:
    text = (piece * (SIZE // len(piece) + 1))[:SIZE]
    start = time.process_time()
    autop(text)
    render(text, gallery=find_attachments)
    wanted(text)
    localise(f"<a href='http://old.example/'>{text}", {"old.example"})
    assert time.process_time() - start < PATIENCE
