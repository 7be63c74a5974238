"""The report of a run, arranged for its page, and as files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _

from blog.importing.folders import listing_path
from blog.importing.models import ImportRun
from blog.importing.records import Oddity
from blog.importing.report import Report

MOST_FAILURES = 100  # addresses that the page shows
COLUMNS = ("created", "updated", "unchanged", "kept", "skipped")


@dataclass(frozen=True)
class Group:
    """Oddities of one kind: the first ones, and how many there are."""

    code: str
    count: int
    oddities: list[Oddity]

    @property
    def title(self) -> str:
        """Its code as words."""
        return self.code.replace("-", " ").capitalize()

    @property
    def untold(self) -> int:
        """How many are not among those told."""
        return self.count - len(self.oddities)


@dataclass(frozen=True)
class Shown:
    """What the page shows."""

    rows: list[tuple[str, list[int]]]
    skipped: Mapping[str, int]
    kept: list[str]
    groups: list[Group]
    proof: Mapping[str, Any]
    addresses: list[tuple[str, dict[str, int]]]
    failures: list[Mapping[str, Any]]
    demo: Mapping[str, Any]


def report_of(run: ImportRun) -> Shown:
    """Return what the page shows of a run that has ended."""
    report = Report.from_json(run.report)
    proof = report.proof
    return Shown(
        rows=[
            (_kind(kind), [verbs.get(verb, 0) for verb in COLUMNS]) for kind, verbs in report.counts.items()
        ],
        skipped=report.skipped,
        kept=report.kept,
        groups=[
            Group(code, number, [each for each in report.oddities if each.code == code])
            for code, number in sorted(report.oddity_counts.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        proof=proof,
        addresses=sorted(proof.get("counts", {}).items()),
        failures=proof.get("failures", [])[:MOST_FAILURES],
        demo=run.options.get("demo", {}),
    )


def download(run: ImportRun, form: str) -> Any:
    """Answer with the report as ``txt`` or ``json``, or with every address as ``jsonl``; else 404."""
    report = Report.from_json(run.report)
    name = f'attachment; filename="import-{run.pk}.{form}"'
    headers = {"Content-Disposition": name}
    if form == "txt":
        return HttpResponse(report.as_text(), content_type="text/plain; charset=utf-8", headers=headers)
    if form == "json":
        text = json.dumps(report.as_json(), indent=2, ensure_ascii=False)
        return HttpResponse(text, content_type="application/json", headers=headers)
    if form == "jsonl" and (path := listing_path(run.pk)).is_file():
        return FileResponse(path.open("rb"), content_type="application/jsonl", headers=headers)
    raise Http404


def _kind(kind: str) -> str:
    names = {
        "article": _("Articles"),
        "page": _("Pages"),
        "comment": _("Comments"),
        "attachment": _("Pictures and files"),
        "category": _("Categories"),
        "tag": _("Tags"),
        "person": _("People"),
        "settings": _("Settings"),
        "redirect": _("Old addresses"),
    }
    return names.get(kind, kind)
