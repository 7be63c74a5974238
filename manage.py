#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    """Run the command that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "blog.settings")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, connection

    from blog.environment import refuse_clearly, unreachable_database

    with refuse_clearly():
        try:
            execute_from_command_line(sys.argv)
        except OperationalError as error:
            if connection.connection is not None:
                raise  # it was reached, so this is something else
            is_embedded = connection.settings_dict["ENGINE"] == "blog.embedded_postgres"
            raise unreachable_database(error, is_embedded=is_embedded) from error


if __name__ == "__main__":
    main()
