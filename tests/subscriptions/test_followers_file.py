"""Files of followers as other programs, and hostile people, write them."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from blog.models import OutgoingMail
from blog.subscriptions.models import State, Subscriber
from tests.subscriptions.conftest import BringIn

pytestmark = pytest.mark.django_db
IMPORT = "/admin/subscriptions/subscriber/import/"


@pytest.mark.parametrize(
    "content",
    [
        b"email\nnew@example.org\n",
        b"\xef\xbb\xbfEmail\r\nnew@example.org\r\n",
        "Name;E-Mail\nZo\u00eb;NEW@example.org\n".encode("latin-1"),
        "email\tname\nnew@example.org\tx\n".encode("utf-16"),
        b"name|email\nx|new@example.org\n",
        b'"email","note"\r\n"new@example.org","two\r\nlines"\r\n',
        b"new@example.org\n",
        b"email_address,subscription_status\nnew@example.org,Subscribed\nno@example.org,Not confirmed\n",
        b"id,email,subscribed_to_emails\n1,new@example.org,true\n2,no@example.org,false\n",
        b"email\n'=cmd@\nnew@example.org\n",
    ],
    ids=[
        "plain",
        "BOM",
        "semicolon",
        "UTF-16",
        "bar",
        "quoted lines",
        "no head",
        "WordPress.com",
        "Ghost",
        "formula",
    ],
)
def test_every_way_of_writing_is_read(bring_in: BringIn, content: bytes) -> None:
    bring_in(content, has_consent="on")
    assert [each.email for each in Subscriber.objects.active()] == ["new@example.org"]


def test_report_names_each_line_that_is_left_out(bring_in: BringIn) -> None:
    page = bring_in(b"email,status\na@b.org,\nx<b>,\nA@B.org ,\nc@d.org,unsubscribed\n", is_trial="on")
    assert "1 new, 0 known already, 1 not following there, 1 twice in the file, 1 no addresses." in page
    assert "<td>3</td><td>x&lt;b&gt;</td><td>is no e-mail address</td>" in page
    assert "<td>4</td><td>A@B.org</td><td>is in line 2 already</td>" in page
    assert "<td>5</td><td>c@d.org</td><td>does not follow there: unsubscribed</td>" in page


def test_long_report_ends_with_a_number(bring_in: BringIn) -> None:
    page = bring_in(b"email\n" + b"x\n" * 5_000, is_trial="on")
    assert page.count("is no e-mail address") == 100
    assert "and 4900 more lines" in page


@pytest.mark.parametrize(
    "content",
    [
        b"name\nrita\n",
        b"\xff\xfe\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b'email\n"' + b"x" * 200_000,
        b"a@b.org\n" * 50_001,
        b"x" * (10 * 2**20 + 1),
    ],
)
def test_file_that_cannot_be_taken_is_refused_in_words(bring_in: BringIn, content: bytes) -> None:
    assert 'class="errorlist"' in bring_in(content)
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(("boxes", "mails"), [({"has_consent": "on"}, 0), ({}, 10_000)])
def test_ten_thousand_cost_as_many_queries_as_ten(
    bring_in: BringIn, boxes: dict[str, str], mails: int, django_assert_max_num_queries: Any
) -> None:
    content = b"email\n" + b"".join(b"r%d@example.org\n" % number for number in range(10_000))
    with django_assert_max_num_queries(40):
        bring_in(content, **boxes)
    state = State.PENDING if mails else State.ACTIVE
    assert Subscriber.objects.filter(state=state).count() == 10_000
    assert OutgoingMail.objects.count() == mails


def test_imported_people_confirm_by_their_own_link(bring_in: BringIn, client: Client) -> None:
    bring_in(b"email\na@example.org\nb@example.org\n")
    mail = OutgoingMail.objects.get(recipient="b@example.org")
    [link] = [word for word in mail.content.text.split() if "/subscriptions/confirm/" in word]
    client.post(urlsplit(link).path)
    assert [each.email for each in Subscriber.objects.active()] == ["b@example.org"]
