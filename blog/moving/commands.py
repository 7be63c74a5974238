"""What ``import_wordpress`` and its neighbours do; one function for all systems."""

import json
import logging
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.importing.models import ImportRun, Phase, RunState
from blog.importing.options import DOWNLOAD, Options
from blog.importing.reading import UnreadableFileError
from blog.importing.report import Report
from blog.importing.run import ImportInterruptedError
from blog.importing.stopping import ImportIsRunningError
from blog.importing.values import printable
from blog.moving import background, checking, running
from blog.moving.kinds import Kind
from blog.moving.terminal import progress_on

log = logging.getLogger(__name__)

MOST_SHOWN = 10  # facts of one kind, on a terminal

REFUSALS = (
    UnreadableFileError,
    ImportIsRunningError,
    ImportInterruptedError,
    checking.NotImportedError,
)
DONE, ADDRESS_FAILED, REFUSED = 0, 1, 2  # exit codes


def add_arguments(parser: ArgumentParser) -> None:
    """Add what every import takes."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--media", default="", metavar="DIR|ZIP|download",
        help="where pictures and files are; download: fetched from the old blog",
    )  # fmt: skip
    parser.add_argument(
        "--author", action="append", type=_pair, default=[], metavar="OLD=NEW", dest="authors",
        help="a login name there and the user name here that its texts go to; as often as needed",
    )  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="do it all, tell, and take it all back")
    parser.add_argument("--markdown", action="store_true", help="make texts Markdown where nothing is lost")
    parser.add_argument("--remove-demo", action="store_true", help="delete what the demo brought first")
    parser.add_argument("--check-urls", action="store_true", help="only ask for every old address")
    parser.add_argument("--no-check-urls", action="store_true", help="do not ask for the old addresses")
    parser.add_argument("--json", action="store_true", help="write the report as JSON")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the report into a file, too")
    parser.add_argument("--yes", action="store_true", help="do not ask before it begins")


def import_files(system: str, arguments: Mapping[str, Any]) -> int:
    """Do what the arguments say; return the exit code: DONE, ADDRESS_FAILED or REFUSED."""
    try:
        _check_place(arguments["report"])
        if arguments["check_urls"]:
            report = checking.check_addresses(system, arguments["files"], progress_on(sys.stderr))
            return _tell(report, arguments)
        run = running.begin(
            system, arguments["files"], _options(system, arguments), is_trial=arguments["dry_run"]
        )
        if not (arguments["yes"] or _is_begun(run) or _is_wanted(run)):
            run.delete()
            return REFUSED
        return finish(run, arguments)
    except REFUSALS as error:
        sys.stderr.write(f"{printable(str(error))}\n")  # it may name what a file holds
        return REFUSED


def finish(run: ImportRun, arguments: Mapping[str, Any]) -> int:
    """Do the run or go on with it, tell what came of it, and return the exit code; raises REFUSALS."""
    if _is_begun(run):
        sys.stderr.write(
            _("Going on where the import of %s was broken off.\n") % f"{run.created_at:%Y-%m-%d %H:%M}"
        )
    progress = progress_on(sys.stderr)
    try:
        running.execute(run, progress)
    finally:
        progress.close()
    if run.state == RunState.FAILED:
        sys.stderr.write(f"{printable(run.error)}\n")
        return REFUSED
    if run.state == RunState.STOPPED:
        sys.stderr.write(_("Stopped. Go on with the same command.\n"))
        return REFUSED
    if run.is_trial:
        sys.stderr.write(_("This was a trial: nothing was stored.\n"))
    return _tell(Report.from_json(run.report), arguments)


def go_on(number: int) -> int:
    """Do what the admin began: look the files over, or import them; return the exit code."""
    run = ImportRun.objects.filter(pk=number).first()
    if run is None:
        sys.stderr.write(_("There is no import %d.\n") % number)
        return REFUSED
    try:
        if run.options.get("looks_over"):
            running.look_over(run)
        else:
            running.execute(run, lambda *_told: None)
            background.take_up_again(run)
    except ImportInterruptedError as error:
        log.warning("Import %d: %s", number, printable(str(error)))
        background.take_up_again(run)
    except REFUSALS as error:
        log.warning("Import %d: %s", number, printable(str(error)))
    log.info("Import %d: %s", number, run.get_state_display())
    return DONE if run.state != RunState.FAILED else REFUSED


def _check_place(path: Path | None) -> None:
    """Raise UnreadableFileError before an hour's work, not after it, when no report can be written there."""
    if path and (path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK)):
        raise UnreadableFileError(_("The report cannot be written to %s.") % path)


def _tell(report: Report, arguments: Mapping[str, Any]) -> int:
    """Write the report; of facts that are alike a terminal shows the first, and a file holds all."""
    told = json.dumps(report.as_json(), indent=2, ensure_ascii=False) + "\n"
    text = told if arguments["json"] else report.as_text()
    is_short = sys.stdout.isatty() and not arguments["json"]
    sys.stdout.write(report.as_text(MOST_SHOWN) if is_short else text)
    if path := arguments["report"]:
        path.write_text(told if path.suffix == ".json" else text, encoding="utf-8")
    return ADDRESS_FAILED if report.proof.get("failed") else DONE


def _options(system: str, arguments: Mapping[str, Any]) -> Options:
    media = arguments["media"]
    if not media and system == Kind.MARKDOWN:  # pictures lie beside the texts
        first = arguments["files"][0]
        media = str(first) if first.is_dir() or is_zipfile(first) else ""
    if media not in ("", DOWNLOAD):
        if not Path(media).exists():
            raise UnreadableFileError(_("%s is not there: name a folder, an archive, or “download”.") % media)
        media = str(Path(media).absolute())
    return Options(
        media=media,
        authors=dict(arguments["authors"]),
        markdown=arguments["markdown"],
        remove_demo=arguments["remove_demo"],
        check_urls=not arguments["no_check_urls"],
    )


def _is_begun(run: ImportRun) -> bool:
    return not run.is_trial and run.phase != Phase.SURVEY


def _is_wanted(run: ImportRun) -> bool:
    """Show what would be imported, and ask; without a terminal nobody is there to be asked."""
    if run.is_trial or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    site = running.reader_of(run).survey().site
    size = filesizeformat(sum(each["size"] for each in run.files))
    people = ngettext("%d author", "%d authors", len(site.people)) % len(site.people)
    told = ", ".join(filter(None, [site.title, site.address, size, people]))
    sys.stderr.write(f"{printable(told)}\n")
    sys.stderr.write(_("Import it? [y/N] "))
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _pair(text: str) -> tuple[str, str]:
    old, equals, new = text.partition("=")
    if not (old and equals and new):
        raise ArgumentTypeError(f"{text!r}: write OLD=NEW.")
    return old, new
