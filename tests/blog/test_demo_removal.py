"""The demo goes as it came: what nobody touched leaves no trace, what somebody touched stays."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from accounts.models import User
from blog.comments.models import BlogComment, CommentLike, CommentReport
from blog.demo import loader, removal
from blog.models import Article, Category, Image, Like, Page, SiteSettings, Tag
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db
LIST = "/admin/importing/importrun/"
WELCOME, WRITING = "welcome-to-your-new-blog", "writing-in-markdown"


def test_untouched_demo_leaves_nothing(owner: User) -> None:
    before = {field.name: getattr(SiteSettings(), field.name) for field in SiteSettings._meta.fields}
    loader.load()
    assert removal.is_present()
    assert SiteSettings.current().privacy_page
    articles, pages = Article.objects.count(), Page.objects.count()
    done = removal.remove()
    assert not removal.is_present()
    for kind in (Article, Page, Category, Tag, Image, BlogComment, CommentLike, CommentReport, Like):
        assert not kind._default_manager.exists(), kind
    assert list(User.objects.all()) == [owner]
    SiteSettings.forget()
    site = SiteSettings.current()
    assert {name: getattr(site, name) for name in before} == before | {"id": 1}
    assert done.kept == []
    assert (done.removed["article"], done.removed["page"]) == (articles, pages)


def test_files_of_pictures_go_with_them(django_capture_on_commit_callbacks: object) -> None:
    loader.load()
    names = [name for image in Image.objects.all() for name in image.file_names()]
    assert all(default_storage.exists(name) for name in names)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        removal.remove()
    assert not any(default_storage.exists(name) for name in names)


def test_changed_article_stays_with_all_it_needs(client: Client) -> None:
    loader.load()
    article = Article.objects.get(slug=WELCOME)
    Article.objects.filter(pk=article.pk).update(created_at=article.created_at - 2 * removal.LOADED_WITHIN)
    done = removal.remove()
    assert [kept.slug for kept in Article.objects.all()] == [WELCOME]
    assert done.kept == [f"“{article.title}” was changed here."]
    assert article.author in User.objects.all()
    assert BlogComment.objects.on(article).exists()
    assert set(article.categories.values_list("path", flat=True)) == {"manual"}
    page = client.get(article.get_absolute_url())
    assert page.status_code == 200
    assert "srcset=" in page.content.decode()
    assert removal.is_present()


def test_article_with_a_comment_of_a_reader_stays(bob: User) -> None:
    loader.load()
    article = Article.objects.get(slug=WRITING)
    make_comment(article, user=bob)
    done = removal.remove()
    assert [kept.slug for kept in Article.objects.all()] == [WRITING]
    assert done.kept == [f"“{article.title}” has comments of others."]


def test_what_is_not_the_demos_stays(alice: User) -> None:
    loader.load()
    own = make_article(alice, slug=WELCOME, tags=[Tag.objects.get(name="tour")])
    SiteSettings.objects.update(title="Alice writes")
    SiteSettings.forget()
    removal.remove()
    assert list(Article.objects.all()) == [own]
    assert [tag.name for tag in Tag.objects.all()] == ["tour"]
    SiteSettings.forget()
    assert SiteSettings.current().title == "Alice writes"


def test_account_with_the_name_of_a_person_of_the_demo_stays() -> None:
    ada = User.objects.create_user("ada", "ada@example.org", "a long enough passphrase")
    make_article(ada, slug=WELCOME)
    assert not removal.is_present()
    removal.remove()
    assert list(Article.objects.values_list("author__username", flat=True)) == ["ada"]


def test_demo_can_be_taken_out_by_a_button(client: Client, owner: User) -> None:
    client.force_login(owner)
    loader.load()
    assert "Take the demo out" in client.get(LIST).content.decode()
    page = client.post(LIST, {"remove-demo": "1"}, follow=True).content.decode()
    assert "The demo was taken out." in page
    assert not removal.is_present()
    assert "Take the demo out" not in client.get(LIST).content.decode()
