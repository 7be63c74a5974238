"""Galleries and playlists: what they ask for, and how it is shown."""

import pytest

from blog.markdown import Rendition
from blog.wordpress_text import Attachment, Wish, render


class TestGallery:
    """Galleries and playlists ask for attachments by number, or for all of a text."""

    asked: list[Wish]

    def find(self, wish: Wish) -> list[Attachment]:
        self.asked.append(wish)
        if wish.kind != "image":
            return [Attachment("/media/a.mp3", title="Song <1>")]
        sizes = [Rendition("/media/a-400.webp", 400, 300), Rendition("/media/a.jpg", 800, 600)]
        return [Attachment("/media/a.jpg", sizes, alt="A boat", caption="The <em>boat</em>")]

    def shown(self, text: str) -> str:
        self.asked = []
        return render(text, gallery=self.find).html

    def test_pictures_have_all_their_sizes(self) -> None:
        assert self.shown('[gallery ids="3"]') == (
            '<figure class="wp-block-gallery columns-3"><figure class="wp-block-image">'
            '<a href="/media/a.jpg"><img src="/media/a.jpg" alt="A boat" width="800" height="600" '
            'srcset="/media/a-400.webp 400w, /media/a.jpg 800w" '
            'sizes="(min-width: 42.5rem) 226px, 50vw"></a>'
            '<figcaption class="wp-element-caption">The <em>boat</em></figcaption></figure></figure>'
        )

    @pytest.mark.parametrize(
        ("text", "wish"),
        [
            ("[gallery]", Wish()),
            ("[gallery ids='3,1, 2']", Wish(numbers=(3, 1, 2))),
            ("[gallery include=4]", Wish(numbers=(4,))),
            ("[gallery id=7 exclude='1,2']", Wish(of=7, exclude=(1, 2))),
            ("[gallery orderby=title order=desc]", Wish(order_by="title", is_descending=True)),
            ("[slideshow]", Wish()),
            ("[playlist]", Wish(kind="audio")),
            ("[playlist type='video' ids='9']", Wish(kind="video", numbers=(9,))),
        ],
    )
    def test_asks_for(self, text: str, wish: Wish) -> None:
        self.shown(text)
        assert self.asked == [wish]

    def test_columns_and_links(self) -> None:
        html = self.shown('[gallery columns="5" link="none"]')
        assert 'class="wp-block-gallery columns-5"' in html
        assert "<a" not in html
        assert "columns-9" in self.shown("[gallery columns=99]")
        assert "columns-3" in self.shown("[gallery columns=x]")

    def test_playlist_is_a_list_of_players(self) -> None:
        assert self.shown("[playlist]") == (
            '<ol class="wp-playlist"><li>Song &lt;1&gt;<br>'
            '<audio src="/media/a.mp3" controls="" preload="metadata"></audio></li></ol>'
        )

    def test_without_its_pictures_it_shows_nothing(self) -> None:
        assert render("a\n\n[gallery ids=1]\n\nb").html == "<p>a</p>\n\n<p>b</p>"

    def test_all_galleries_together_show_a_bounded_number(self) -> None:
        html = self.shown("[gallery]" * 3000)
        assert html.count("<img") == 2000
