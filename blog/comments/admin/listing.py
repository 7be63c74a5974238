"""One page of the queue: found by sifting, leafed through from comment to comment."""

from functools import cached_property
from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.http import urlencode

from blog.comments.admin.filters import (
    PINGS,
    PLACES,
    ItemFilter,
    KindFilter,
    PersonFilter,
    ReasonFilter,
    StateFilter,
    in_state,
)
from blog.comments.history import add_histories
from blog.comments.models import LARGEST_ID, BlogComment
from blog.comments.moderators import moderates_all
from blog.comments.reporting import add_open_reports
from blog.comments.search import sought
from blog.comments.sifting import Found, Question, Source, find
from blog.untrusted import whole_number

PER_PAGE = 50
BEFORE, AFTER = PLACES


class QueueList(ChangeList):
    """The rows of one page, with what the cells say beside the comment itself.

    Pages begin at a comment, not at a count: the two hundredth is as quick as the first, and what comes
    in meanwhile moves nothing.
    """

    found: Found
    before: int | None
    after: int | None

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        """Leave out what says where the page begins."""
        kept: dict[str, Any] = super().get_filters_params(params)
        return {name: value for name, value in kept.items() if name not in (BEFORE, AFTER)}

    def get_results(self, request: HttpRequest) -> None:
        """Find the page, and fetch its rows with every person's history and the way back to this list."""
        self.before, self.after = (
            whole_number(request.GET.get(name, ""), most=LARGEST_ID) for name in (BEFORE, AFTER)
        )
        if self.before:
            self.after = None
        self.found = find(self.question(request), PER_PAGE, before=self.before, after=self.after)
        rows = list(BlogComment.objects.filter(pk__in=self.found.numbers).newest_first().with_item())
        add_histories(rows)
        add_open_reports(rows)
        back = urlencode({"_changelist_filters": self.get_query_string().removeprefix("?")})
        for row in rows:
            row.back = back  # type: ignore[attr-defined]
            row.may_block = moderates_all(request.user)  # type: ignore[attr-defined]
        self.result_list, self.result_count = rows, len(rows)
        self.full_result_count, self.show_full_result_count = None, False
        self.show_admin_actions, self.can_show_all, self.multi_page = True, False, False
        self.paginator = None
        self.has_filters = False  # they stand above the list, not beside it

    def question(self, request: HttpRequest) -> Question:
        """Return what the filters and the search ask."""
        specs: list[Any] = self.filter_specs
        (state,) = (spec for spec in specs if isinstance(spec, StateFilter))
        others = [spec for spec in specs if spec is not state]
        sources = [state.source(request), *(spec.source(request, state) for spec in others)]
        if not moderates_all(request.user):
            sources.append(Source(in_state(self.root_queryset, state.chosen)))
        if self.query.strip():
            sources.append(sought(self.query))
        fitting = self.root_queryset
        for spec in specs:
            if not isinstance(spec, PersonFilter):  # its source knows; here it would join another table
                fitting = spec.queryset(request, fitting)
        return Question([source for source in sources if source], [fitting])

    @cached_property
    def tabs(self) -> list[dict[str, Any]]:
        """The states, with counts and addresses."""
        return self._choices(StateFilter)

    @cached_property
    def reasons(self) -> list[dict[str, Any]]:
        """The reasons to choose from; the first is any."""
        return self._choices(ReasonFilter)

    @cached_property
    def kinds(self) -> list[dict[str, Any]]:
        """Comments and pings to choose from; the first is both. Empty on a blog that has no pings."""
        (state,) = (spec for spec in self.filter_specs if isinstance(spec, StateFilter))
        return self._choices(KindFilter) if state.counts[PINGS] else []

    @cached_property
    def articles(self) -> list[dict[str, Any]]:
        """The articles to choose from; the first is any."""
        return self._choices(ItemFilter)

    @cached_property
    def chosen(self) -> list[dict[str, Any]]:
        """What the list is narrowed to beside state, reason and kind, and the address without it."""
        shown_above = (StateFilter, ReasonFilter, KindFilter)
        narrowing: list[Any] = [spec for spec in self.filter_specs if not isinstance(spec, shown_above)]
        return [
            {"title": spec.title, "value": choice["display"], "without": all_of_it["query_string"]}
            for spec in narrowing
            for all_of_it, *choices in [list(spec.choices(self))]
            for choice in choices
            if choice["selected"]
        ]

    @cached_property
    def newest_url(self) -> str:
        """The address of the first page; empty on it."""
        return self.get_query_string(remove=[BEFORE, AFTER]) if self.before or self.after else ""

    @cached_property
    def newer_url(self) -> str:
        """The address of the page before; empty where there is none."""
        if not (self.before or (self.after and self.found.goes_on)):
            return ""
        first = self._edge(0)
        return self.get_query_string({AFTER: first}, [BEFORE]) if first else ""

    @cached_property
    def older_url(self) -> str:
        """The address of the next page; empty on the last."""
        if not (self.after or self.found.goes_on):
            return ""
        last = self._edge(-1)
        return self.get_query_string({BEFORE: last}, [AFTER]) if last else ""

    @cached_property
    def looked_to_day(self) -> Any:
        """The day of the comment where a walk ended early."""
        here = BlogComment.objects.filter(pk=self.found.looked_to or 0)
        return here.values_list("submit_date", flat=True).first()

    def _choices(self, kind: type) -> list[dict[str, Any]]:
        specs: list[Any] = [spec for spec in self.filter_specs if isinstance(spec, kind)]
        return [choice for spec in specs for choice in spec.choices(self)]

    def _edge(self, place: int) -> int | None:
        """Return the number at the page's beginning or end; where a walk ended early, how far it came."""
        is_onward = (place == 0) == bool(self.after)
        if is_onward and self.found.looked_to:
            return self.found.looked_to
        if self.found.numbers:
            return self.found.numbers[place]
        return self.before - 1 if self.before and place == 0 else self.after and self.after + 1
