"""The page of a signed-in person's subscriptions."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.verified import verified_email
from blog.subscriptions.views import choices


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Show and change what the account's proven address gets; without one there is nothing to change."""
    return choices.answer(request, verified_email(request.user), is_mine=True)
