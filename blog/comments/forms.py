"""The comment form with WordPress's field names, on top of django-comments' form.

Of the stock form stay its contract (``get_comment_object()``, the trap, what ``django_comments.get_form()``
is used for) and its hooks; its timestamp and hash do not, because the page that holds the form is kept and
given to everybody. Where the post came from is checked by the view.
"""

from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_comments.forms import CommentForm as StockCommentForm

from accounts.models import User
from blog.comments.fields import CommentTextField, one_break
from blog.comments.models import LARGEST_ID as LARGEST_COMMENT
from blog.comments.models import BlogComment
from blog.comments.people import Visitor
from blog.markdown import COMMENT_CHARACTERS
from blog.models import Article, Page
from blog.models.prepared import Given, Search
from blog.models.visibility import LARGEST_ID
from blog.untrusted import whole_number

NAME_CHARACTERS, EMAIL_CHARACTERS, URL_CHARACTERS = 245, 100, 200  # WordPress's columns
GUEST_FIELDS = ("author", "email", "url", "consent")


class CommentForm(StockCommentForm):  # type: ignore[misc]
    """What a guest or a signed-in reader fills in; ``visitor`` decides which fields there are."""

    # Fields of the stock form that this one does without.
    content_type = object_pk = timestamp = security_hash = name = None

    author = forms.CharField(label=_("Name"), error_messages={"required": _("Please enter your name here")})
    email = forms.EmailField(
        label=_("Email"),
        error_messages={
            "required": _("Please enter your email address here"),
            "invalid": _("Invalid email address"),
        },
    )
    url = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("This is no web address.")},
    )
    comment = CommentTextField(label=_("Comment"))
    subscribe_comments = forms.BooleanField(label=_("Notify me of new comments via email."), required=False)
    subscribe_blog = forms.BooleanField(label=_("Notify me of new posts via email."), required=False)
    consent = forms.BooleanField(
        label=_("Save my name, email, and website in this browser for the next time I comment."),
        required=False,
    )
    comment_post_ID = forms.CharField(widget=forms.HiddenInput, required=False)  # noqa: N815 - WordPress's
    comment_parent = forms.CharField(widget=forms.HiddenInput, required=False)

    field_order = ["comment", "email", "author", "url"]
    most_characters = {
        "author": NAME_CHARACTERS,
        "email": EMAIL_CHARACTERS,
        "url": URL_CHARACTERS,
        "comment": COMMENT_CHARACTERS,
        "honeypot": 1000,
    }

    def __init__(
        self,
        item: Article | Page,
        visitor: Visitor,
        data: QueryDict | None = None,
        parent: BlogComment | None = None,
    ) -> None:
        self.visitor = visitor
        self.parent = parent
        initial = {"comment_post_ID": number_of(item), "comment_parent": parent.pk if parent else 0}
        super().__init__(item, data=data, initial=initial, auto_id="%s")
        if visitor.user is not None:
            for name in GUEST_FIELDS:
                del self.fields[name]
        self.too_long = self._find_too_long()
        for name in self.too_long:
            # No validator and no parser sees a text before its length is known to be sane.
            self.fields[name] = _Unread(label=self.fields[name].label, widget=self.fields[name].widget)

    @property
    def proof(self) -> str | None:
        """The answer to the challenge: empty before there was one, None from who cannot be asked."""
        given: str | None = self.data.get("proof")
        return given

    @property
    def parent_number(self) -> int | None:
        """The comment that is answered as its number was sent: 0 for a new thread, None for no number."""
        given = self.data.get("comment_parent", "")
        return whole_number(given, most=LARGEST_COMMENT) if given else 0

    def generate_security_data(self) -> dict[str, str]:
        """Put nothing into the form that is not the same for everybody."""
        return {}

    def add_prefix(self, field_name: str) -> str:
        """Return the name in the HTML; the consent box has one that Python cannot spell."""
        return (
            "wp-comment-cookies-consent" if field_name == "consent" else str(super().add_prefix(field_name))
        )

    def clean(self) -> dict[str, Any]:
        """Add the messages for what is too long."""
        for name in self.too_long:
            most = self.most_characters[name]
            self.add_error(name, TOO_LONG % {"field": self.fields[name].label, "most": most})
        return dict(self.cleaned_data)

    def clean_honeypot(self) -> str:
        """Take what is in the trap; the score knows what it means."""
        return str(self.cleaned_data["honeypot"])

    def clean_email(self) -> str:
        """Return the address in lower case, so that one person has one address."""
        return str(self.cleaned_data["email"]).lower()

    def clean_url(self) -> str:
        """Return the address; only the web's schemes are links, and the scheme added must fit too."""
        url = str(self.cleaned_data["url"])
        if url and not url.lower().startswith(("http://", "https://")):
            raise ValidationError(self.fields["url"].error_messages["invalid"])
        if len(url) > URL_CHARACTERS:
            raise ValidationError(TOO_LONG % {"field": self.fields["url"].label, "most": URL_CHARACTERS})
        return url

    def get_comment_model(self) -> type[BlogComment]:
        """Return our model; the stock view and its hooks ask for it here."""
        return BlogComment

    def get_comment_create_data(self, site_id: int | None = None) -> dict[str, Any]:
        """Return the fields of a new comment; state and reasons are decided when it is stored."""
        given, user = self.cleaned_data, self.visitor.user
        email = user.email.lower() if user else given["email"]
        return {
            "article": self.target_object if isinstance(self.target_object, Article) else None,
            "page": self.target_object if isinstance(self.target_object, Page) else None,
            "parent_id": self.parent_number or 0,
            "user": user,
            "author_name": str(user)[:NAME_CHARACTERS] if user else given["author"],
            "user_email": email,
            "user_url": user.website if user else given["url"],
            "comment": given["comment"],
            "followup": given["subscribe_comments"] and bool(email),
            "wants_posts": given["subscribe_blog"] and bool(email),
            "service": self.visitor.service,
            "ip_address": self.visitor.address or None,
            "user_agent": self.visitor.agent,
            "submit_date": timezone.now(),
        }

    def check_for_duplicate_comment(self, new: BlogComment) -> BlogComment:
        """Leave it to ``posting``, which looks under a lock."""
        return new

    def _find_too_long(self) -> list[str]:
        if not self.is_bound:
            return []
        given = {name: one_break(self.data.get(self.add_prefix(name), "")).strip() for name in self.fields}
        return [name for name, most in self.most_characters.items() if len(given.get(name, "")) > most]


