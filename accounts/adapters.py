"""The policy: who is who, whose accounts are joined, and where a login may lead.

A person is (service, subject), never a name or an address. Two accounts are joined by their address only
when Google has verified it, the blog has verified it too, and the account cannot publish anything.
"""

import logging
from typing import Any, NoReturn
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sites.models import Site
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _
from requests import Session

from accounts.login_services import SERVICES, STAND_IN_ORIGIN, service_of
from accounts.models import User
from accounts.names import clean_name
from accounts.navigation import is_same_site, way_back
from accounts.providers.session import ServiceSession
from accounts.service_pictures import ask_once
from accounts.stand_in.transport import StandInTransport

JOINED_BY_ADDRESS = {"google"}
UNKNOWN_ACCOUNT = "account/email/unknown_account"
VERIFICATION_STAGE = "allauth.account.stages.EmailVerificationStage"
SHOWN_AGAIN_BY = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
    "mfa_reauthenticate": _("Use a code"),
}

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Rules for the blog's own accounts, and for every login."""

    def is_safe_url(self, url: str | None) -> bool:
        """Let a login lead to this site only."""
        return bool(url) and is_same_site(self.request, str(url))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Check a password once: allauth takes an address for both kinds of name, and a known one twice."""
        if credentials.get("username") == credentials.get("email"):
            credentials.pop("email", None)
        user: User | None = super().authenticate(request, **credentials)
        return user

    def get_login_stages(self) -> list[str]:
        """Use our own step in place of allauth's address verification."""
        ours = "accounts.stages.ReaderVerificationStage"
        return [ours if stage == VERIFICATION_STAGE else stage for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Return the ways to show that it is still oneself, the quickest first, in our words."""
        found = {each["id"]: each for each in super().get_reauthentication_methods(user)}
        return [found[key] | {"description": text} for key, text in SHOWN_AGAIN_BY.items() if key in found]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send in the name of this blog; Django's default mailer is the outbox."""
        if template_prefix == UNKNOWN_ACCOUNT and _works_here(email):
            template_prefix = "account/email/staff_code"
            context = context | {"login_url": settings.BLOG_SITE_URL + reverse("account_login")}
        here = Site(domain=urlsplit(settings.BLOG_SITE_URL).netloc, name=settings.SITE_HOST)
        super().send_mail(template_prefix, email, {"current_site": here} | context)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Take the name over from the form."""
        user.display_name = clean_name(form.cleaned_data.get("display_name")) or user.display_name
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def post_login(
        self, request: HttpRequest, user: User, *, signal_kwargs: dict[str, Any] | None, **kwargs: Any
    ) -> HttpResponse:
        """Notice the picture that a service has of the person."""
        if login := (signal_kwargs or {}).get("sociallogin"):
            ask_once(user, login.account)
        answer: HttpResponse = super().post_login(request, user, signal_kwargs=signal_kwargs, **kwargs)
        return answer

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Make a free login name; never from the e-mail address, because it shows in addresses."""
        user.username = self.generate_unique_username([user.username, user.display_name, "reader"])


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Rules for logins with the account of a service."""

    def list_apps(
        self, request: HttpRequest | None, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the keys of the services that are on; they come from the settings only."""
        return [
            SocialApp(
                provider=service.provider_id,
                name=service.name,
                client_id=service.client_id,
                secret=service.secret,
            )
            for service in SERVICES.values()
            if service.is_on
            and provider in {None, service.provider_id}
            and client_id in {None, service.client_id}
        ]

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> SocialApp:
        """Return the keys of one service; a service that is off has no pages."""
        apps = self.list_apps(request, provider, client_id)
        if not apps:
            raise Http404
        return apps[0]

    def get_requests_session(self) -> Session:
        """Return a session that gives up in time, and reaches the stand-in without a network."""
        session = ServiceSession()
        session.mount(f"{STAND_IN_ORIGIN}/", StandInTransport())
        return session

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Take over the name that the service gives; its picture is not linked to."""
        user: User = super().populate_user(request, sociallogin, data)
        parts = [data.get("first_name"), data.get("last_name")]
        full = " ".join(part for part in parts if isinstance(part, str))
        user.display_name = clean_name(data.get("name")) or clean_name(full) or clean_name(user.username)
        user.first_name = user.last_name = ""
        return user

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """Return the reader whose account this login may be joined to, and the address."""
        if sociallogin.account.provider not in JOINED_BY_ADDRESS:
            return None
        for address in sociallogin.email_addresses:
            if address.verified and (user := _reader_with(address.email)):
                return user, address.email
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse an answer to another session's question, staff, and addresses of somebody here."""
        self._check_nonce(request, sociallogin)
        is_login = sociallogin.state.get("process") != AuthProcess.CONNECT
        person = sociallogin.user if is_login else request.user
        # Connected or not, and whether they worked here then or do since.
        if isinstance(person, User) and person.pk and person.works_here:
            _refuse(request, sociallogin.account.provider, "staff", 403, sociallogin.state)
        if is_login and not sociallogin.is_existing:
            self._leave_taken_addresses(request, sociallogin)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> NoReturn:
        """Say in plain words what happened, with a way back to where the person was."""
        state = (extra_context or {}).get("state")
        if error == AuthError.CANCELLED:
            reason, status = "denied", 200
        elif state is None:
            reason, status = "expired", 400
        else:
            reason, status = "failed", 502
            log.warning("A login with %s failed (%s).", provider.id, type(exception).__name__)
        _refuse(request, provider.id, reason, status, state)

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """Return to the account page after connecting a service."""
        return reverse("account-profile")

    def _check_nonce(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        claims, wanted = sociallogin.account.extra_data, sociallogin.state.get("nonce")
        if not wanted or "iss" not in claims:
            return  # no nonce was asked for, or the profile did not come from an ID token
        if not constant_time_compare(str(claims.get("nonce", "")), wanted):
            log.warning("A login with %s was refused: wrong nonce.", sociallogin.account.provider)
            _refuse(request, sociallogin.account.provider, "failed", 400, sociallogin.state)

    def _leave_taken_addresses(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse a proven address that is somebody's; drop an unproven one without a word.

        A word would tell anybody which addresses have an account here.
        """
        for address in list(sociallogin.email_addresses):
            if not _is_taken(address.email):
                continue
            if address.verified:
                _refuse(request, sociallogin.account.provider, "taken", 409, sociallogin.state)
            sociallogin.email_addresses.remove(address)
        if not sociallogin.email_addresses:
            sociallogin.user.email = ""


def _is_taken(email: str) -> bool:
    people = get_user_model().objects.filter(email__iexact=email)
    return people.exists() or EmailAddress.objects.filter(email__iexact=email).exists()


def _works_here(email: str) -> bool:
    people = get_user_model().objects.filter(Q(email__iexact=email) | Q(emailaddress__email__iexact=email))
    return any(person.works_here for person in people.filter(is_active=True).distinct())


def _reader_with(email: str) -> User | None:
    """Return the reader who has proven this address here; nobody who works on the blog."""
    proven = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
    user: User | None = proven.user if proven else None
    if not user or not user.is_active or user.works_here:
        return None
    return user


def _refuse(
    request: HttpRequest, provider_id: str, reason: str, status: int, state: dict[str, Any] | None
) -> NoReturn:
    """Answer with the page of a login that came to nothing."""
    back_url, is_popup = way_back((state or {}).get("next"))
    context = {
        "service": service_of(provider_id),
        "reason": reason,
        "back_url": back_url,
        "is_popup": is_popup,
    }
    page = render(request, "socialaccount/authentication_error.html", context, status=status)
    raise ImmediateHttpResponse(page)
