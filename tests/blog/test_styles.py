"""The style sheet of the public pages: one bundle, known to the CSP by its hash."""

import gzip
import hashlib
import re
from base64 import b64encode

import brotli
from django.conf import settings
from django.template import Context, Template

from blog import styles

BROTLI_BUDGET = 5_500  # bytes; the rest of an article page's 14,600 is for its text
GZIP_BUDGET = 6_200  # bytes


def _sent_styles() -> str:
    page = Template("{% load page_styles %}{% page_styles %}").render(Context())
    found = re.fullmatch(r"<style>(.*)</style>", page, re.DOTALL)
    assert found
    return found[1]


def _style_sources() -> set[str]:
    sources = settings.SECURE_CSP["style-src"]
    assert isinstance(sources, list)
    return {str(source) for source in sources}


def test_csp_names_the_hash_of_what_is_sent() -> None:
    digest = b64encode(hashlib.sha256(_sent_styles().encode()).digest()).decode()

    assert f"'sha256-{digest}'" in _style_sources()


def test_csp_allows_no_other_inline_style() -> None:
    assert not {"'unsafe-inline'", "*", "data:"} & _style_sources()


def test_bundle_keeps_its_budget() -> None:
    sent = _sent_styles().encode()

    assert len(brotli.compress(sent)) <= BROTLI_BUDGET
    assert len(gzip.compress(sent, 6)) <= GZIP_BUDGET


def test_bundle_cannot_end_its_element() -> None:
    assert "<" not in styles.bundle()


def test_bundle_fetches_nothing() -> None:
    assert "url(" not in styles.bundle()
    assert "@import" not in styles.bundle()


def test_every_component_is_small_and_balanced() -> None:
    for name in styles.COMPONENTS:
        text = (styles.FOLDER / name).read_text(encoding="utf-8")
        assert text.count("{") == text.count("}"), name
        assert len(text.splitlines()) <= 250, name


def test_minify_drops_comments_and_idle_space() -> None:
    assert styles.minify("/* a */\na > b,\nc {\n  margin: 0 1px;\n}\n") == "a>b,c{margin:0 1px}"


def test_minify_keeps_quoted_text_and_meaningful_space() -> None:
    css = 'a :hover{content:" ( , > ";width:calc(1px + 2px)}'

    assert styles.minify(css) == css


def test_dark_mode_changes_raw_values_only() -> None:
    tokens = (styles.FOLDER / "tokens.css").read_text(encoding="utf-8")
    dark = re.search(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}", tokens, re.DOTALL)
    assert dark

    assert "var(" not in dark[1]
