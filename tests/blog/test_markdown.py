"""What authors and readers get for what they type."""

import re

import pytest

from blog.markdown import (
    Rendition,
    plain_text,
    protect_addresses,
    render_article,
    render_comment,
    render_promo,
    sanitise_article,
    slug_from,
    split_pages,
    teaser,
    unlink,
)


class TestArticle:
    def test_typography_stays_as_typed(self) -> None:
        text = '“Quotes”, ‘single’ — a dash – another…  Two spaces, a\u00a0hard one, "straight" -- and ...'
        assert plain_text(render_article(text), 500) == " ".join(text.split())
        assert "…  Two spaces, a\u00a0hard one" in render_article(text).replace("&nbsp;", "\u00a0")

    def test_picture_alone_is_a_figure_with_its_title_as_caption(self) -> None:
        html = render_article('![A <desk>](/media/a.png "The “desk” & more")')
        assert html.startswith("<figure><img ")
        assert 'alt="A &lt;desk&gt;"' in html
        assert "<figcaption>The “desk” &amp; more</figcaption></figure>" in html

    def test_picture_without_title_has_no_caption(self) -> None:
        assert "figcaption" not in render_article("![A desk](/media/a.png)")

    def test_linked_picture_is_a_figure_too(self) -> None:
        html = render_article('[![A desk](/media/a.png "Caption")](/desk/)')
        assert html.startswith('<figure><a href="/desk/"><img')
        assert "<figcaption>Caption</figcaption></figure>" in html

    def test_picture_among_words_stays_in_its_paragraph(self) -> None:
        assert render_article("See ![x](/media/a.png) here.").startswith("<p>See <img")

    def test_stored_picture_has_its_sizes(self) -> None:
        sizes = [Rendition("/media/a-400.webp", 400, 300), Rendition("/media/a.jpg", 800, 600)]
        html = render_article("![A desk](/media/a.jpg)", find_image=lambda url: sizes)
        assert 'width="800" height="600"' in html
        assert 'srcset="/media/a-400.webp 400w, /media/a.jpg 800w"' in html

    def test_only_pictures_after_the_first_load_lazily(self) -> None:
        first, second = render_article("![a](/media/a.png)\n\n![b](/media/b.png)").split("</figure>")[:2]
        assert "lazy" not in first
        assert 'loading="lazy"' in second

    def test_headings_have_ids_that_differ(self) -> None:
        html = render_article("## Café *Noir*\n\n## Café Noir\n\n<!--nextpage-->\n\n## Café Noir")
        assert re.findall(r'id="([^"]+)"', html) == ["h-cafe-noir", "h-cafe-noir--2", "h-cafe-noir--3"]

    def test_notes_lead_there_and_back(self) -> None:
        html = render_article("A remark.[^a]\n\n[^a]: The note.")
        assert 'href="#fn1" id="fnref1"' in html
        assert '<li id="fn1"' in html
        assert 'href="#fnref1"' in html

    def test_table_scrolls_in_its_own_box_and_keeps_its_alignment(self) -> None:
        html = render_article("| a | b |\n|:-:|--:|\n| 1 | 2 |")
        assert html.startswith('<div class="table-scroll" tabindex="0"><table>')
        assert '<th align="center">a</th>' in html
        assert '<td align="right">2</td>' in html

    def test_addresses_in_the_text_are_links(self) -> None:
        html = render_article("See https://example.org/a_b_(c)?x=1&y=2. And www.example.org, too.")
        assert '<a href="https://example.org/a_b_(c)?x=1&amp;y=2">' in html
        assert '<a href="http://www.example.org">www.example.org</a>, too' in html

    @pytest.mark.parametrize("text", ["`https://example.org`", "    https://example.org", "a@www.example"])
    def test_code_and_mail_addresses_are_not_linked(self, text: str) -> None:
        assert "<a" not in render_article(text)

    def test_address_within_a_link_is_linked_once(self) -> None:
        html = render_article("[https://example.org](/own/) <a href='/b/'>https://example.com</a>")
        assert re.findall(r'href="([^"]+)"', html) == ["/own/", "/b/"]


