#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    """Run the command that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "blog.settings")
    from django.core.management import execute_from_command_line

    from blog.environment import refuse_clearly

    with refuse_clearly():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
