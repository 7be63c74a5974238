"""The choices of an import remember what was chosen for the same blog before."""

from pathlib import Path

import pytest

from accounts.models import User
from blog.importing.models import ImportRun
from blog.importing.options import Options
from blog.moving import running
from blog.moving.admin.choices import ChoicesForm
from tests.moving.files import make_wxr

pytestmark = pytest.mark.django_db


def test_who_was_named_in_an_earlier_import_is_chosen_again(tmp_path: Path, owner: User, alice: User) -> None:
    files, options = [make_wxr(tmp_path / "site.xml", authors=2)], Options(authors={"author1": "alice"})
    run = running.begin("wordpress", files, options, is_trial=False)
    running.execute(run, lambda *_told: None)
    later: ImportRun = running.begin("wordpress", files, Options(), is_trial=True)
    running.look_over(later)
    form = ChoicesForm(later, owner)
    assert [form["author_0"].initial, form["author_1"].initial] == ["alice", "author2"]
