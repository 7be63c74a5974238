"""The page where a reader reports a comment: what is wrong with it, and a button."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog.comments.blocking import unless_blocked
from blog.comments.models import BlogComment, CommentReport, Complaint
from blog.comments.models.report import LONGEST_NOTE
from blog.comments.reporting import report
from blog.comments.trust import is_meant
from blog.limits import is_too_much
from blog.markdown import unlink
from blog.untrusted import is_storable
from blog.visitor import new_visitor_key, remember_visitor, visitor_key

MOST_REPORTS, REPORTS_SECONDS = 20, 60 * 60
THANKS = "thanks"  # in the address after a report was taken


class ReportForm(forms.Form):
    """What is wrong with the comment."""

    complaint = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        choices=Complaint.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Please say what is wrong with it."),
            "invalid_choice": gettext_lazy("Please say what is wrong with it."),
        },
    )
    note = forms.CharField(label=gettext_lazy("In your own words"), max_length=LONGEST_NOTE, required=False)

    def clean_note(self) -> str:
        """Refuse what the database cannot hold."""
        note = str(self.cleaned_data["note"])
        if not is_storable(note):
            raise ValidationError(_("This holds characters that no text has."))
        return note


@csrf_exempt  # blog.comments.trust decides, as for the comment form
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@unless_blocked
def report_comment(request: HttpRequest, number: int) -> HttpResponse:
    """Show the comment with the form, or take the report; reporting twice is reporting once."""
    comment = get_object_or_404(
        BlogComment.objects.public().by_people().on_published().with_item(), pk=number
    )
    if request.method != "POST":
        return _show(request, comment, ReportForm())
    form = ReportForm(request.POST)
    if not is_meant(request):
        message = _("This did not come from a page of this blog. Please press the button here.")
        return _show(request, comment, form, status=403, message=message)
    if not form.is_valid():
        return _show(request, comment, form, status=400)
    if is_too_much(request, "report", most=MOST_REPORTS, seconds=REPORTS_SECONDS):
        message = _("Too many reports at once. Please try again in an hour.")
        return _show(request, comment, form, status=429, message=message)
    return _take(request, comment, form)


def _take(request: HttpRequest, comment: BlogComment, form: ReportForm) -> HttpResponse:
    known = visitor_key(request)
    key = known or new_visitor_key()
    try:
        is_new = report(comment, user=request.user, visitor_key=key, **form.cleaned_data)
    except BlogComment.DoesNotExist as error:  # a moderator took it away in this very moment
        raise Http404 from error
    response = redirect(f"{request.path}?{THANKS}" if is_new else request.path)
    if not request.user.is_authenticated and not known:
        remember_visitor(response, key)
    return response


def _show(
    request: HttpRequest, comment: BlogComment, form: ReportForm, *, status: int = 200, message: str = ""
) -> HttpResponse:
    reports = CommentReport.objects.filter(comment=comment)
    is_known = reports.of_visitor(user=request.user, visitor_key=visitor_key(request)).exists()
    state = THANKS if THANKS in request.GET else "known" if is_known else "ask"
    context = {
        "comment": comment,
        "item": comment.item,
        "comment_html": mark_safe(unlink(comment.comment_html)),  # noqa: S308 - clean
        "form": form,
        "state": state if request.method != "POST" else "ask",
        "message": message,
        "needs_token": request.user.is_authenticated or status == 403,
        "robots": "noindex",
    }
    response = render(request, "comments/report.html", context, status=status)
    if status == 429:
        response["Retry-After"] = str(REPORTS_SECONDS)
    return response
