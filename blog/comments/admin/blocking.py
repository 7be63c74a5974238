"""From the queue to a block: the page that asks what of these comments' writers to block."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.comments import blocking
from blog.comments.admin import acts
from blog.comments.admin.paging import capped_counts, shown
from blog.comments.marks import BlockKind, domain_of_url, email_of, network_of
from blog.comments.models import LARGEST_ID, STANDING, Block, BlogComment, CommentQuerySet
from blog.comments.moderators import moderates_all
from blog.comments.people import Visitor
from blog.comments.search import matching
from blog.untrusted import whole_number

MOST_COMMENTS = 50  # whose writers are blocked at once


@dataclass
class Choice:
    """One thing that can be blocked, or why it cannot."""

    kind: BlockKind
    value: str
    name: str  # as the moderator reads it
    because_of: BlogComment
    refusal: str = ""
    hint: str = ""

    @property
    def key(self) -> str:
        """What the form sends."""
        return f"{self.kind.value}:{self.value}"

    @property
    def label(self) -> str:
        """What stands beside the box, or in its place."""
        end = f" – {self.refusal or self.hint}" if self.refusal or self.hint else ""
        return f"{self.kind.label}: {self.name}{end}"

    @property
    def comments(self) -> CommentQuerySet:
        """The comments that it would have kept out, as far as the search finds them."""
        everybody = BlogComment.objects.all()
        if self.kind == BlockKind.ACCOUNT:
            return everybody.filter(user=int(self.value))
        return matching(everybody, f"@{self.value}" if self.kind == BlockKind.DOMAIN else self.value)


class BlockingForm(forms.Form):
    """What to block, why, and what becomes of the comments that are there."""

    chosen = forms.MultipleChoiceField(
        label=_("What to block"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what to block.")},
    )
    note = forms.CharField(
        label=_("Why"),
        max_length=300,
        required=False,
        help_text=_("Only moderators read it."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    to_spam = forms.BooleanField(
        label=_("Mark their comments as spam, those that are public or wait"), required=False
    )

    def __init__(self, choices: list[Choice], data: Any = None) -> None:
        self.by_key = {choice.key: choice for choice in choices if not choice.refusal}
        super().__init__(data, initial={"chosen": _first_of_each(self.by_key.values())})
        field: Any = self.fields["chosen"]
        field.choices = [(key, choice.label) for key, choice in self.by_key.items()]


class Blocking:
    """What ``CommentAdmin`` has of it: an action, and the page that it leads to."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[Any]:
        """Add the address of the page."""
        view = self.admin_site.admin_view(self.block_view)
        urls: list[Any] = super().get_urls()  # type: ignore[misc]
        return [path("block/", view, name="comments_blogcomment_block"), *urls]

    def has_block_permission(self, request: HttpRequest) -> bool:
        """Whether this person may block: a block is for the whole blog."""
        return moderates_all(request.user)

    @admin.action(description=_("Block the writers of selected comments…"), permissions=["block"])
    def block_writers(self, request: HttpRequest, queryset: QuerySet[BlogComment]) -> HttpResponse:
        """Ask what of them to block."""
        numbers = list(queryset.values_list("pk", flat=True)[:MOST_COMMENTS])
        query: list[tuple[str, Any]] = [("comment", number) for number in numbers]
        query.append(("_changelist_filters", request.GET.urlencode()))
        return HttpResponseRedirect(f"{reverse('admin:comments_blogcomment_block')}?{urlencode(query)}")

    def block_view(self, request: HttpRequest) -> HttpResponse:
        """Show what can be blocked, or block it."""
        if not self.has_block_permission(request):
            raise PermissionDenied
        comments = _asked(request)
        if not comments:
            raise Http404
        choices = choices_of(comments, Visitor.of(request))
        form = BlockingForm(choices, request.POST if request.method == "POST" else None)
        back = request.GET.get("_changelist_filters", "")
        if form.is_valid():
            _block(request, form, comments)
            url = reverse("admin:comments_blogcomment_changelist")
            return HttpResponseRedirect(f"{url}?{back}" if back else url)
        context = {
            **self.admin_site.each_context(request),
            "title": now("Block"),
            "opts": self.opts,
            "comments": comments,
            "form": form,
            "refused": [choice for choice in choices if choice.refusal],
            "back": back,
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/comments/blogcomment/block.html", context, status=status)


def choices_of(comments: Iterable[BlogComment], by: Visitor) -> list[Choice]:
    """Return what could be blocked of the writers, each once; three queries, and one for each account."""
    found = {choice.key: choice for comment in comments for choice in _choices(comment)}
    choices = list(found.values())
    for choice in choices:
        try:
            choice.value = blocking.check(choice.kind, choice.value, by)
        except ValidationError as error:
            choice.refusal = " ".join(error.messages)
    _mark_blocked(choices)
    counts = capped_counts({choice.key: choice.comments for choice in choices}) if choices else {}
    for choice in choices:
        told = ngettext("%s comment", "%s comments", counts[choice.key]) % shown(counts[choice.key])
        choice.hint = f"{choice.hint}, {told}" if choice.hint else told
    return choices


def _choices(comment: BlogComment) -> Iterable[Choice]:
    """Yield the marks of one comment; an address that was only typed may be somebody else's."""
    if comment.user_id:
        yield Choice(BlockKind.ACCOUNT, str(comment.user_id), comment.name, comment)
    email = email_of(comment.user_email)
    is_typed = not comment.user_id and not comment.confirmed_at
    domains = [email.rpartition("@")[2], domain_of_url(comment.user_url)]
    network = network_of(comment.ip_address or "")
    named = [(BlockKind.EMAIL, email), *((BlockKind.DOMAIN, domain) for domain in domains)]
    for kind, value in [*named, (BlockKind.ADDRESS, network)]:
        if value:
            hint = now("not confirmed") if kind == BlockKind.EMAIL and is_typed else ""
            yield Choice(kind, value, value, comment, hint=hint)


def _mark_blocked(choices: list[Choice]) -> None:
    marks = {kind: {choice.value for choice in choices if choice.kind == kind} for kind in BlockKind}
    blocked = set(Block.objects.covering(marks).values_list("kind", "value"))
    for choice in choices:
        if (choice.kind, choice.value) in blocked:
            choice.refusal = now("is blocked already")


def _first_of_each(choices: Iterable[Choice]) -> list[str]:
    """Return the boxes to tick beforehand: for each comment the account, else the e-mail address."""
    first: dict[int, str] = {}
    for choice in choices:
        if choice.kind in (BlockKind.ACCOUNT, BlockKind.EMAIL):
            first.setdefault(choice.because_of.pk, choice.key)
    return list(first.values())


def _asked(request: HttpRequest) -> list[BlogComment]:
    given = [whole_number(text, most=LARGEST_ID) for text in request.GET.getlist("comment")[:MOST_COMMENTS]]
    comments = BlogComment.objects.with_item().filter(pk__in=[number for number in given if number])
    return list(comments.order_by("-pk"))


@transaction.atomic
def _block(request: HttpRequest, form: BlockingForm, comments: list[BlogComment]) -> None:
    """Block what was chosen, and tell; a post that is under way is waited for, and moved with the others."""
    chosen = [form.by_key[key] for key in form.cleaned_data["chosen"]]
    for choice in chosen:
        note, by = form.cleaned_data["note"], request.user
        Block.objects.add(choice.kind, choice.value, by=by, note=note, because_of=choice.because_of)
    messages.success(request, now("Blocked: %s") % ", ".join(choice.name for choice in chosen))
    if not form.cleaned_data["to_spam"]:
        return
    theirs = reduce(or_, (BlogComment.objects.of_same_person(comment) for comment in comments))
    batch = uuid4()
    seen = theirs.filter(state__in=STANDING)
    if count := seen.mark_spam(by=request.user, batch=batch):
        acts.tell_moved(request, "spam", count, batch)
