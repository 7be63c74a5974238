"""Hugo's folders, as its documentation describes them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from blog.importing.records import TextKind
from blog.markdown_files.reading import MarkdownReader
from tests.markdown_files.trees import bundles_of, texts_of, write

CONFIG = 'baseURL = "https://tides.example/"\ntitle = "Tides"\ntimeZone = "Europe/Berlin"\n'
BUNDLE = """+++
title = "Boats"
date = 2019-05-15T14:00:00+02:00
lastmod = 2019-06-01T00:00:00Z
slug = "all-boats"
aliases = ["/old/", "older"]
tags = ["Sea"]
categories = ["News"]
summary = "Short"
+++
![A boat](boat.png)

{{< figure src="boat.png" alt="Again" caption="The boat" >}}

{{< highlight go >}}
fmt.Println("{{< x >}}")
{{< /highlight >}}

{{< youtube abc >}} [more]({{< ref "/posts/tides.md#low" >}}) {{< unknown 1 >}}

![Sea](/img/sea.jpg)
"""


def make(folder: Path, **more: str) -> Path:
    files: dict[str, str | bytes] = {
        "hugo.toml": CONFIG,
        "content/posts/boats/index.md": BUNDLE,
        "content/posts/boats/boat.png": b"png",
        "content/posts/tides.md": "---\ntitle: Tides\ndate: 2019-06-01\ndraft: true\n---\nText",
        "content/posts/_index.md": "---\ntitle: All posts\n---\n",
        "content/about.md": '{"title": "About", "url": "/who/"}\nUs.',
        "static/img/sea.jpg": b"jpg",
        "themes/x/static/logo.png": b"png",
    }
    return write(folder, files | more)


class TestSite:
    def test_settings_are_read(self, tmp_path: Path) -> None:
        site = MarkdownReader([make(tmp_path)]).survey().site
        assert (site.address, site.title, site.time_zone) == (
            "https://tides.example",
            "Tides",
            "Europe/Berlin",
        )
        assert dict(site.redirects) == {
            "/img/sea.jpg": "/wp-content/uploads/static/img/sea.jpg",
            "/posts/boats/boat.png": "/wp-content/uploads/content/posts/boats/boat.png",
        }


class TestTexts:
    def test_bundle_has_fields_and_address(self, tmp_path: Path) -> None:
        post = texts_of(make(tmp_path))["all-boats"]
        assert (post.kind, post.title, post.excerpt) == (TextKind.ARTICLE, "Boats", "Short")
        assert post.published_at == datetime(2019, 5, 15, 12, tzinfo=UTC)
        assert post.updated_at == datetime(2019, 6, 1, tzinfo=UTC)
        assert post.link == "https://tides.example/posts/all-boats/"
        assert post.old_paths == ("/old/", "/posts/all-boats/older")
        assert (post.categories, post.tags) == (("news",), ("sea",))

    def test_text_is_plain_markdown(self, tmp_path: Path) -> None:
        (bundle,) = [one for one in bundles_of(make(tmp_path)) if one.text and one.text.title == "Boats"]
        assert bundle.text
        boat = "/wp-content/uploads/content/posts/boats/boat.png"
        assert bundle.text.body == (
            f'![A boat]({boat})\n\n![Again]({boat} "The boat")\n\n'
            '```go\nfmt.Println("{{< x >}}")\n```\n\n'
            "<https://www.youtube.com/watch?v=abc> [more](/posts/tides/#low) {{< unknown 1 >}}\n\n"
            "![Sea](/wp-content/uploads/static/img/sea.jpg)"
        )
        assert [oddity.code for oddity in bundle.oddities] == ["shortcode"]

    def test_draft_and_page(self, tmp_path: Path) -> None:
        texts = texts_of(make(tmp_path))
        assert (texts["tides"].status, texts["tides"].kind) == ("draft", TextKind.ARTICLE)
        assert (texts["about"].link, texts["about"].kind) == ("https://tides.example/who/", TextKind.PAGE)
        assert texts["about"].body == "Us."
        assert set(texts) == {"all-boats", "tides", "about"}

    @pytest.mark.parametrize(
        ("pattern", "path"),
        [("/:year/:month/:slug/", "/2019/06/tides/"), ("/:section/:filename", "/posts/tides/")],
    )
    def test_permalinks_are_followed(self, tmp_path: Path, pattern: str, path: str) -> None:
        config = f'{CONFIG}[permalinks]\nposts = "{pattern}"\n'
        assert (
            texts_of(make(tmp_path, **{"hugo.toml": config}))["tides"].link == f"https://tides.example{path}"
        )
