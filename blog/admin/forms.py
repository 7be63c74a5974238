"""Forms of articles and pages: the editor, the buttons, and addresses that nothing else has."""

from datetime import datetime
from typing import Any, ClassVar, cast

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.forms import Script
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog import markdown
from blog.admin.editor import MarkdownEditor
from blog.models import Article, Page, SiteSettings, Status
from blog.models.content import BodyFormat

IMPORTED = {
    BodyFormat.HTML: gettext_lazy("This text came as HTML, and stays HTML when it is saved."),
    BodyFormat.WORDPRESS: gettext_lazy(
        "This text came from WordPress as HTML, and stays so when it is saved: a blank line begins a "
        "paragraph; shortcodes and block comments work."
    ),
}
PUBLISH, SCHEDULE, DRAFT, PREVIEW = "_publish", "_schedule", "_draft", "_preview"


class ContentForm(forms.ModelForm[Any]):
    """What articles and pages have in common. The button that was pressed decides the state."""

    converted: str | None = None  # the text as Markdown, when that was asked for

    body = forms.CharField(
        label=gettext_lazy("Text"), required=False, strip=False, max_length=1_000_000, widget=MarkdownEditor()
    )

    convert = forms.BooleanField(
        label=gettext_lazy("Convert to Markdown"),
        required=False,
        help_text=gettext_lazy("Done only where the page looks the same afterwards."),
    )

    slug = forms.CharField(
        label=gettext_lazy("Slug"),
        required=False,
        max_length=200,
        widget=AdminTextInputWidget(),
        help_text=gettext_lazy("The last part of the address; made from the title when left empty."),
    )

    class Media:
        js = [Script(f"js/admin/{name}.js", type="module") for name in ("slug", "select-names")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fit_editor()
        is_known = self.instance.pk and self.instance.status == Status.PUBLISHED
        if not is_known and "slug" in self.fields:  # it follows the title while nobody knows the address
            self.fields["slug"].widget.attrs["data-slug-of"] = "id_title"
        if not is_known and "status" in self.fields:  # the buttons publish, and "Save draft" never does
            field = cast("forms.ChoiceField", self.fields["status"])
            field.choices = [choice for choice in Status.choices if choice[0] != Status.PUBLISHED]

    def clean_slug(self) -> str:
        """Take letters of every script, their vowel signs included."""
        slug: str = self.cleaned_data["slug"].strip().lower()
        if slug and not markdown.is_slug(slug):
            raise ValidationError(_("Use letters, digits, hyphens and underscores only."))
        return slug

    def clean_convert(self) -> bool:
        """Make Markdown of the text, unless something of it would be lost."""
        if self.cleaned_data["convert"]:
            self.instance.body = self.cleaned_data.get("body", "")
            self.converted = self.instance.as_markdown()
            if self.converted is None:
                raise ValidationError(_("Markdown cannot say all of this text, so it stays as it is."))
        return bool(self.cleaned_data["convert"])

    def clean(self) -> dict[str, Any]:
        """Set state and time by the button, and refuse an address that is taken."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        moment: datetime | None = data.get("published_at")
        if SCHEDULE in self.data and (moment is None or moment <= timezone.now()):
            self.add_error("published_at", _("Give a time in the future to schedule it."))
        if PUBLISH in self.data or SCHEDULE in self.data:
            data["status"] = Status.PUBLISHED
        elif DRAFT in self.data:
            data["status"] = Status.DRAFT
        if data.get("status") == Status.PUBLISHED and "published_at" not in self.errors:
            data["published_at"] = moment or timezone.now()
        self.instance.title = data.get("title", "")
        data["slug"] = data.get("slug") or self.instance.free_slug()
        self.check_address(data)
        return data

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.converted is not None and not self.errors:
            self.instance.body, self.instance.body_format = self.converted, BodyFormat.MARKDOWN

    def _fit_editor(self) -> None:
        """Show an imported text in its own format, and offer to convert it."""
        if self.instance.body_format == BodyFormat.MARKDOWN:
            self.fields.pop("convert", None)
        elif body := self.fields.get("body"):
            body.widget = MarkdownEditor(kind=self.instance.body_format)
            body.help_text = IMPORTED[self.instance.body_format]

    def _get_validation_exclusions(self) -> set[str]:
        """Leave the slug to ``clean_slug``: Django's own rule knows no vowel signs, as of Hindi."""
        exclude: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclude | {"slug"}

    def check_address(self, data: dict[str, Any]) -> None:
        """Add an error where something else has the address that this would get."""


class ArticleForm(ContentForm):
    """An article."""

    class Meta:
        model = Article
        fields: ClassVar = "__all__"

    def check_address(self, data: dict[str, Any]) -> None:
        """Refuse the slug of another article of the same day: they would share their address."""
        moment = data.get("published_at")
        if not moment:
            return
        zone = SiteSettings.current().zone
        day = moment.astimezone(zone)
        others = Article.objects.exclude(pk=self.instance.pk).filter(slug=data["slug"])
        if others.in_period(day.year, day.month, day.day).exists():
            self.add_error("slug", _("Another article of that day has this slug; choose another one."))


class PageForm(ContentForm):
    """A page."""

    class Meta:
        model = Page
        fields: ClassVar = "__all__"

    def clean_parent(self) -> Page | None:
        """Refuse a page within itself."""
        parent: Page | None = self.cleaned_data["parent"]
        above = parent
        while above is not None and self.instance.pk:
            if above.pk == self.instance.pk:
                raise ValidationError(_("A page cannot lie within itself."))
            above = above.parent
        return parent

    def check_address(self, data: dict[str, Any]) -> None:
        """Refuse the path of another page."""
        parent = data.get("parent")
        path = f"{parent.path}/{data['slug']}" if parent else data["slug"]
        if Page.objects.exclude(pk=self.instance.pk).filter(path=path).exists():
            self.add_error("slug", _("Another page has this address; choose another slug."))
