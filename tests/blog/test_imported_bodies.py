"""Texts that were not written in Markdown: rendered by their format whenever they are saved."""

from typing import Any

import pytest

from accounts.models import User
from blog.models import Article
from blog.models.content import BodyFormat
from blog.models.file import File
from blog.models.library import MediaLibrary
from blog.models.media import Image
from tests import factories

pytestmark = pytest.mark.django_db
WORDPRESS = BodyFormat.WORDPRESS


def make_image(path: str, **fields: Any) -> Image:
    renditions = [{"file": "pictures/x-400.webp", "width": 400, "height": 300}]
    image = Image(
        file="pictures/x.jpg", width=800, height=600, renditions=renditions, original_path=path, **fields
    )
    Image.objects.bulk_create([image])  # without looking for the file
    return image


def make_file(path: str, **fields: Any) -> File:
    return File.objects.create(
        file=f"files/{path[-5:]}", name=path.rsplit("/", 1)[-1], original_path=path, size=1, **fields
    )


def test_text_of_wordpress_gets_its_paragraphs(alice: User) -> None:
    article = factories.make_article(body="One\n\nTwo\nthree", body_format=WORDPRESS)
    assert article.body_html == "<p>One</p>\n<p>Two<br>\nthree</p>"


def test_html_stays_html(alice: User) -> None:
    article = factories.make_article(body="<p>One</p>\n\nTwo", body_format=BodyFormat.HTML)
    assert article.body_html == "<p>One</p>\n\nTwo"


def test_marks_divide_text_of_wordpress(alice: User) -> None:
    body = "Short.\n\n<!--more Read on-->\n\nLong.\n\n<!--nextpage-->\n\nSecond."
    factories.make_article(body=body, body_format=WORDPRESS)
    article = Article.objects.get()
    assert article.summary == "Short."
    assert [page.strip() for page in article.pages_html] == [
        '<p>Short.</p>\n<span id="more"></span>\n<p>Long.</p>',
        "<p>Second.</p>",
    ]


@pytest.mark.parametrize("body_format", [WORDPRESS, BodyFormat.HTML])
def test_pictures_and_files_of_the_old_blog_are_found(alice: User, body_format: str) -> None:
    make_image("2019/05/boat.jpg")
    make_file("2019/05/song.mp3", media_type="audio/mpeg")
    body = (
        '<img src="/wp-content/uploads/2019/05/boat-300x225.jpg" alt="A boat">'
        '<audio src="/wp-content/uploads/2019/05/song.mp3"></audio>'
    )
    html = factories.make_article(body=body, body_format=body_format).body_html
    assert 'src="/media/pictures/x-400.webp" alt="A boat" width="300" height="225"' in html
    assert 'srcset="/media/pictures/x-400.webp 400w, /media/pictures/x.jpg 800w"' in html
    assert '<audio src="/media/files/g.mp3"' in html


def test_late_picture_needs_only_another_save(alice: User) -> None:
    article = factories.make_article(
        body='<img src="/wp-content/uploads/2019/05/boat.jpg">', body_format=WORDPRESS
    )
    assert '<img src="/wp-content/uploads/2019/05/boat.jpg" alt="">' in article.body_html
    make_image("2019/05/boat.jpg")
    article.save()
    assert 'src="/media/pictures/x.jpg"' in article.body_html


class TestGalleries:
    """Attachments by number, or all that were uploaded to the text."""

    @pytest.fixture(autouse=True)
    def _library(self, alice: User) -> None:
        make_image("a.jpg", wordpress_id=31, uploaded_to=7, alt="first", menu_order=2)
        make_image("b.jpg", wordpress_id=32, uploaded_to=7, alt="second", menu_order=1)
        make_image("c.jpg", wordpress_id=33, uploaded_to=8, alt="third", caption="A <em>boat")
        make_file("d.mp3", wordpress_id=34, uploaded_to=7, media_type="audio/mpeg", title="Song")

    def alts(self, body: str, number: int | None = 7) -> list[str]:
        article = factories.make_article(body=body, body_format=WORDPRESS, wordpress_id=number)
        return [part.split('"')[0] for part in article.body_html.split('alt="')[1:]]

    def test_without_a_list_shows_what_was_uploaded_to_the_text(self) -> None:
        assert self.alts("[gallery]") == ["second", "first"]

    def test_of_a_text_that_was_not_imported_shows_nothing(self) -> None:
        assert self.alts("[gallery]", None) == []

    def test_list_keeps_its_order(self) -> None:
        assert self.alts("[gallery ids='33,31,99']") == ["third", "first"]

    def test_of_another_text_and_without_some(self) -> None:
        assert self.alts("[gallery id=8][gallery exclude=31]") == ["third", "second"]

    def test_orders(self) -> None:
        assert self.alts("[gallery orderby=ID order=DESC]") == ["second", "first"]

    def test_caption_is_whole_html(self) -> None:
        article = factories.make_article(body="[gallery ids=33]", body_format=WORDPRESS)
        assert '<figcaption class="wp-element-caption">A <em>boat</em></figcaption>' in article.body_html

    def test_playlist_plays_sounds(self) -> None:
        article = factories.make_article(body="[playlist]", body_format=WORDPRESS, wordpress_id=7)
        assert "<li>Song<br>" in article.body_html
        assert "<img" not in article.body_html


def test_many_texts_are_rendered_with_few_queries(alice: User, django_assert_max_num_queries: Any) -> None:
    make_image("a.jpg", wordpress_id=31, uploaded_to=7)
    articles = [
        Article(
            body=f'[gallery] [gallery ids=31] <img src="/wp-content/uploads/a.jpg?w={number}">',
            body_format=WORDPRESS,
            wordpress_id=7,
        )
        for number in range(1, 50)
    ]
    with django_assert_max_num_queries(8):
        library = MediaLibrary.for_texts((article.body, article.wordpress_id) for article in articles)
        for article in articles:
            article.render(library)
    assert all(article.body_html.count("/media/pictures/x-400.webp") >= 3 for article in articles)


def test_text_without_media_asks_nothing(django_assert_num_queries: Any) -> None:
    article = Article(body="One [caption]\n\nTwo", body_format=WORDPRESS)
    with django_assert_num_queries(0):
        article.render()


def test_rendering_tells_what_it_does_not_know() -> None:
    made = Article(body='[ninja a="b"] <!-- wp:archives /-->', body_format=WORDPRESS).render()
    assert made.unknown_shortcodes == ("ninja",)
    assert made.left_out_blocks == ("archives",)
