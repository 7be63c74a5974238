"""Every page of the admin opens for the owner, and none needs an inline script or style."""

import re
from io import BytesIO

import pytest
from django.contrib import admin
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from blog.models import File, Image, OutgoingMail, Redirect, SiteSettings
from blog.roles import AUTHOR, EDITOR, ensure_groups
from tests import factories
from tests.blog.test_images import picture

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
OURS = [model for model in admin.site._registry if model._meta.app_label in {"blog", "accounts"}]


@pytest.fixture
def desk(owner: User) -> Client:
    factories.make_article(owner, title="Shown")
    factories.make_page(owner)
    factories.make_category()
    factories.make_tag()
    Image.objects.store(BytesIO(picture()), uploaded_by=owner, alt="Red and blue")
    File.objects.make(ContentFile(b"%PDF-1.4"), "report.pdf", uploaded_by=owner).save()
    Redirect.objects.create(old_path="/old/", new_path="/new/")
    OutgoingMail.objects.create(message_id="1@example.org", recipient="bob@example.org", subject="Hello")
    client = Client()
    client.force_login(owner)
    return client


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_list_form_and_search_open(desk: Client, model: type) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"  # type: ignore[attr-defined]
    pages = [reverse(f"{name}_changelist"), reverse(f"{name}_changelist") + "?q=a"]
    if model is not SiteSettings:
        first = model._default_manager.first()  # type: ignore[attr-defined]
        pages.append(reverse(f"{name}_change", args=[first.pk]))
    if model not in {SiteSettings, OutgoingMail, File}:
        pages.append(reverse(f"{name}_add"))
    for page in pages:
        response = desk.get(page, follow=True)
        assert response.status_code == 200, page
        html = response.content.decode()
        assert "doesn’t exist" not in html
        assert not INLINE.search(html), (page, INLINE.search(html))


def test_site_settings_are_one_form(desk: Client) -> None:
    form = "/admin/blog/sitesettings/1/change/"
    assert desk.get("/admin/blog/sitesettings/")["Location"] == form
    page = desk.get(form)
    fields = page.context["adminform"].form
    values = {field.name: field.value() for field in fields if field.value() or field.value() == 0}
    values = {name: value for name, value in values.items() if value is not False}
    assert desk.post(form, values | {"title": "A Site"})["Location"] == form
    assert SiteSettings.current().title == "A Site"
    refused = desk.post(form, values | {"time_zone": "Mars/Olympus"})
    assert "is no time zone" in refused.content.decode()


def test_picture_is_uploaded_with_its_words(desk: Client, owner: User) -> None:
    file = BytesIO(picture("JPEG"))
    file.name = "x.jpg"
    refused = desk.post("/admin/blog/image/add/", {"upload": file, "alt": ""})
    assert "This field is required" in refused.content.decode()
    file.seek(0)
    desk.post("/admin/blog/image/add/", {"upload": file, "alt": "A desk"})
    image = Image.objects.get(alt="A desk")
    assert str(image.file.name).endswith(".jpg")
    assert len(image.renditions) == 2


def test_author_sees_only_their_own_pictures(alice: User, charlie: User) -> None:
    Image.objects.store(BytesIO(picture()), uploaded_by=charlie, alt="Of Charlie")
    client = Client()
    client.force_login(alice)
    assert "Of Charlie" not in client.get("/admin/blog/image/").content.decode()


def test_mail_can_be_sent_again_but_not_changed(desk: Client) -> None:
    mail = OutgoingMail.objects.get()
    OutgoingMail.objects.update(given_up_at=mail.created_at, attempt_count=12)
    data = {"action": "send_again", "_selected_action": [mail.pk]}
    desk.post("/admin/blog/outgoingmail/", data)
    mail.refresh_from_db()
    assert (mail.given_up_at, mail.attempt_count) == (None, 0)
    assert desk.post(f"/admin/blog/outgoingmail/{mail.pk}/change/", {"subject": "x"}).status_code == 403


@pytest.mark.parametrize(
    "values",
    [
        {"old_path": "old", "new_path": "/new/"},
        {"old_path": "/a/", "new_path": "//evil.example/"},
        {"old_path": "/a/", "new_path": "https://evil.example/"},
        {"old_path": "/a/", "new_path": "/a/"},
        {"old_path": "/a/"},
    ],
)
def test_redirect_that_leads_nowhere_or_away_is_refused(desk: Client, values: dict[str, str]) -> None:
    assert desk.post("/admin/blog/redirect/add/", values).status_code == 200
    assert Redirect.objects.count() == 1


def test_person_with_articles_cannot_be_deleted(desk: Client, owner: User) -> None:
    assert desk.get(f"/admin/accounts/user/{owner.pk}/delete/").status_code == 403


def test_groups_are_made_once_and_then_left_alone() -> None:
    from django.contrib.auth.models import Group

    ensure_groups()
    editor, author = Group.objects.get(name=EDITOR), Group.objects.get(name=AUTHOR)
    assert editor.permissions.filter(codename="edit_others").exists()
    assert editor.permissions.filter(codename="moderate").exists()
    assert not author.permissions.filter(codename="edit_others").exists()
    author.permissions.clear()
    ensure_groups()
    assert not author.permissions.exists()
