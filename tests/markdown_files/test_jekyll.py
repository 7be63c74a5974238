"""Jekyll's folders, as its documentation describes them."""

from datetime import UTC, datetime
from pathlib import Path

from blog.importing.records import TextKind
from blog.markdown_files.reading import MarkdownReader
from tests.markdown_files.trees import bundles_of, pack, texts_of, write

CONFIG = """
title: Harbour notes
description: Boats and tides
url: https://harbour.example
baseurl: /blog
timezone: Europe/Berlin
author: Ada Keel
"""
POST = """---
title: "Boats: a list"
date: 2019-05-15 14:00:00 +0200
categories: news boats
tags: [sea, "Tall ships"]
last_modified_at: 2019-06-01
redirect_from:
  - /old-boats/
---
See ![A boat]({{ site.baseurl }}/assets/boat.png) and [the tides]({% post_url 2019-06-01-tides %}).

{% highlight ruby linenos %}
puts "{{ not liquid }}"
{% endhighlight %}

{% raw %}{{ kept }}{% endraw %}
{: .note}
"""


def make(folder: Path, **more: str) -> Path:
    files: dict[str, str | bytes] = {
        "_config.yml": CONFIG,
        "_posts/2019-05-15-boats.md": POST,
        "_posts/2019-06-01-tides.markdown": "---\ntitle: Tides\n---\nHigh and low.",
        "_drafts/fog.md": "---\ntitle: Fog\n---\nNot yet.",
        "about.md": "---\ntitle: About\npermalink: /about/\n---\nWho we are.",
        "assets/boat.png": b"png",
        "README.md": "# Not a page",
        "_layouts/post.html": "---\n---\n{{ content }}",
    }
    return write(folder, files | more)


class TestSite:
    def test_settings_are_read(self, tmp_path: Path) -> None:
        site = MarkdownReader([make(tmp_path)]).survey().site
        assert (site.title, site.tagline) == ("Harbour notes", "Boats and tides")
        assert (site.address, site.time_zone) == ("https://harbour.example/blog", "Europe/Berlin")
        assert [(term.key, term.name) for term in site.categories] == [("news", "news"), ("boats", "boats")]
        assert [(term.key, term.name) for term in site.tags] == [
            ("sea", "sea"),
            ("tall-ships", "Tall ships"),
        ]
        assert [(one.key, one.display_name) for one in site.people] == [("ada-keel", "Ada Keel")]
        assert site.redirects == (("/blog/assets/boat.png", "/wp-content/uploads/assets/boat.png"),)

    def test_files_are_attachments(self, tmp_path: Path) -> None:
        reader = MarkdownReader([make(tmp_path)])
        (attachment,) = [item.bundle.attachment for item in reader.attachments()]
        assert attachment
        assert attachment.path == "assets/boat.png"
        assert attachment.url == "https://harbour.example/blog/assets/boat.png"


