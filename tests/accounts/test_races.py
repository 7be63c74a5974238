"""Twenty rounds each of what may happen at once to one account: no way in lost, no name left behind."""

from functools import partial

import pytest
from allauth.socialaccount.models import SocialAccount

from accounts import deletion
from accounts.models import User
from blog.comments.models import BlogComment
from tests.comments import posts
from tests.comments.test_race import at_once
from tests.factories import make_article, make_author, make_user

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(20)


def test_one_of_two_services_stays_when_both_are_disconnected() -> None:
    for number in ROUNDS:
        person = make_user(f"bob{number}")
        person.set_unusable_password()
        person.save()
        disconnect_all(person)
        assert SocialAccount.objects.filter(user=person).count() == 1


def test_comment_posted_while_the_account_is_deleted_keeps_no_name() -> None:
    article = make_article(make_author("alice"))
    for number in ROUNDS:
        person = make_user(f"bob{number}", display_name="Bob Reader")
        client = posts.sign_in(person)
        answer, is_deleted = at_once(
            partial(posts.post, article, client, comment=f"My last word, {number}."),
            partial(deletion.delete_account, person, keep_comments=True),
        )
        assert is_deleted
        # Who has no account any more is a guest, of an address that posts often.
        assert answer.status_code in {302, 403, 429}
        assert not User.objects.filter(pk=person.pk).exists()
    for comment in BlogComment.objects.all():
        traces = [comment.name, comment.user_email, comment.user_url, comment.user_agent, comment.ip_address]
        assert not set(filter(None, traces)) - {"Anonymous"}


def disconnect_all(person: User) -> None:
    accounts = [
        SocialAccount.objects.create(user=person, provider=provider, uid=str(person.pk))
        for provider in ("google", "facebook")
    ]
    clients = [posts.sign_in(person) for _ in accounts]
    at_once(
        *(
            lambda client=client, account=account: client.post("/accounts/services/", {"account": account.pk})
            for client, account in zip(clients, accounts, strict=True)
        )
    )
