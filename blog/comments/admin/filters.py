"""What the queue can be narrowed to: a state, a text, a person, a reason.

``queryset`` narrows, however long that takes; ``source`` says where the same comments are found quickly.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django_comments.models import Comment

from blog.comments.admin.paging import capped_counts, shown
from blog.comments.models import LARGEST_ID, BlogComment, CommentQuerySet, Kind, State, same_person
from blog.comments.moderation import Reason
from blog.comments.sifting import Source
from blog.models import Article, Page
from blog.untrusted import whole_number

ALL, REPORTED, PINGS = "all", "reported", "pings"
NEWEST_ARTICLES = 10
SHORT = {
    Reason.FIRST: _("First comment"),
    Reason.ALL: _("All are held"),
    Reason.LINKS: _("Links"),
    Reason.WORD: _("Moderation list"),
    Reason.DISALLOWED: _("Disallowed list"),
    Reason.SCORE: _("Looks like spam"),
    Reason.DOUBTFUL: _("Doubtful"),
    Reason.EDITED: _("Edited"),
    Reason.MODERATOR: _("By a moderator"),
}
PLACES = ["before", "after"]  # numbers of comments in the address: where a page begins


class StateFilter(admin.SimpleListFilter):
    """The states with their counts; the moderation queue comes first."""

    title = _("state")
    parameter_name = "state"
    counts: dict[str, int]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return each state with the number of comments that this person may moderate."""
        labels: dict[str, Any] = {state.value: state.label for state in State}
        labels |= {REPORTED: _("Reported"), ALL: _("All")}
        theirs = BlogComment.objects.moderated_by(request.user)
        counted: dict[str, Any] = {value: in_state(theirs, value) for value in labels}
        self.counts = capped_counts(counted | {PINGS: theirs.exclude(kind=Kind.COMMENT)})
        return list(labels.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the chosen state; the held ones when none is chosen."""
        return in_state(queryset, self.chosen)

    @property
    def chosen(self) -> str:
        """The state that is shown, or one of the other two words."""
        return self.value() or State.PENDING

    def source(self, request: HttpRequest) -> Source:
        """Return where what is in the state comes from."""
        return Source(in_state(BlogComment.objects.all(), self.chosen), is_ordered=True)

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Yield the states without Django's own “All”."""
        for value, title in self.lookup_choices:
            yield {
                "selected": self.chosen == value,
                "query_string": changelist.get_query_string({"state": value}, PLACES),
                "display": title,
                "count": shown(self.counts[value]),
            }


class _Narrowing(admin.SimpleListFilter):
    """Can be chosen and taken away; what is chosen is shown from the newest on."""

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Yield “All”, and what there is to choose."""
        query = changelist.get_query_string(remove=[str(self.parameter_name), *PLACES])
        yield {"selected": self.value() is None, "query_string": query, "display": _("All")}
        for value, title in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({str(self.parameter_name): value}, PLACES),
                "display": title,
            }


class _OfComments(_Narrowing):
    """Narrows by a column of the comments' own table, which has an index together with the state."""

    def source(self, request: HttpRequest, state: StateFilter) -> Source | None:
        """Return where what is chosen comes from; None where nothing is."""
        narrow: Any = self.queryset
        if not self.value():
            return None
        among: Any = state.source(request).rows
        return Source(narrow(request, among), is_ordered=state.chosen in State.values)


class ReasonFilter(_OfComments):
    """Why they were held."""

    title = _("reason")
    parameter_name = "reason"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return every reason, in a word or two."""
        return [(reason.value, SHORT[reason]) for reason in Reason]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what was held for it."""
        chosen = self.value()
        if not chosen:
            return queryset
        held: CommentQuerySet = queryset  # type: ignore[assignment]
        return held.held_for(chosen) if chosen in Reason.values else queryset.none()


class KindFilter(_OfComments):
    """What somebody said, or the mentions of other blogs, which WordPress calls pings."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return WordPress's two."""
        return [("comment", _("Comments")), (PINGS, _("Pings"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what is of that kind."""
        if self.value() == PINGS:
            return queryset.exclude(kind=Kind.COMMENT)
        return queryset.filter(kind=self.value()) if self.value() else queryset


class _NumberFilter(_Narrowing):
    """Narrows to what has a number in the address; the rows' links lead there."""

    def chosen(self) -> int | None:
        """Return the number; 0, which nothing has, for what is none."""
        value = self.value()
        return (whole_number(value, most=LARGEST_ID) or 0) if value else None


class ItemFilter(_NumberFilter, _OfComments):
    """One article; the newest ones are there to choose from."""

    title = _("article")
    parameter_name = "article"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the chosen article, and the newest that this person may see."""
        published = Article.objects.published().order_by("-published_at", "-pk")
        newest = list(published.values_list("pk", "title")[:NEWEST_ARTICLES])
        number = self.chosen()
        if number and number not in dict(newest):
            newest = [*Article.objects.filter(pk=number).values_list("pk", "title"), *newest]
        return [(str(pk), Truncator(title).chars(40)) for pk, title in newest]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what stands under it."""
        number = self.chosen()
        return queryset if number is None else queryset.filter(article=number)


class PageFilter(_NumberFilter, _OfComments):
    """One page; shown when it was chosen in a row."""

    title = _("page")
    parameter_name = "page"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the chosen page."""
        number = self.chosen()
        if number is None:
            return []
        return [(str(pk), title) for pk, title in Page.objects.filter(pk=number).values_list("pk", "title")]

    def has_output(self) -> bool:
        """Filter, also by a page that is not there."""
        return self.chosen() is not None

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what stands under it."""
        number = self.chosen()
        return queryset if number is None else queryset.filter(page=number)


class PersonFilter(_NumberFilter):
    """Whoever wrote one comment. The address names that comment: no e-mail address gets into a log."""

    title = _("person")
    parameter_name = "person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the name of the chosen person."""
        comment = self._comment(request)
        return [(str(comment.pk), comment.name)] if comment else []

    def has_output(self) -> bool:
        """Filter, also by a comment that is not there."""
        return self.chosen() is not None

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what the same person wrote."""
        if self.chosen() is None:
            return queryset
        comment = self._comment(request)
        return queryset.filter(same_person(comment)) if comment else queryset.none()

    def source(self, request: HttpRequest, state: StateFilter) -> Source | None:
        """Return where that person's comments come from: the table with the addresses has an index."""
        if self.chosen() is None:
            return None
        rows = self.queryset(request, Comment._base_manager.all())
        return Source(rows, is_ordered=True, sieve=rows)

    def _comment(self, request: HttpRequest) -> BlogComment | None:
        """Return the comment; authors cannot ask who wrote what stands under others' texts."""
        number = self.chosen()
        if not number:
            return None
        return BlogComment.objects.moderated_by(request.user).with_item().filter(pk=number).first()


def in_state[T: QuerySet[Any]](comments: T, wanted: str) -> T:
    if wanted == ALL:
        return comments
    if wanted == REPORTED:
        return comments.filter(report_count__gt=0)
    return comments.filter(state=wanted) if wanted in State.values else comments.none()
