"""Passkeys, where ours differ from allauth's: a name that can be shown, and log-in without a password."""

import json
import struct
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.names import clean_name
from blog.untrusted import is_storable

LONGEST = 60  # characters
NONSENSE = (ValueError, TypeError, LookupError, AttributeError, struct.error)


class CredentialField(forms.JSONField):
    """What a device has answered: one object, worth nothing a second time."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """Return the object; refuse all else, and what could be neither stored nor shown."""
        try:
            credential = super().to_python(value)
            text = json.dumps(credential, ensure_ascii=False)
        except RecursionError:
            raise get_adapter().validation_error("incorrect_code") from None
        if not isinstance(credential, dict) or "\\u0000" in text or not is_storable(text):
            raise get_adapter().validation_error("incorrect_code")
        return credential

    def bound_data(self, data: Any, initial: Any) -> str:
        """Show nothing when the form comes back."""
        return ""

    def prepare_value(self, value: Any) -> str:
        """Show nothing."""
        return ""


def _name_field(*, required: bool) -> forms.CharField:
    field = forms.CharField(label=_("Name"), max_length=LONGEST, required=required)
    field.widget.attrs["autocomplete"] = "off"
    return field


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Makes a passkey; a key without PIN or fingerprint can only be a second factor."""

    name = _name_field(required=False)
    credential = CredentialField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("passwordless"):
            field.label = _("Log me in by this alone")
            field.help_text = _("Leave this out for an old security key: it is asked for after the password.")
            field.initial = True

    def clean(self) -> dict[str, Any]:
        """Refuse an answer that cannot even be read; allauth lets most of what its reader raises through."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except NONSENSE as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return cleaned

    def clean_name(self) -> str:
        """Return the name without what cannot be shown, or one that we make."""
        self.cleaned_data["name"] = clean_name(self.cleaned_data["name"])
        return str(super().clean_name())


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Gives a passkey another name."""

    name = _name_field(required=True)

    def clean_name(self) -> str:
        """Return the name without what cannot be shown."""
        if name := clean_name(self.cleaned_data["name"]):
            return name
        raise forms.ValidationError(_("Please enter a name."))


class LoginPasskeyForm(LoginWebAuthnForm):  # type: ignore[misc]
    """Logs in by a passkey alone."""

    credential = CredentialField()


class SecondStepForm(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """Asks for a passkey after the password."""

    credential = CredentialField()


class ReauthenticationForm(ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Asks whether it is still the same person."""

    credential = CredentialField()
