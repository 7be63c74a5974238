"""What nobody can do with a text: run a script, take the page's names, or keep the machine busy."""

import re
import time
from html.parser import HTMLParser

import pytest

from blog import markdown
from blog.markdown import render_article, render_comment, render_promo, sanitise_article

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
    "<form action=https://evil.example><input name=password><button>Go</button></form>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x></object><embed src=x>",
    '<a href="javascript:alert(1)">x</a>',
    "<a href=\"java\nscript:alert(1)\">x</a><a href=' &#1; javascript:x'>x</a>",
    "[x](javascript:alert(1)) [x](data:text/html,<script>alert(1)</script>) [x](vbscript:x)",
    '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a><img src="data:image/svg+xml,<svg/>">',
    "![x](data:image/png;base64,AAAA)",
    "<style>body{display:none}</style><p style='position:fixed'>x</p><link rel=stylesheet href=//x>",
    "<base href=//evil.example><meta http-equiv=refresh content=0>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<template><script>alert(1)</script></template><textarea><script>alert(1)</script>",
    "<p id=respond class='js-menu comment'>x</p><p id=commentform></p><a id=comment-1></a>",
    '<img srcset="javascript:alert(1) 1x" src=/a.png><video poster=javascript:x><source src=javascript:x>',
    "<div tabindex=5 onfocus=alert(1) contenteditable autofocus>x</div>",
    "<blockquote cite=javascript:x>q</blockquote><details open ontoggle=alert(1)>x</details>",
    "<!--><script>alert(1)</script>--><![CDATA[<script>alert(1)</script>]]>",
    "`<img src=x onerror=alert(1)>` **<svg/onload=alert(1)>**",
    '[x](https://example.org "\\" onmouseover=alert(1) ")',
    '<https://example.org/"onmouseover=alert(1)>',
    "https://example.org/\"onmouseover='alert(1)'",
]
ALLOWED_SCHEMES = {"http", "https", "mailto"}
FORBIDDEN_TAGS = {
    "script", "style", "iframe", "object", "embed", "form", "input", "button", "textarea", "select", "svg",
    "math", "base", "meta", "link", "template", "noscript", "frame", "applet",
}  # fmt: skip


class Inspector(HTMLParser):
    """Fails at the first element or attribute that must not leave the renderer."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in FORBIDDEN_TAGS, tag
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name)
            assert name not in {"style", "srcdoc", "action", "formaction", "contenteditable"}, (tag, name)
            assert name != "tabindex" or value == "0"
            assert name != "id" or not markdown.cleaning.OWN_NAMES.fullmatch(value or "")
            assert name != "class" or "js-" not in (value or "")
            if name in {"href", "src", "poster", "cite"}:
                scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", value or "", re.IGNORECASE)
                assert not scheme or scheme[1].lower() in ALLOWED_SCHEMES, (tag, name, value)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("render", [render_article, sanitise_article, render_comment, render_promo])
def test_nothing_dangerous_leaves_the_renderer(render: object, text: str) -> None:
    for frame in ("{}", "before {} after", "> {}", "- {}", "<div>{}", "[^a]\n\n[^a]: {}"):
        assert callable(render)
        Inspector().feed(render(frame.replace("{}", text)))


def test_cleaning_is_stable() -> None:
    for text in HOSTILE:
        once = sanitise_article(text)
        assert sanitise_article(once) == once


SIZE = 100_000  # characters
BUSY = {
    "brackets": "[",
    "links": "[](",
    "pictures": "![",
    "stars": "*",
    "stars and words": "*a ",
    "both marks": "*a_ ",
    "quotes": ">",
    "spaced quotes": "> ",
    "backticks": "`",
    "tildes": "~~a ",
    "lists": "- ",
    "numbers": "1. ",
    "angles": "<",
    "tags": "<a ",
    "bold": "<b>",
    "bold paragraphs": "<b><p>",
    "comments": "<!--",
    "instructions": "<?",
    "references": "&#",
    "autolinks": "<http://",
    "addresses": "http://",
    "spaced addresses": "http://a ",
    "www": "www.",
    "mail": "a@",
    "backslashes": "\\",
    "empty lines": "\n",
    "spaces": " ",
    "hard spaces": "&nbsp;\u00a0",
    "headings": "# a\n",
    "rules": "a\n-\n",
    "inline notes": "^[",
    "page breaks": "<!--nextpage-->\n",
    "tables": "a|b\n-|-\n",
    "words": "a",
    "everything": "*[`<a>!",
}
LINES = {
    "growing backticks": "".join("`" * n + " " for n in range(440)),
    "growing quotes": "".join(">" * n + "\n" for n in range(440)),
    "deep lists": "\n".join(" " * 2 * n + "- a" for n in range(300)),
    "deep quotes": "> " * 10_000 + "x",
    "definitions": "".join(f"[a{n}]: b\n" for n in range(9000)),
    "notes": "".join(f"[^{n}]: x\n\n" for n in range(7000)),
    "notes on pages": "".join(f"[^{n}]: x\n\n<!--nextpage-->\n" for n in range(4000)),
    "wide table": "|a" * 300 + "\n" + "|-" * 300 + "\n" + "|\n" * 40_000,
    "nested links": "[a](" * 25_000 + ")" * 25_000,
    "nested pictures": "![a" * 20_000 + "](b)" * 10_000,
    "closing brackets": "http://a" + ")" * SIZE,
    "one address": "http://" + "a" * SIZE,
}
CASES = {name: (text * (SIZE // len(text) + 1))[:SIZE] for name, text in BUSY.items()} | LINES
# Seconds of processor time. Ordinary text of this size takes about 0.2; a square law takes minutes.
PATIENCE = 10


@pytest.mark.parametrize("name", CASES)
def test_time_is_bounded(name: str) -> None:
    text = CASES[name]
    start = time.process_time()
    html = render_article(text)
    render_comment(text[: markdown.COMMENT_CHARACTERS])
    render_promo(text[:10_000])
    markdown.plain_text(html, 300)
    markdown.slug_from(text)
    assert time.process_time() - start < PATIENCE


def test_too_deep_nesting_is_cut_off_and_no_error() -> None:
    assert "<blockquote>" in render_comment(">" * 10_000 + " a")
    assert render_article("- " * 10_000 + "a").count("<ul>") <= 100


def test_boxes_within_boxes_are_cut_off_and_what_they_hold_stays() -> None:
    html = sanitise_article("<div>" * 5_000 + "deep" + "</div>" * 5_000 + "<div>after</div>")
    assert html.count("<div>") == 201
    assert "deep" in html
    assert html.endswith("<div>after</div>")


def test_ends_of_nothing_let_no_box_lie_deeper() -> None:
    assert sanitise_article("<div></ul>" * 5_000).count("<div>") == 200


def test_many_boxes_beside_each_other_all_stay() -> None:
    assert sanitise_article("<div>a</div>" * 5_000).count("<div>") == 5_000


def test_many_hard_spaces_stay_hard() -> None:
    text = "<p>" + "\u00a0&nbsp;&#160;&#xA0;" * 2_000 + "</p>"
    assert sanitise_article(text) == "<p>" + "&nbsp;" * 8_000 + "</p>"
