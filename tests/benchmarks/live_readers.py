"""What a hundred readers cost who have one article open and do nothing but wait for new comments."""

import http.client
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from blog.embedded_postgres import client
from tests.benchmarks.report import Report
from tests.running_blog import ROOT, RunningBlog

READERS = 100
SECONDS = 20
NEWS_EVERY = 20  # of so many questions one is answered with comments, the others with nothing
MOST_PERCENT = 5  # of one core
SCRIPT = ROOT / "static" / "js" / "comments.js"


def measure(report: Report) -> None:
    """Ask as often as pages with active readers do, and add up the time of every process of the blog."""
    if sys.platform != "linux":
        report.note("the cost of readers with live updates is read from /proc, which is not here")
        return
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        blog = RunningBlog(data, Path(folder) / "log", BLOG_DEMO="True")
        try:
            blog.wait_until_ready()
            address = _find_address(blog)
            _ask_for(blog, address, 3)  # what is done once in a process
            idle = _cost(blog, lambda: time.sleep(SECONDS / 2)) * 2
            busy = _cost(blog, lambda: _ask_for(blog, address, SECONDS))
        finally:
            blog.end()
            blog.clean_up()
            client.stop(data / "postgres")
    percent = (busy - idle) / SECONDS * 100
    report.add(f"{READERS} readers with live updates, of one core", percent, MOST_PERCENT, "%")
    report.note(f"processor time in {SECONDS} s, database included: {busy:.2f} s, without them {idle:.2f} s")


def _find_address(blog: RunningBlog) -> str:
    """Return where the page of an article with comments asks."""
    paths = re.findall(r'<h2[^>]*><a [^>]*href="(?:http://[^/]+)?(/[^"]+)"', blog.get("/").text)
    pages = [blog.get(path).text for path in paths]
    page = max(pages, key=lambda text: text.count('<li id="comment-'))
    return str(re.findall(r'data-live="([^"]+)"', page)[0])


def _pause() -> float:
    """Return the seconds after which a page asks again while somebody moves in it: the shortest there are."""
    found = re.search(r"SHORTEST = ([0-9_]+);", SCRIPT.read_text("utf-8"))
    assert found, "comments.js has no SHORTEST"
    return int(found[1]) / 1000


def _ask_for(blog: RunningBlog, address: str, seconds: int) -> None:
    """Ask from as many connections as there are readers, one after the other, evenly in time."""
    connections = [http.client.HTTPConnection("127.0.0.1", blog.port) for _reader in range(READERS)]
    everything = re.sub(r"after=\d+", "after=0", address)
    start, step = time.monotonic(), _pause() / READERS
    for number in range(int(seconds / step)):
        time.sleep(max(0.0, start + number * step - time.monotonic()))
        connection, has_news = connections[number % READERS], number % NEWS_EVERY == 0
        connection.request("GET", everything if has_news else address, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        response.read()
        assert response.status == (200 if has_news else 204), response.status
    for connection in connections:
        connection.close()


def _cost(blog: RunningBlog, act: Callable[[], None]) -> float:
    """Return the seconds of processor time that the blog's processes take during ``act``."""
    before = _times(blog)
    act()
    return sum(taken - before.get(pid, 0) for pid, taken in _times(blog).items())


def _times(blog: RunningBlog) -> dict[int, float]:
    """Return user and system time of the blog's processes and all that they started, in seconds, by id."""
    stats = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        stats[int(path.parent.name)] = (int(fields[1]), int(fields[11]) + int(fields[12]))
    family = {blog.process.pid}
    while found := {pid for pid, (parent, _ticks) in stats.items() if parent in family} - family:
        family |= found
    return {pid: stats[pid][1] / os.sysconf("SC_CLK_TCK") for pid in family & stats.keys()}
