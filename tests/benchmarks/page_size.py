"""What travels: bytes of HTML and CSS, of scripts, and the number of requests of an article page."""

import gzip
import re

import brotli
from django.contrib.staticfiles import finders
from django.test import Client

from tests.benchmarks import content
from tests.benchmarks.report import Report

FIRST_ROUND_TRIP = 14_600  # bytes: ten segments of a new TCP connection
# What a browser fetches to show the page: scripts, pictures and sheets; icons and feeds are links.
FETCHED = re.compile(
    r'<(?:script|img|use|source)[^>]*\s(?:src|href)="([^"#]+)|<link[^>]*rel="(?:stylesheet|modulepreload|icon)"[^>]*href="([^"]+)"'
)


def measure(report: Report) -> None:
    """Measure an article of 9 kB of text with no comments, as a first-time visitor gets it."""
    article = content.make_article("How many bytes a page needs")
    for encoding in ("br", "gzip"):
        response = Client().get(article.get_absolute_url(), headers={"accept-encoding": encoding})
        encoded = response.headers.get("Content-Encoding", "none")
        html = response.content
        report.add(
            f"HTML and CSS of an article of 9 kB, compressed ({encoded})",
            len(html),
            FIRST_ROUND_TRIP,
            "bytes",
        )
        page = {"br": brotli.decompress, "gzip": gzip.decompress}.get(encoded, bytes)(html).decode()
        files = {found[0] or found[1] for found in FETCHED.findall(page)}
        scripts = sorted(file for file in files if ".js" in file)
        script_bytes = sum(_compressed(file, encoding) for file in scripts)
        all_bytes = len(html) + sum(_compressed(file, encoding) for file in files)
        report.add(f"scripts ({encoding})", script_bytes, 6_000, "bytes")
        report.add(f"whole page ({encoding})", all_bytes, 20_000, "bytes")
    report.add("requests", 1 + len(files), 6)
    report.note("files: " + ", ".join(sorted(files)))


def _compressed(address: str, encoding: str) -> int:
    found = finders.find(
        re.sub(
            r"\.[0-9a-f]{12}(?=\.\w+$)",
            "",
            address.rsplit("/static/", maxsplit=1)[-1].split("?", maxsplit=1)[0],
        )
    )
    if not isinstance(found, str):
        return 0
    with open(found, "rb") as file:  # noqa: PTH123
        data = file.read()
    return len(brotli.compress(data) if encoding == "br" else gzip.compress(data))
