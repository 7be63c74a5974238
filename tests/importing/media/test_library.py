"""Pictures and files of the old blog, and what shows or links them."""

from pathlib import Path

import pytest
from PIL import Image as Picture

from blog.importing.models import Imported
from blog.models import Article, Image, Redirect
from tests.importing.shelf import article, attachment, import_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(tmp_path: Path) -> str:
    """A folder with one picture of the old blog."""
    folder = tmp_path / "old" / "2019" / "05"
    folder.mkdir(parents=True)
    Picture.new("RGB", (40, 30), "teal").save(folder / "picture-30.jpg")
    return str(tmp_path / "old")


def test_picture_is_featured_whichever_comes_first(media: str) -> None:
    report = import_files([article(1, featured="30")], [attachment(30)], options={"media": media})
    assert Image.objects.get().wordpress_id == 30
    assert Article.objects.get().featured_image_id == 30
    assert report.counts["attachment"] == {"created": 1}


def test_picture_of_a_later_import_is_featured_then(media: str) -> None:
    report = import_files([article(1, featured="30")])
    assert report.oddity_counts == {"unknown-picture": 1}
    assert Article.objects.get().featured_image_id is None
    import_files([attachment(30)], options={"media": media})
    assert Article.objects.get().featured_image_id == 30
    assert not Imported.objects.exclude(missing=[]).exists()


def test_missing_file_is_told_and_found_the_next_time(media: str) -> None:
    report = import_files([attachment(30)])
    assert report.counts["attachment"] == {"skipped": 1}
    report = import_files([attachment(30)], options={"media": media})
    assert report.counts["attachment"] == {"created": 1}
    report = import_files([attachment(30)], options={"media": media})
    assert report.counts["attachment"] == {"unchanged": 1}


def test_missing_file_that_a_text_shows_is_counted_with_its_reason(media: str) -> None:
    body = '<p><img src="/wp-content/uploads/2019/05/picture-32.jpg" alt="" /></p>'
    report = import_files([article(1, body=body), attachment(31)], options={"media": media})
    assert report.counts["attachment"] == {"skipped": 2}
    assert report.skipped == {"file missing": 2}


def test_old_page_of_a_picture_leads_to_its_article(media: str) -> None:
    page = "https://old.example/2019/05/15/article-1/picture-30/"
    import_files([attachment(30, parent="1", link=page)], [article(1)], options={"media": media})
    redirect = Redirect.objects.get()
    assert redirect.old_path == "/2019/05/15/article-1/picture-30/"
    assert redirect.get_target_url() == "/2019/05/15/article-1/"


def test_old_page_of_a_picture_without_article_leads_to_the_file_until_it_comes(media: str) -> None:
    link = "https://old.example/picture-30/"
    import_files([attachment(30, parent="1", link=link)], options={"media": media})
    assert Redirect.objects.get().get_target_url() == Image.objects.get().get_absolute_url()
    import_files([article(1)])
    assert Redirect.objects.get().get_target_url() == "/2019/05/15/article-1/"


def test_picture_that_was_deleted_here_is_no_featured_one(media: str) -> None:
    import_files([attachment(30)], options={"media": media})
    Image.objects.all().delete()
    report = import_files([article(1, featured="30")])
    assert report.oddity_counts == {"unknown-picture": 1}


def test_picture_that_no_file_lists_is_brought_here_for_the_text_that_shows_it(media: str) -> None:
    body = '<p><img src="/wp-content/uploads/2019/05/picture-30.jpg" alt="" /></p>'
    report = import_files([article(1, body=body)], options={"media": media})
    assert Image.objects.get().original_path == "2019/05/picture-30.jpg"
    assert Image.objects.get().get_absolute_url() in Article.objects.get().body_html
    assert report.counts["attachment"] == {"created": 1}


def test_text_shows_a_picture_that_comes_with_a_later_import(media: str) -> None:
    body = '<p><img src="/wp-content/uploads/2019/05/picture-30.jpg" alt="" /></p>[gallery ids="30"]'
    report = import_files([article(1, body=body)])
    assert report.oddity_counts == {"media-missing": 1}
    assert Imported.objects.get(kind="article").waits_for("pictures")
    import_files([attachment(30)], options={"media": media})
    assert Article.objects.get().body_html.count(Image.objects.get().get_absolute_url()) >= 2
    assert not Imported.objects.exclude(missing=[]).exists()
