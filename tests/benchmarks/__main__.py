"""The benchmarks: ``make bench``, or ``python -m tests.benchmarks``.

Each prints what was measured beside what it should be, as a count or as a ratio measured in this one run.
They use a database of their own, which is destroyed afterwards. ``python -m tests.benchmarks moderation``
asks a million comments; filling takes minutes, so that database is kept for the next time.
"""

import os
import sys

import django
from django.test.utils import get_runner, setup_test_environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "blog.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from tests.benchmarks import (  # noqa: E402
    followers,
    imported_text,
    importing,
    live_readers,
    long_article,
    moderation,
    page_size,
    posting,
    queries,
    rendering,
    replies,
)
from tests.benchmarks.report import Report  # noqa: E402


def main() -> int:
    """Run every benchmark; the exit code is 1 when a figure is over its limit."""
    setup_test_environment()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    report = Report()
    call_command("collectstatic", interactive=False, verbosity=0)
    try:
        for benchmark in (
            page_size,
            queries,
            rendering,
            long_article,
            replies,
            posting,
            followers,
            imported_text,
            live_readers,
            importing,
        ):
            benchmark.measure(report)
    finally:
        runner.teardown_databases(databases)
    return 0 if report.is_within_limits else 1


def main_moderation(options: set[str]) -> int:
    """Ask a million comments."""
    setup_test_environment()
    connection.settings_dict["TEST"]["NAME"] = f"test_{connection.settings_dict['NAME']}_million"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=True)
    report = Report()
    moderation.measure(report, options)
    return 0 if report.is_within_limits else 1


if __name__ == "__main__":
    sys.exit(main_moderation(set(sys.argv[2:])) if sys.argv[1:2] == ["moderation"] else main())
