"""The forms of a moderator: a comment's text and state, and a reply to it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from blog.comments import editing
from blog.comments.fields import CommentTextField
from blog.comments.models import BlogComment
from blog.comments.people import Visitor
from blog.comments.replying import ReplyError, reply, why_unanswerable
from blog.markdown import COMMENT_CHARACTERS

TEXTS = ("comment", "author_name", "user_url")


class ModerationForm(forms.ModelForm[BlogComment]):
    """The text, and the state to move it to; refused when its writer changed it in the meantime."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = BlogComment
        fields = ("state", *TEXTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = editing.seen_version(self.instance)
        self.fields["seen"].initial = self.stored

    def clean_seen(self) -> str:
        """Compare what is stored with what the page showed."""
        seen = str(self.cleaned_data["seen"])
        if seen and seen != self.stored:
            raise ValidationError(now("The comment changed since you opened this page. Open it again."))
        return seen


class ReplyForm(forms.Form):
    """The text of the reply; a comment that cannot be answered is an error of the form."""

    comment = CommentTextField(
        label=_("Your reply"),
        max_length=COMMENT_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 8, "autofocus": True}),
    )

    def __init__(self, answered: BlogComment, data: Any = None) -> None:
        self.answered = answered
        super().__init__(data)

    def store(self, visitor: Visitor) -> BlogComment | None:
        """Store the reply; None, with the reason among the errors, when it cannot be."""
        try:
            return reply(self.answered, self.cleaned_data["comment"], visitor)
        except ReplyError as error:
            self.add_error(None, str(error))
            return None

    @property
    def refusal(self) -> str:
        """Why there is nothing to fill in."""
        return why_unanswerable(self.answered)
