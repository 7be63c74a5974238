"""What readers fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from blog.subscriptions.models import Frequency

EMAIL_CHARACTERS = 254


class FollowForm(forms.Form):
    """The address to follow with."""

    email = forms.EmailField(
        label=_("Email address"),
        max_length=EMAIL_CHARACTERS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Please enter your email address here"),
            "invalid": _("Invalid email address"),
            "max_length": _("Invalid email address"),
        },
    )


class FrequencyForm(forms.Form):
    """How often mail comes."""

    frequency = forms.ChoiceField(label=_("How often"), choices=Frequency.choices, widget=forms.RadioSelect)
