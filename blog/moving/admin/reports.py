"""The report of a run, arranged for its page, and as files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from blog.importing.folders import listing_path
from blog.importing.models import ImportRun
from blog.importing.records import Oddity
from blog.importing.report import Report

MOST_FAILURES = 100  # addresses that the page shows
COLUMNS = {
    "created": _("New"),
    "updated": _("Changed"),
    "unchanged": _("As before"),
    "kept": _("Edited here, kept"),
    "skipped": _("Left out"),
}


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

    columns: list[str]  # those that hold any number
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
    used = [verb for verb in COLUMNS if any(verbs.get(verb) for verbs in report.counts.values())]
    return Shown(
        columns=[str(COLUMNS[verb]) for verb in used],
        rows=[(_kind(kind), [verbs.get(verb, 0) for verb in used]) for kind, verbs in report.counts.items()],
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
        "article": now("Articles"),
        "page": now("Pages"),
        "comment": now("Comments"),
        "attachment": now("Pictures and files"),
        "category": now("Categories"),
        "tag": now("Tags"),
        "person": now("People"),
        "settings": now("Settings"),
        "redirect": now("Old addresses"),
    }
    return names.get(kind, kind)