class TestDivision:
    def test_mark_on_its_own_line_divides(self) -> None:
        pages = split_pages(render_article("One.\n\n<!--nextpage-->\n\nTwo.\n\n<!-- nextpage -->\nThree."))
        assert [plain_text(page, 50) for page in pages] == ["One.", "Two.", "Three."]

    @pytest.mark.parametrize(
        "text",
        [
            "```\n<!--nextpage-->\n```",
            "~~~~\n~~~\n<!--nextpage-->\n~~~~",
            "    <!--nextpage-->",
            "`<!--nextpage-->`",
        ],
    )
    def test_mark_in_code_is_shown(self, text: str) -> None:
        html = render_article(text)
        assert len(split_pages(html)) == 1
        assert "&lt;!--nextpage--&gt;" in html

    def test_definitions_on_the_last_page_serve_the_first(self) -> None:
        text = "See [this][x].[^n]\n\n<!--nextpage-->\n\nTwo.\n\n[x]: https://example.org/\n\n[^n]: A note."
        first, second = split_pages(render_article(text))
        assert 'href="https://example.org/"' in first
        assert "A note." in first
        assert "A note." not in second

    def test_nobody_can_write_the_divider_itself(self) -> None:
        assert len(split_pages(render_article("a <!--nextpage--> b"))) == 1

    def test_more_marks_the_teaser(self) -> None:
        html = render_article("Short.\n\n<!--more-->\n\nLong.\n\n<!--more-->\n\nLonger.")
        assert html.count('<span id="more"></span>') == 1
        assert plain_text(teaser(html), 50) == "Short."
        assert teaser(render_article("No mark.")) == ""

    def test_imported_html_is_divided_alike(self) -> None:
        html = sanitise_article("<p>One</p><!--more Read on--><p>b</p><!--nextpage--><p>Two</p>")
        assert len(split_pages(html)) == 2
        assert plain_text(teaser(html), 50) == "One"


class TestComment:
    def test_readers_have_words_links_quotations_lists_and_code(self) -> None:
        html = render_comment("*a* **b** ~~c~~ `d`\n\n> e\n\n- f\n\n[g](https://example.org)\nh")
        for tag in ("<em>", "<strong>", "<s>", "<code>", "<blockquote>", "<li>", "<br>"):
            assert tag in html

    @pytest.mark.parametrize("text", ["# a", "a\n===", "![a](/b.png)", "| a |\n|---|\n| b |", "<b>a</b>"])
    def test_readers_have_no_headings_pictures_tables_or_html(self, text: str) -> None:
        assert not re.search(r"<(h1|img|table|b)\b", render_comment(text))

    def test_links_tell_search_engines_not_to_follow(self) -> None:
        html = render_comment("https://example.org/ and [this](https://example.com)")
        assert html.count('rel="external nofollow ugc"') == 2

    def test_waiting_comment_has_words_but_nothing_to_follow(self) -> None:
        text = "See [this](https://example.com), https://example.org/ *now*."
        assert unlink(render_comment(text)) == "<p>See this, https://example.org/ <em>now</em>.</p>\n"

    def test_comment_beyond_the_limit_is_refused(self) -> None:
        assert render_comment("a" * 65_525)
        with pytest.raises(ValueError, match="65525"):
            render_comment("a" * 65_526)


class TestAddresses:
    def test_promo_shows_its_address_to_people_only(self) -> None:
        html = render_promo(
            "Contact at someone@example.org (or [write](mailto:other@example.org?subject=a&b=c))."
        )
        assert "@" not in html
        assert "example.org" not in html
        assert html.count("<a href=") == 2

    @pytest.mark.parametrize(
        "html",
        [
            "<p>a&amp;b@example.org</p>",
            '<p title="a > b">b@example.org</p>',
            '<a title="x" href="mailto:b@example.org"><strong>b@example.org</strong></a>',
            "<code>b@example.org</code>",
        ],
    )
    def test_no_address_is_left_readable(self, html: str) -> None:
        assert "@example" not in protect_addresses(html)

    def test_addresses_of_the_web_are_left_alone(self) -> None:
        html = '<a href="https://user@example.org/">https://user@example.org/</a>'
        assert protect_addresses(html) == html

    def test_markup_and_entities_survive(self) -> None:
        html = '<p>1 &lt; 2 &amp; "3" <img src="/a.png" alt="a &gt; b"></p>'
        assert protect_addresses(html) == html


class TestPlainText:
    def test_markup_captions_and_note_marks_are_left_out(self) -> None:
        html = render_article('![Alt](/a.png "Caption")\n\nOne *two*.[^a] 1 < 2 &amp; 3\n\n[^a]: Note.')
        assert plain_text(html, 20) == "One two. 1 < 2 & 3…"

    def test_blocks_are_kept_apart(self) -> None:
        assert plain_text("<h2>Title</h2><p>Text</p><ul><li>a</li><li>b</li></ul>", 50) == "Title Text a b"

    def test_text_is_cut_at_a_word(self) -> None:
        assert plain_text("<p>One two, three</p>", 9) == "One two…"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("A walk along the harbour", "a-walk-along-the-harbour"),
        ("Café & Straße: Ærø, Łódź, Þórr", "cafe-strasse-aero-lodz-thorr"),
        ("It’s “that’s”, isn't it?", "its-thats-isnt-it"),
        ("2.0 – the/new…one — at last", "2-0-the-newone-at-last"),
        ("Ελλάδα", "ελλάδα"),
        ("Русский язык", "русский-язык"),
        ("日本語のタイトル", "日本語のタイトル"),
        ("हिन्दी में", "हिन्दी-में"),
        ("Việt Nam", "viet-nam"),
        ("  --  ", ""),
        ("🎉", ""),
    ],
)
def test_slug_is_what_wordpress_would_make(title: str, slug: str) -> None:
    assert slug_from(title) == slug
