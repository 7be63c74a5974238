"""Forms of people: sign-up, the account page, and the admin's login."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import AbstractBaseUser
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.avatars import make_avatar
from accounts.models import User
from accounts.names import LONGEST, clean_name


class NameField(forms.CharField):
    """A name on one line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=gettext_lazy("Name"), max_length=LONGEST, **kwargs)
        self.widget.attrs["autocomplete"] = "name"

    def clean(self, value: Any) -> str:
        """Drop what cannot be shown; a name of nothing else is missing."""
        return str(super().clean(clean_name(value) if len(str(value or "")) <= LONGEST else value))


class ReaderForm(forms.Form):
    """What allauth's sign-up form asks beside address and password."""

    display_name = NameField(help_text=gettext_lazy("Shown with your comments."))
    homepage = forms.CharField(  # a trap: people do not see it, robots fill it in
        label=gettext_lazy("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    field_order = ["display_name", "email", "password1", "homepage"]

    def clean_homepage(self) -> str:
        """Refuse what only a robot sends."""
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(_("Please leave this field empty."))
        return ""

    def signup(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Do nothing more: ``AccountAdapter.save_user`` has taken the name over."""


class ProfileForm(forms.ModelForm[User]):
    """How a person appears on the blog."""

    display_name = NameField()
    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        required=False,
        help_text=gettext_lazy(
            "JPEG, PNG, WebP, GIF or AVIF, up to 5 MB. Without one, your initials are shown."
        ),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    remove_picture = forms.BooleanField(
        label=gettext_lazy("Show my initials instead of the picture"), required=False
    )

    class Meta:
        model = User
        fields = ["display_name", "website", "bio", "promo"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["website"].widget.attrs |= {"autocomplete": "url", "placeholder": "https://"}
        if not self.instance.avatar:
            del self.fields["remove_picture"]
        if not self.instance.is_author:  # nobody would ever see them
            del self.fields["bio"], self.fields["promo"]
            return
        for name in ("bio", "promo"):
            self.fields[name].widget.attrs["rows"] = 4

    def clean_picture(self) -> Any:
        """Turn the upload into a small picture of ours."""
        upload = self.cleaned_data["picture"]
        if not isinstance(upload, UploadedFile):
            return None
        return make_avatar(upload)

    def save(self, commit: bool = True) -> User:
        """Store what the form has, and nothing else: the worker may be storing a fetched picture just now.

        Raises User.NotUpdated when the account was deleted in the meantime.
        """
        person = self.instance
        with transaction.atomic():
            person.save(update_fields=[*self.fields.keys() & set(self.Meta.fields), "promo_html"])
            if (picture := self.cleaned_data["picture"]) or self.cleaned_data.get("remove_picture"):
                person.change_picture(picture)
        return person


class DeleteAccountForm(forms.Form):
    """The end of an account: what becomes of the comments, and the name typed as a confirmation."""

    comments = forms.ChoiceField(
        label=gettext_lazy("What should happen to your comments?"),
        choices=[
            ("keep", gettext_lazy("Keep them, under the name “Anonymous”")),
            ("delete", gettext_lazy("Delete them; where others have replied, an empty line stays")),
        ],
        widget=forms.RadioSelect,
    )
    confirmation = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        help_text = _("To confirm, type your name as it is shown here: %s") % person
        self.fields["confirmation"].help_text = help_text

    def clean_confirmation(self) -> str:
        """Refuse another name than the person's."""
        typed = clean_name(self.cleaned_data["confirmation"])
        if typed.casefold() != clean_name(str(self.person)).casefold():
            raise forms.ValidationError(_("This is not the name shown below the field."))
        return typed

    @property
    def keeps_comments(self) -> bool:
        """Whether the comments stay, without the name."""
        return bool(self.cleaned_data["comments"] == "keep")


class AdminLoginForm(AdminAuthenticationForm):
    """The admin's login with the same brakes on guessing as the readers' one."""

    def clean(self) -> dict[str, Any]:
        """Count the attempt by account and address before Django looks at the password."""
        username = self.cleaned_data.get("username")
        if username and self.request:
            adapter = get_adapter(self.request)
            adapter.pre_authenticate(self.request, username=username)
        cleaned = super().clean()
        if username and self.request:
            adapter._rollback_login_failed_rl_usage()  # only failures count
        return cleaned

    def confirm_login_allowed(self, user: User) -> None:
        """Leave accounts with a second factor to the page that asks for it."""
        super().confirm_login_allowed(user)
        if is_mfa_enabled(user):
            raise forms.ValidationError(
                _("This account has a second factor or a passkey: please use the link below."),
                code="second_factor",
            )
