"""Files in the admin: everybody looks after their own."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from blog.models import File
from tests.blog.test_media_files import make_file

pytestmark = pytest.mark.django_db


def test_author_sees_and_deletes_only_their_own_files(alice: User, charlie: User) -> None:
    file = make_file()
    File.objects.update(uploaded_by=charlie, title="Of Charlie")
    client = Client()
    client.force_login(alice)
    assert "Of Charlie" not in client.get("/admin/blog/file/").text
    assert client.post(f"/admin/blog/file/{file.pk}/delete/", {"post": "yes"}).status_code in {302, 403, 404}
    assert File.objects.exists()


def test_owner_deletes_file_and_row(owner: User, django_capture_on_commit_callbacks: Any) -> None:
    file = make_file()
    client = Client()
    client.force_login(owner)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            "/admin/blog/file/", {"action": "delete_selected", "_selected_action": file.pk, "post": "yes"}
        )
    assert not File.objects.exists()
    assert not Path(file.file.path).exists()
