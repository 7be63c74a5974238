"""Statements that are written down once: the same answers as the ORM's own."""

from typing import Any

import pytest
from django.db import connection, models
from django.db.models.signals import post_save

from blog.comments.models import BlogComment
from blog.models import Article, OutgoingMail
from blog.models.insertion import insert
from blog.models.prepared import IS_PLANNED, Given, Questions, Search, count
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db
PK = Given("pk", models.BigIntegerField())


def test_questions_are_asked_with_other_values() -> None:
    one, two = make_article(title="One"), make_article(title="Two")
    articles = Article.objects.order_by()
    questions = Questions(
        {"title": articles.filter(pk=PK).values_list("title"), "all": articles.order_by("pk").values("pk")}
    )
    assert questions.ask(pk=one.pk) == {"title": ["One"], "all": [one.pk, two.pk]}
    assert questions.ask(pk=two.pk)["title"] == ["Two"]
    assert questions.ask(pk=0)["title"] == []


def test_a_count_of_nothing_is_zero() -> None:
    article = make_article()
    number = Questions({"count": article.comments.order_by().values_list(count())})
    assert number.ask() == {"count": [0]}
    make_comment(article)
    assert number.ask() == {"count": [1]}


def test_what_is_asked_for_is_no_sql() -> None:
    text = Given("text", models.TextField())
    question = Questions({"found": Article.objects.order_by().filter(title=text).values_list("pk")})
    assert question.ask(text="' OR 1=1 -- %s")["found"] == []


def test_a_planned_question_has_the_same_answers_in_every_session() -> None:
    article = make_article(title="100 % of one's own")
    title = Given("title", models.TextField())
    found = Article.objects.order_by().filter(title=title, title__endswith="% of one's own")
    questions = Questions({"found": found.values_list("pk"), "again": found.filter(pk=PK).values_list("pk")})

    def ask(**values: Any) -> dict[str, list[Any]]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {IS_PLANNED}", [questions.plan_name])
            return questions.ask_planned(is_planned=cursor.fetchone()[0], **values)

    for _time in range(7):  # PostgreSQL settles on one plan at the sixth
        given = {"title": article.title, "pk": article.pk}
        assert ask(**given) == questions.ask(**given) == {key: [article.pk] for key in ("found", "again")}
        assert ask(title="'); --", pk=0)["found"] == []
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")  # as a session is that has not been asked before
    assert ask(title=article.title, pk=0) == {"found": [article.pk], "again": []}


def test_a_search_leaves_unread_what_it_defers() -> None:
    article = make_article(title="One", body="A text.")
    search = Search(Article.objects.filter(pk=PK).defer("body"))
    found = search.find(pk=article.pk)
    assert found == article
    assert found.get_deferred_fields() == {"body"}
    assert found.body == "A text."
    assert search.find(pk=0) is None


def test_an_inserted_row_is_told_of_and_can_be_changed() -> None:
    told: list[tuple[object, bool]] = []

    def note(instance: object, created: bool, **kwargs: object) -> None:
        told.append((instance, created))

    post_save.connect(note, sender=OutgoingMail)
    try:
        mail = OutgoingMail(message_id="<1@blog>", recipient="a@example.org", subject="A", body_text="B")
        insert(mail)
    finally:
        post_save.disconnect(note, sender=OutgoingMail)
    assert told == [(mail, True)]
    mail.mark_sent()
    assert OutgoingMail.objects.get(pk=mail.pk).sent_at == mail.sent_at


def test_an_inserted_comment_has_a_row_in_each_table() -> None:
    comment = make_comment(make_article(), comment="Three tables.")
    assert BlogComment.objects.get(pk=comment.pk).comment == "Three tables."
    comment.comment = "Changed."
    comment.save()
    assert BlogComment.objects.get(pk=comment.pk).comment == "Changed."
