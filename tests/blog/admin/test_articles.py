"""Writing, publishing and scheduling in the admin, and who may touch what."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from blog.models import Article, Page, SiteSettings, Status
from tests import factories

pytestmark = pytest.mark.django_db
ADD = "/admin/blog/article/add/"
LIST = "/admin/blog/article/"


def _as(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _form(**values: Any) -> dict[str, Any]:
    return {"title": "A café walk", "body": "One *two*.", "status": "draft", "comments_open": "on"} | values


def _change(article: Article) -> str:
    return f"/admin/blog/article/{article.pk}/change/"


def _messages(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


class TestPublishing:
    def test_new_article_is_the_writers_draft(self, alice: User) -> None:
        response = _as(alice).post(ADD, _form(_save="Save draft"), follow=True)
        article = Article.objects.get()
        assert (article.author, article.status, article.slug) == (alice, Status.DRAFT, "a-cafe-walk")
        assert response.redirect_chain[-1][0] == _change(article)
        assert "readers cannot see it" in _messages(response)

    def test_publish_shows_it_now_with_a_link(self, alice: User) -> None:
        response = _as(alice).post(ADD, _form(_publish="Publish"), follow=True)
        article = Article.objects.published().get()
        assert f'<a href="{article.get_absolute_url()}">View article</a>' in _messages(response)

    def test_publish_with_a_time_to_come_schedules_and_says_so(self, alice: User) -> None:
        times = {"published_at_0": "2999-05-15", "published_at_1": "12:00:00"}
        response = _as(alice).post(ADD, _form(_publish="Publish", **times), follow=True)
        assert Article.objects.get().is_scheduled
        assert "appears by itself on May 15, 2999" in _messages(response)

    def test_times_are_those_of_the_site(self, alice: User) -> None:
        SiteSettings(time_zone="Asia/Tokyo").save()
        times = {"published_at_0": "2019-05-15", "published_at_1": "08:00:00"}
        _as(alice).post(ADD, _form(_publish="Publish", **times))
        assert Article.objects.get().published_at.isoformat() == "2019-05-14T23:00:00+00:00"  # type: ignore[union-attr]
        page = _as(alice).get(_change(Article.objects.get())).content.decode()
        assert 'value="2019-05-15"' in page
        assert 'value="08:00:00"' in page

    @pytest.mark.parametrize("times", [{}, {"published_at_0": "2019-05-15", "published_at_1": "12:00"}])
    def test_schedule_asks_for_a_time_to_come(self, alice: User, times: dict[str, str]) -> None:
        response = _as(alice).post(ADD, _form(_schedule="Schedule", **times))
        assert response.context["errors"]
        assert "Give a time in the future to schedule it." in response.content.decode()
        assert "One *two*." in response.content.decode()
        assert not Article.objects.exists()

    def test_published_article_can_become_a_draft(self, alice: User) -> None:
        article = factories.make_article(alice)
        _as(alice).post(_change(article), _form(status="published", _draft="Switch to draft"))
        article.refresh_from_db()
        assert article.status == Status.DRAFT

    def test_preview_saves_and_leads_to_the_site(self, alice: User) -> None:
        client = _as(alice)
        response = client.post(ADD, _form(_preview="Preview on site"))
        article = Article.objects.get()
        assert response["Location"] == f"/?p={article.pk}&preview=true"
        assert client.get(response["Location"]).status_code == 200
        assert Client().get(response["Location"]).status_code == 404

    def test_first_button_of_a_draft_does_not_publish(self, alice: User) -> None:
        page = _as(alice).get(ADD).content.decode()
        buttons = [part.split('"')[0] for part in page.split('type="submit" value="')[1:]]
        assert buttons == ["Save draft", "Preview on site", "Schedule", "Publish"]


class TestAddresses:
    def test_two_articles_of_one_day_differ_in_slug(self, alice: User) -> None:
        factories.make_article(alice, slug="walk")
        times = {"published_at_0": "2019-05-15", "published_at_1": "20:00:00"}
        response = _as(alice).post(ADD, _form(slug="walk", _publish="Publish", **times))
        assert "Another article of that day has this slug" in response.content.decode()

    def test_same_slug_on_another_day_is_fine(self, alice: User) -> None:
        factories.make_article(alice, slug="walk")
        _as(alice).post(ADD, _form(slug="walk", _publish="Publish"))
        assert Article.objects.filter(slug="walk").count() == 2

    def test_slug_may_be_of_any_script(self, alice: User) -> None:
        _as(alice).post(ADD, _form(slug="हिन्दी-में", _publish="Publish"))
        article = Article.objects.get()
        assert Client().get(article.get_absolute_url()).status_code == 200

    @pytest.mark.parametrize("slug", ["a/b", "a b", "a?b", "<b>", "a%20b"])
    def test_slug_that_breaks_an_address_is_refused(self, alice: User, slug: str) -> None:
        response = _as(alice).post(ADD, _form(slug=slug, _publish="Publish"))
        assert "Use letters, digits, hyphens and underscores only." in response.content.decode()

    def test_page_cannot_take_the_path_of_another_or_lie_within_itself(self, owner: User) -> None:
        page = factories.make_page(owner, slug="about")
        child = factories.make_page(owner, title="Team", slug="team", parent=page)
        values = {"title": "About", "slug": "about", "status": "draft", "menu_order": "0", "author": owner.pk}
        response = _as(owner).post("/admin/blog/page/add/", values | {"_save": "Save"})
        assert "Another page has this address" in response.content.decode()
        response = _as(owner).post(f"/admin/blog/page/{page.pk}/change/", values | {"parent": child.pk})
        assert "cannot lie within itself" in response.content.decode()
        assert Page.objects.count() == 2


class TestWhoMayTouchWhat:
    def test_author_sees_only_their_own(self, alice: User, charlie: User) -> None:
        factories.make_article(alice, title="Of Alice")
        factories.make_article(charlie, title="Of Charlie")
        page = _as(alice).get(LIST).content.decode()
        assert "Of Alice" in page
        assert "Of Charlie" not in page

    def test_author_cannot_open_change_or_delete_the_article_of_another(
        self, alice: User, charlie: User
    ) -> None:
        article = factories.make_article(charlie, title="Of Charlie")
        client = _as(alice)
        for verb in ("change", "delete", "history"):
            response = client.get(f"/admin/blog/article/{article.pk}/{verb}/", follow=True)
            assert "Of Charlie" not in response.content.decode()
        client.post(_change(article), _form(title="Taken", _save="Save"))
        client.post(LIST, {"action": "withdraw_selected", "_selected_action": [article.pk]})
        client.post(LIST, {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"})
        article.refresh_from_db()
        assert (article.title, article.status) == ("Of Charlie", Status.PUBLISHED)

    def test_author_cannot_write_in_anothers_name(self, alice: User, charlie: User) -> None:
        _as(alice).post(ADD, _form(author=charlie.pk, _save="Save"))
        assert Article.objects.get().author == alice

    def test_editor_sees_all_and_keeps_the_author(self, alice: User, charlie: User) -> None:
        charlie.user_permissions.add(Permission.objects.get(codename="edit_others"))
        article = factories.make_article(alice)
        _as(charlie).post(_change(article), _form(author=alice.pk, status="published", _save="Update"))
        article.refresh_from_db()
        assert (article.author, article.title) == (alice, "A café walk")

    def test_reader_is_sent_away(self, bob: User) -> None:
        assert _as(bob).get(LIST).status_code in {302, 403}


class TestList:
    def test_states_are_badges_and_filters(self, owner: User) -> None:
        factories.make_article(owner, title="Old")
        factories.make_article(owner, title="Coming", published_at=timezone.now() + timedelta(days=1))
        factories.make_article(owner, title="Secret", password="word")
        page = _as(owner).get(LIST).content.decode()
        assert 'badge-scheduled">Scheduled' in page
        assert "Published · password" in page
        coming = _as(owner).get(LIST, {"state": "scheduled"}).content.decode()
        assert "Coming" in coming
        assert "Secret" not in coming

    def test_actions_publish_and_withdraw(self, owner: User) -> None:
        article = factories.make_article(owner, status=Status.DRAFT)
        client = _as(owner)
        client.post(LIST, {"action": "publish_selected", "_selected_action": [article.pk]})
        assert Article.objects.published().count() == 1
        client.post(LIST, {"action": "withdraw_selected", "_selected_action": [article.pk]})
        assert Article.objects.published().count() == 0

    def test_queries_do_not_grow_with_the_list(
        self, owner: User, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for number in range(20):
            factories.make_article(owner, title=f"Article {number}")
        client = _as(owner)
        with django_assert_max_num_queries(14):
            client.get(LIST)


def test_draft_is_published_by_its_button_only(alice: User) -> None:
    response = _as(alice).post(ADD, _form(status="published", _save="Save draft"))
    assert "Select a valid choice" in response.content.decode()
    assert not Article.objects.exists()
