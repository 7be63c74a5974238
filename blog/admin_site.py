"""The admin's front page and side bar: what one writes first, what the machine keeps for itself last."""

from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.forms import AdminLoginForm
from accounts.login_services import is_login_of_staff

# Every section with its models, in this order; what none of them names comes with the last.
SECTIONS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "write": (_("Write"), ("Article", "Page", "Image", "File", "Category", "Tag")),
    "readers": (_("Readers"), ("BlogComment", "Block", "ModerationRecord", "Subscriber", "User")),
    "site": (_("Site"), ("SiteSettings", "Redirect", "ImportRun", "Group")),
    "records": (
        _("Records"),
        ("OutgoingMail", "DBTaskResult", "EmailAddress", "SocialAccount", "Authenticator"),
    ),
}
# What a section calls a model whose own name says less.
NAMES: dict[str, str | Promise] = {"ImportRun": _("Move in")}


class BlogAdminSite(AdminSite):
    """Django's admin, ordered by what people do instead of by the app that does it."""

    site_header = _("Broadside")
    site_title = _("Broadside")
    index_title = _("Your blog")
    login_form = AdminLoginForm

    def has_permission(self, request: HttpRequest) -> bool:
        """Let staff in by password or passkey; ask whoever became staff in a reader's session to log in."""
        return super().has_permission(request) and is_login_of_staff(request.session)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Log in with the limits and the records of the readers' login page."""
        refusal: HttpResponse | None = ratelimit.consume_or_429(request, action="login")
        if refusal:
            return refusal
        answer: HttpResponse = super().login(request, extra_context)
        if request.method == "POST" and answer.status_code == HTTPStatus.FOUND:
            record_authentication(request, request.user, "password", username=request.user.get_username())
        return answer

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the sections with what this person may open; one app's own page stays as it is."""
        apps: list[Any] = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        for model in models.values():
            model["name"] = NAMES.get(model["object_name"], model["name"])
        named = {name for _title, names in SECTIONS.values() for name in names}
        rest = tuple(name for name in models if name not in named)
        sections = []
        for key, (title, names) in SECTIONS.items():
            wanted = names + rest if key == "records" else names
            if found := [models[name] for name in wanted if name in models]:
                sections.append(_section(key, title, _with_way_out(found)))
        return sections


def _with_way_out(models: list[Any]) -> list[Any]:
    """Add the page of exports after that of imports: it is for the same people, and no list of rows."""
    names = [model["object_name"] for model in models]
    if "ImportRun" in names:
        way_out = {
            "name": _("Move out"),
            "object_name": "MoveOut",
            "admin_url": reverse("admin:moving_out"),
            "add_url": None,
            "perms": {"add": False, "change": False, "delete": False, "view": True},
            "view_only": True,
        }
        models.insert(names.index("ImportRun") + 1, way_out)
    return models


def _section(key: str, title: str | Promise, models: list[Any]) -> dict[str, Any]:
    url = f"{reverse('admin:index')}#{key}"
    return {"name": title, "app_label": key, "app_url": url, "has_module_perms": True, "models": models}
