"""The admin's front page: what a person does first, and nothing that is not theirs."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from blog.models import SiteSettings
from blog.roles import AUTHOR, ensure_groups
from tests import factories

pytestmark = pytest.mark.django_db


def sections(user: User) -> dict[str, list[str]]:
    client = Client()
    client.force_login(user)
    apps = client.get("/admin/").context["app_list"]
    return {str(app["name"]): [model["object_name"] for model in app["models"]] for app in apps}


def test_owner_finds_writing_first_and_records_last(owner: User) -> None:
    found = sections(owner)
    assert list(found) == ["Write", "Readers", "Site", "Records"]
    assert found["Write"] == ["Article", "Page", "Image", "File", "Category", "Tag"]
    assert found["Readers"] == ["BlogComment", "Block", "ModerationRecord", "Subscriber", "User"]
    assert found["Site"][0] == "SiteSettings"


def test_author_sees_nothing_but_the_own_work() -> None:
    ensure_groups()
    author = factories.make_user("anna", is_staff=True)
    author.groups.add(Group.objects.get(name=AUTHOR))
    assert sections(author) == {
        "Write": ["Article", "Image", "File", "Category", "Tag"],
        "Readers": ["BlogComment", "ModerationRecord"],
    }


def test_page_of_one_app_stays(owner: User, client: Client) -> None:
    client.force_login(owner)
    assert client.get("/admin/blog/").status_code == 200


def test_settings_are_grouped_by_what_they_are_about(owner: User, client: Client) -> None:
    client.force_login(owner)
    page = client.get("/admin/blog/sitesettings/", follow=True)
    groups = [str(fieldset.name) for fieldset in page.context["adminform"] if fieldset.name]
    assert groups[2:] == [
        "Comments",
        "Comments that wait for a moderator",
        "Comments that look like spam",
        "Privacy",
        "Copies",
    ]
    shown = {name for fieldset in page.context["adminform"] for name in fieldset.fields}
    assert shown == {field.name for field in SiteSettings._meta.fields} - {"id"}
