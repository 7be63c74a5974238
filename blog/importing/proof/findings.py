"""The proof of addresses: each one of the old blog is asked for, and must show what it showed.

For an article or page that is more than status 200: after all redirects the address must be that of the
very text, so that no likeness of slugs passes. A comment must stand on a page of its article.
"""

import json
import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from itertools import batched
from typing import IO, Any
from urllib.parse import unquote

from django.conf import settings

from blog.importing.media.names import TRIAL_FOLDER
from blog.importing.pool import work
from blog.importing.proof.addresses import Kind, OldAddress
from blog.importing.proof.asking import Answer, Visitor, within_one_connection
from blog.importing.proof.targets import Target, find_comments, find_texts

PORTION = 50  # addresses
MOST_FAILURES = 1_000  # that a report tells one by one


class Verdict(StrEnum):
    """What became of an address."""

    FOUND = "found"
    FAILED = "failed"
    REMOVED = "removed"  # of what was deleted or hidden here


@dataclass(frozen=True, slots=True)
class Finding:
    """One address, its last answer, and what is to be said of it."""

    kind: str
    address: str
    verdict: Verdict
    status: int
    leads_to: str = ""  # where it is another address
    reason: str = ""


@dataclass
class Proof:
    """How many addresses of each kind were found, and which were not."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    failures: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding, number: int = 1) -> None:
        """Count one finding, for so many addresses."""
        self.counts[finding.kind][finding.verdict] += number
        if finding.verdict == Verdict.FAILED and len(self.failures) < MOST_FAILURES:
            self.failures.append(finding)

    @property
    def failed(self) -> int:
        """How many addresses lead nowhere, or elsewhere."""
        return sum(counted[Verdict.FAILED] for counted in self.counts.values())

    @property
    def asked(self) -> int:
        """How many there are."""
        return sum(counted.total() for counted in self.counts.values())

    def as_json(self) -> dict[str, Any]:
        """Return it for a report: plain values."""
        return {
            "asked": self.asked,
            "failed": self.failed,
            "counts": {kind: dict(counted) for kind, counted in self.counts.items()},
            "failures": [asdict(finding) for finding in self.failures],
        }


def prove(
    addresses: Iterable[OldAddress],
    source_id: int,
    *,
    listing: IO[str] | None = None,
    processes: int = 1,
    progress: Callable[[int], None] = lambda _asked: None,
) -> Proof:
    """Ask for every address; write each finding as a line of JSON to ``listing``.

    With one process, all is asked through this one's connection, and so within its transaction.
    """
    proof = Proof()
    portions = ((source_id, list(portion)) for portion in batched(addresses, PORTION))
    if processes > 1:
        answers: Iterator[list[Finding]] = work("blog.importing.proof.findings:check", portions, processes)
    else:
        answers = (check(*portion) for portion in portions)
    with within_one_connection():
        for findings in answers:
            for finding in findings:
                proof.add(finding)
                if listing:
                    listing.write(json.dumps(asdict(finding), ensure_ascii=False) + "\n")
            progress(proof.asked)
    return proof


def check(source_id: int, addresses: list[OldAddress]) -> list[Finding]:
    """Return the findings of some addresses; of the comments of an article, one each."""
    targets = find_texts(source_id, {address.text for address in addresses if address.text})
    visitor = Visitor()
    with _without_warnings():
        return [finding for address in addresses for finding in _check(address, source_id, targets, visitor)]


def _check(
    address: OldAddress, source_id: int, targets: dict[str, Target], visitor: Visitor
) -> Iterator[Finding]:
    target = targets.get(address.text)
    if address.kind == Kind.THREAD and target is None:
        return
    if address.text and target is None:
        yield Finding(address.kind, address.path, Verdict.FAILED, 0, reason="it was not imported")
    elif target and not target.is_shown:
        yield Finding(address.kind, address.path, Verdict.REMOVED, 0, reason="it was deleted or hidden here")
    elif target and address.kind == Kind.COMMENT:
        yield from _check_comments(address, source_id, target, visitor)
    elif target and address.kind == Kind.THREAD:
        yield _judge(address, visitor.ask(address.path), target)
        yield from _check_comments(replace(address, kind=Kind.COMMENT), source_id, target, visitor)
    else:
        yield _judge(address, visitor.ask(address.path), target)


def _judge(address: OldAddress, answer: Answer, target: Target | None) -> Finding:
    leads_to = answer.path if answer.path != address.path else ""
    reason = ""
    if not (answer.is_found or _is_only_tried(answer)):
        reason = f"it answers with status {answer.status}"
    elif target and address.kind != Kind.FEED and not _is_same(answer.path, target.path):
        reason = f"it shows something else than {target.path}"
    verdict = Verdict.FAILED if reason else Verdict.FOUND
    return Finding(address.kind, address.path, verdict, answer.status, leads_to, reason)


def _is_only_tried(answer: Answer) -> bool:
    """Whether it leads to a file that is at hand, and that a trial did not write."""
    return answer.path.startswith(f"{settings.MEDIA_URL}{TRIAL_FOLDER}/")


def _is_same(path: str, wanted: str) -> bool:
    return unquote(path.partition("?")[0]) == unquote(wanted)


def _check_comments(
    address: OldAddress, source_id: int, target: Target, visitor: Visitor
) -> Iterator[Finding]:
    """Yield what became of each comment: it stands at the article's address, or on a page of comments."""
    first = visitor.ask(address.path)
    shown = dict.fromkeys(first.anchors(), address.path)
    comments = find_comments(source_id, address.anchors)
    if any(number and number not in shown for number in comments.values()):
        for path in target.comment_pages():
            shown = dict.fromkeys(visitor.ask(path).anchors(), path) | shown
    for key in address.anchors:
        number, anchor = comments.get(key), f"{address.path}#comment-{key}"
        if number is None:
            yield Finding(address.kind, anchor, Verdict.FAILED, first.status, reason="it was not imported")
        elif not number:
            yield Finding(address.kind, anchor, Verdict.REMOVED, 0, reason="it was deleted or hidden here")
        elif number not in shown:
            yield Finding(address.kind, anchor, Verdict.FAILED, first.status, reason="it is on no page")
        else:
            page = shown[number]
            is_moved = page != address.path or str(number) != key
            leads_to = f"{page}#comment-{number}" if is_moved else ""
            yield Finding(address.kind, anchor, Verdict.FOUND, first.status, leads_to)


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Keep the log free of a line for each address that is not found: the report tells them."""
    log = logging.getLogger("django.request")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)
