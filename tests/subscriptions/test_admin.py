"""The owner's list: add, end, files out and in."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from blog.models import OutgoingMail
from blog.subscriptions.models import EndReason, Source, State, Subscriber
from tests.subscriptions.conftest import BringIn

pytestmark = pytest.mark.django_db
LIST = "/admin/subscriptions/subscriber/"


def test_list_is_searched_and_filtered(admin: Client, rita: Subscriber) -> None:
    Subscriber.objects.create(email="pending@example.org")
    assert "rita@" in (page := admin.get(f"{LIST}?q=rita").content.decode())
    assert "pending@" not in page
    assert "rita@" not in admin.get(f"{LIST}?state__exact=pending").content.decode()


def test_list_names_itself_and_its_filters(admin: Client, rita: Subscriber) -> None:
    page = admin.get(LIST)
    assert page.context["title"] == "Followers"
    assert "By reason of the end" in (html := page.content.decode())
    assert "Removed by the owner" in html


def test_added_follower_is_asked_unless_there_is_consent(admin: Client) -> None:
    admin.post(f"{LIST}add/", {"email": "Asked@example.org", "frequency": "now"})
    admin.post(f"{LIST}add/", {"email": "agreed@example.org", "frequency": "daily", "has_consent": "on"})
    assert Subscriber.objects.get(email="asked@example.org").state == State.PENDING
    assert Subscriber.objects.active().get().email == "agreed@example.org"
    assert OutgoingMail.objects.get().recipient == "asked@example.org"


def test_page_of_one_changes_how_often_and_not_the_address(admin: Client, rita: Subscriber) -> None:
    assert admin.get(f"{LIST}{rita.pk}/change/").status_code == 200
    admin.post(f"{LIST}{rita.pk}/change/", {"email": "other@example.org", "frequency": "weekly"})
    rita.refresh_from_db()
    assert (rita.email, rita.frequency) == ("rita@example.org", "weekly")


def test_selected_followers_are_ended(admin: Client, rita: Subscriber) -> None:
    admin.post(LIST, {"action": "end", "_selected_action": [rita.pk]})
    rita.refresh_from_db()
    assert rita.ended_because == EndReason.OWNER


def test_file_out_holds_no_formula(admin: Client, rita: Subscriber) -> None:
    Subscriber.objects.create(email="=cmd@example.org")
    response: Any = admin.get(f"{LIST}export/")
    text = b"".join(response.streaming_content).decode()
    assert "rita@example.org,active,now,form," in text
    assert "\r\n'=cmd@example.org," in text


def test_file_in_is_tried_first(bring_in: BringIn, rita: Subscriber) -> None:
    content = (
        b"Email Address,Status\r\nRITA@example.org,\r\nnew@example.org,active\r\nx,\r\ngone@a.org,ended\r\n"
    )
    page = bring_in(content, is_trial="on")
    assert "1 new, 1 known already, 1 not following there, 0 twice in the file, 1 no addresses." in page
    assert Subscriber.objects.count() == 1
    bring_in(content)
    assert Subscriber.objects.get(email="new@example.org").state == State.PENDING
    assert OutgoingMail.objects.count() == 1


def test_file_with_consent_begins_and_revives_nobody(bring_in: BringIn, rita: Subscriber) -> None:
    rita.end(EndReason.READER)
    bring_in(b"email\nrita@example.org\nnew@example.org\nnew@example.org\n", has_consent="on")
    new = Subscriber.objects.active().get()
    assert (new.email, new.source) == ("new@example.org", Source.IMPORT)
    assert not OutgoingMail.objects.exists()


def test_list_and_files_are_the_owners_alone(client: Client, alice: User, rita: Subscriber) -> None:
    client.force_login(alice, "django.contrib.auth.backends.ModelBackend")
    for path in (LIST, f"{LIST}export/", f"{LIST}import/"):
        assert client.get(path).status_code == 403
