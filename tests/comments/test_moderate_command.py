"""``manage.py moderate``: for scripts."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from blog.comments import bulk
from blog.comments.models import Act, BlogComment, ModerationRecord, State
from blog.models import Article
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def moderate(*arguments: str) -> str:
    out = StringIO()
    call_command("moderate", *arguments, stdout=out)
    return out.getvalue()


def state_of(comment: BlogComment) -> str:
    return BlogComment.objects.values_list("state", flat=True).get(pk=comment.pk)


@pytest.fixture
def pills(article: Article) -> BlogComment:
    """A held comment about pills, beside one about the sea."""
    make_comment(article, comment="The sea", state=State.PENDING)
    return make_comment(article, comment="Cheap pills", state=State.PENDING, author_name="Pill\x1b Seller")


@pytest.mark.parametrize(
    ("act", "state"), [("approve", State.PUBLIC), ("spam", State.SPAM), ("trash", State.TRASH)]
)
def test_what_matches_is_moved(pills: BlogComment, act: str, state: State) -> None:
    assert moderate(act, "--match", "cheap pills") == f"{act}: 1\n"
    assert state_of(pills) == state
    assert BlogComment.objects.filter(state=State.PENDING).count() == 1
    assert ModerationRecord.objects.get().comment_number == pills.pk


def test_numbers_states_and_texts_must_all_fit(pills: BlogComment) -> None:
    with pytest.raises(CommandError, match="No comment fits"):
        moderate("spam", "--id", str(pills.pk), "--state", "public")
    with pytest.raises(CommandError, match="No comment fits"):
        moderate("spam", "--id", str(pills.pk), "--match", "sea")
    moderate("spam", "--id", str(pills.pk), "--state", "pending", "--match", "pills")
    assert state_of(pills) == State.SPAM


def test_nothing_given_means_no_comment(pills: BlogComment) -> None:
    for match in ("", "   "):
        with pytest.raises(CommandError, match="Give --id, --match or --state"):
            moderate("trash", "--match", match)
    assert state_of(pills) == State.PENDING


def test_a_dry_run_lists_and_moves_nothing(pills: BlogComment) -> None:
    out = moderate("spam", "--match", "pills", "--dry-run")
    assert f"{pills.pk}  pending  Pill Seller: Cheap pills" in out
    assert state_of(pills) == State.PENDING


def test_the_list_is_json_for_programs(pills: BlogComment) -> None:
    (line,) = moderate("list", "--match", "pills", "--json").splitlines()
    found = json.loads(line)
    assert (found["id"], found["state"], found["text"]) == (pills.pk, "pending", "Cheap pills")
    assert len(moderate("list", "--state", "pending").splitlines()) == 2


def test_deleting_for_ever_wants_a_yes(pills: BlogComment) -> None:
    with pytest.raises(CommandError, match="1 would be deleted for ever"):
        moderate("delete", "--match", "pills")
    assert moderate("delete", "--match", "pills", "--yes") == "delete: 1\n"
    assert not BlogComment.objects.filter(pk=pills.pk).exists()
    record = ModerationRecord.objects.get()
    assert (record.act, record.comment_number) == (Act.DELETE, pills.pk)


def test_many_are_moved_in_portions(pills: BlogComment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "PORTION", 1)
    assert moderate("trash", "--state", "pending") == "trash: 1\ntrash: 2\n"
    assert BlogComment.objects.filter(state=State.TRASH).count() == 2


def test_the_log_names_the_command_or_whom_it_is_told(pills: BlogComment, owner: User) -> None:
    moderate("spam", "--id", str(pills.pk))
    moderate("trash", "--id", str(pills.pk), "--by", owner.username)
    moderate("delete", "--id", str(pills.pk), "--yes")
    told = ModerationRecord.objects.order_by("pk").values_list("actor", "actor_name")
    command = (None, "manage.py moderate")
    assert list(told) == [command, (owner.pk, str(owner)), command]


def test_an_unknown_name_stops_it(pills: BlogComment) -> None:
    with pytest.raises(CommandError, match="no account “nobody”"):
        moderate("spam", "--id", str(pills.pk), "--by", "nobody")
    assert state_of(pills) == State.PENDING
