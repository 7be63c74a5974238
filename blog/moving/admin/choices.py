"""The choices of an import, after the files were looked over."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blog.demo import removal
from blog.importing.models import Imported, ImportRun, Source
from blog.importing.options import DOWNLOAD, Options
from blog.moving.kept_files import kept_files
from blog.moving.kinds import Kind

MOST_ASKED = 200  # authors of a file
MOST_OFFERED = 500  # people here, those who write first
KEPT = "kept:"  # before the name of a kept file


class ChoicesForm(forms.Form):
    """What ``Options`` holds; one field for each author of the files."""

    pictures = forms.ChoiceField(
        label=_("Pictures and files"), widget=forms.RadioSelect, required=False, initial=DOWNLOAD
    )
    markdown = forms.BooleanField(
        label=_("Make texts Markdown where nothing is lost by it"),
        required=False,
        help_text=_("Others stay as WordPress keeps them, and can be edited here, too."),
    )
    remove_demo = forms.BooleanField(
        label=_("Delete the articles, pages and people of the demo first"),
        required=False,
        initial=True,
        help_text=_("What was changed here, or has comments of others, stays."),
    )
    check_urls = forms.BooleanField(
        label=_("Ask for every old address at the end"),
        required=False,
        initial=True,
        help_text=_(
            "The report tells which of them lead nowhere. This takes the longest: minutes for a large blog."
        ),
    )

    def __init__(self, run: ImportRun, user: Any, data: Mapping[str, Any] | None = None) -> None:
        self.people: list[dict[str, str]] = run.options.get("survey", {}).get("people", [])[:MOST_ASKED]
        super().__init__(data, initial=_initial(run))
        self.fields["pictures"].choices = _media_choices()  # type: ignore[attr-defined]
        if not removal.is_present():
            del self.fields["remove_demo"]
        offered = list(User.objects.filter(is_active=True).order_by("-is_staff", "username")[:MOST_OFFERED])
        names: list[tuple[str, Any]] = [("", _("Make a person of that name, without a login"))]
        names += [(each.username, _describe(each)) for each in offered]
        known = _known(run, [person["key"] for person in self.people])
        for number, person in enumerate(self.people):
            self.fields[f"author_{number}"] = forms.ChoiceField(
                label=person["name"] or person["key"],
                choices=names,
                required=False,
                initial=known.get(person["key"], _guess(person, offered, user, len(self.people))),
            )

    @property
    def author_fields(self) -> list[tuple[dict[str, str], forms.BoundField]]:
        """Each author of the files with the field."""
        return [(person, self[f"author_{number}"]) for number, person in enumerate(self.people)]

    def options(self) -> Options:
        """Return what was chosen; the form is valid."""
        given = self.cleaned_data
        media = given["pictures"]
        if media.startswith(KEPT):
            found = [each for each in kept_files() if each.name == media.removeprefix(KEPT)]
            media = str(found[0].path) if found else ""
        chosen = {person["key"]: given[f"author_{n}"] for n, person in enumerate(self.people)}
        return Options(
            media=media,
            authors={key: name for key, name in chosen.items() if name},
            markdown=given["markdown"],
            remove_demo=given.get("remove_demo", False),
            check_urls=given["check_urls"],
        )


def _media_choices() -> list[tuple[str, Any]]:
    archives = [each for each in kept_files() if each.kind == Kind.MEDIA]
    return [
        (DOWNLOAD, _("Fetch them from the old blog, which must still be there")),
        *((KEPT + each.name, _("Take them from %s") % each.name) for each in archives),
        ("", _("Leave them out for now")),
    ]


def _initial(run: ImportRun) -> dict[str, Any]:
    """Return what was chosen before; for the first choice, an archive that was sent is meant to be used."""
    chosen = Options.from_json(run.options)
    if not run.options.get("chosen"):
        archives = [each for each in kept_files() if each.kind == Kind.MEDIA]
        return {"pictures": KEPT + archives[0].name} if archives else {}
    media = chosen.media
    return {
        "pictures": KEPT + Path(media).name if media not in ("", DOWNLOAD) else media,
        "markdown": chosen.markdown,
        "remove_demo": chosen.remove_demo,
        "check_urls": chosen.check_urls,
    }


def _known(run: ImportRun, keys: list[str]) -> dict[str, str]:
    """Return the user names that were chosen for this run, else those of earlier imports of the blog."""
    if run.options.get("chosen"):
        return dict.fromkeys(keys, "") | dict(Options.from_json(run.options).authors)
    address = Source.key_of(run.options.get("survey", {}).get("address", ""))
    rows = Imported.objects.filter(source__address=address, kind="person", key__in=keys)
    ids = dict(rows.values_list("key", "object_id"))
    names = dict(User.objects.filter(pk__in=ids.values()).values_list("pk", "username"))
    return {key: names[pk] for key, pk in ids.items() if pk in names}


def _guess(person: dict[str, str], offered: list[User], user: Any, count: int) -> str:
    """Return the user name that the author most likely has here; the owner sees it and decides."""
    email = person["email"].lower()
    same = [each.username for each in offered if email and each.email.lower() == email]
    return same[0] if same else str(user.get_username()) if count == 1 else ""


def _describe(user: User) -> str:
    return f"{user} ({user.username})" if str(user) != user.username else user.username