class TestPost:
    def test_fields_and_address_are_jekylls(self, tmp_path: Path) -> None:
        post = texts_of(make(tmp_path))["boats"]
        assert (post.kind, post.title, post.author) == (TextKind.ARTICLE, "Boats: a list", "ada-keel")
        assert post.published_at == datetime(2019, 5, 15, 12, tzinfo=UTC)
        assert post.updated_at == datetime(2019, 5, 31, 22, tzinfo=UTC)
        assert post.link == "https://harbour.example/blog/news/boats/2019/05/15/boats.html"
        assert post.old_paths == ("/blog/old-boats/",)
        assert (post.categories, post.tags) == (("news", "boats"), ("sea", "tall-ships"))

    def test_text_is_plain_markdown(self, tmp_path: Path) -> None:
        assert texts_of(make(tmp_path))["boats"].body == (
            "See ![A boat](/wp-content/uploads/assets/boat.png) and "
            "[the tides](/blog/2019/06/01/tides.html).\n\n"
            '```ruby\nputs "{{ not liquid }}"\n```\n\n{{ kept }}'
        )

    def test_day_of_the_name_is_the_date(self, tmp_path: Path) -> None:
        assert texts_of(make(tmp_path))["tides"].published_at == datetime(2019, 5, 31, 22, tzinfo=UTC)

    def test_drafts_and_unpublished_ones_are_drafts(self, tmp_path: Path) -> None:
        folder = make(
            tmp_path, **{"_posts/2019-07-01-hidden.md": "---\ntitle: Hidden\npublished: false\n---\nx"}
        )
        texts = texts_of(folder)
        assert {slug: texts[slug].status for slug in ("fog", "hidden", "tides")} == {
            "fog": "draft",
            "hidden": "draft",
            "tides": "published",
        }

    def test_permalinks_of_settings_and_fields_are_followed(self, tmp_path: Path) -> None:
        folder = make(
            tmp_path,
            **{
                "_config.yml": "permalink: /:year/:title/",
                "_posts/2019-08-01-own.md": "---\npermalink: /here/\n---\nx",
            },
        )
        texts = texts_of(folder)
        assert texts["tides"].link == "/2019/tides/"
        assert texts["own"].link == "/here/"

    def test_folder_above_posts_is_a_category(self, tmp_path: Path) -> None:
        folder = make(tmp_path, **{"travel/_posts/2019-08-01-oslo.md": "---\ntitle: Oslo\n---\nx"})
        assert texts_of(folder)["oslo"].categories == ("travel",)

    def test_unknown_tags_stay_and_are_told(self, tmp_path: Path) -> None:
        folder = make(tmp_path, **{"_posts/2019-08-01-odd.md": "---\n---\n{% include map.html %}"})
        (bundle,) = [one for one in bundles_of(folder) if one.text and one.text.slug == "odd"]
        assert bundle.text
        assert bundle.text.body == "{% include map.html %}"
        assert [oddity.code for oddity in bundle.oddities] == ["template"]


class TestPages:
    def test_page_is_a_page(self, tmp_path: Path) -> None:
        page = texts_of(make(tmp_path))["about"]
        assert (page.kind, page.link) == (TextKind.PAGE, "https://harbour.example/blog/about/")

    def test_what_has_no_front_matter_is_none(self, tmp_path: Path) -> None:
        assert set(texts_of(make(tmp_path))) == {"boats", "tides", "fog", "about"}


class TestPlainFiles:
    def test_files_without_settings_are_articles(self, tmp_path: Path) -> None:
        folder = write(
            tmp_path,
            {
                "2019-05-15-one.md": "# A walk\n\nText",
                "two.md": "---\ntitle: Two\ndate: 2020-01-01\nstatus: private\n---\nText",
            },
        )
        texts = texts_of(folder)
        assert (texts["one"].title, texts["one"].kind) == ("A walk", TextKind.ARTICLE)
        assert texts["two"].status == "private"

    def test_archive_in_a_folder_of_its_own_is_the_same(self, tmp_path: Path) -> None:
        path = pack(
            tmp_path / "main.zip",
            {
                "blog-main/_config.yml": CONFIG,
                "blog-main/_posts/2019-05-15-boats.md": "---\n---\n![](/blog/assets/boat.png)",
                "blog-main/assets/boat.png": b"png",
            },
        )
        body = texts_of(path)["boats"].body
        assert body == "![](/wp-content/uploads/blog-main/assets/boat.png)"

    def test_broken_front_matter_is_told_with_its_line(self, tmp_path: Path) -> None:
        folder = write(tmp_path, {"a.md": "---\ntitle: [\n---\nx", "b.md": "---\ntitle: B\n---\nx"})
        bundles = bundles_of(folder)
        assert [bool(bundle.text) for bundle in bundles] == [False, True]
        assert bundles[0].oddities[0].code == "broken-item"
        assert "line" in bundles[0].oddities[0].detail