class _Unread(forms.Field):
    """Takes the place of a field whose text is too long to be looked at."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


OF_AUTHOR = "of_author_"
TOO_LONG = _("%(field)s: at most %(most)d characters.")


def number_of(item: Article | Page) -> str:
    """Return what ``comment_post_ID`` holds: an article's id, or ``page-ID``."""
    return str(item.pk) if isinstance(item, Article) else f"page-{item.pk}"


def find_item(number: str) -> Article | Page | None:
    """Return the article or page that ``comment_post_ID`` names, if visitors can open it."""
    is_page = number.startswith("page-")
    known = whole_number(number.removeprefix("page-"), most=LARGEST_ID)
    if known is None:
        return None
    item = _search(Page if is_page else Article).find(pk=known, now=timezone.now())
    if item:
        names = [field.attname for field in User._meta.concrete_fields]
        item.author = User.from_db("default", names, [getattr(item, OF_AUTHOR + name) for name in names])
    return item


@cache
def _search(model: type[Any]) -> Search[Any]:
    """Return how to find an item without its text, together with its author."""
    reachable = model._default_manager.reachable(Given("now", models.DateTimeField()))
    names = [field.attname for field in User._meta.concrete_fields]
    author = {OF_AUTHOR + name: models.F(f"author__{name}") for name in names}
    found = reachable.filter(pk=Given("pk", models.BigIntegerField())).annotate(**author)
    return Search(found.defer("body", "body_html", "search_document"))
