"""A Django database backend that starts the embedded PostgreSQL on the first connection.

`{"ENGINE": "blog.embedded_postgres", "NAME": "blog", "HOST": folder}`: HOST is the folder of the cluster,
which is made when it is missing. USER, PASSWORD and PORT are not used.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base, client
from django.db.utils import OperationalError
from django.utils.functional import cached_property

from blog.embedded_postgres.client import ensure_running, installation
from blog.embedded_postgres.cluster import ConnectionInfo
from blog.embedded_postgres.errors import EmbeddedPostgresError


class EmbeddedPostgresUnavailable(EmbeddedPostgresError, OperationalError):  # noqa: N818 - Django shows the name
    """EmbeddedPostgresError, and for Django a database that cannot be reached."""


class DatabaseClient(client.DatabaseClient):
    """The interactive shell, `manage.py dbshell`."""

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        info = connection_info(settings_dict)
        server = {"HOST": info.host, "PORT": info.port, "USER": info.user, "PASSWORD": info.password}
        return super().settings_to_cmd_args_env(settings_dict | server, parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded PostgreSQL."""

    client_class = DatabaseClient

    @cached_property
    def pg_version(self) -> int:
        """The version of the programs: the checks of models ask for it and should not start a server."""
        try:
            return installation(Path(self.settings_dict["HOST"])).version
        except EmbeddedPostgresError as error:
            raise EmbeddedPostgresUnavailable(str(error)) from error

    def get_connection_params(self) -> dict[str, Any]:
        return super().get_connection_params() | _parameters(connection_info(self.settings_dict))

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            # It may have crashed or been stopped since this process found it: find it again, or start it.
            info = connection_info(self.settings_dict, verify=True)
            return super().get_new_connection(conn_params | _parameters(info))


def connection_info(settings_dict: dict[str, Any], *, verify: bool = False) -> ConnectionInfo:
    try:
        return ensure_running(Path(settings_dict["HOST"]), verify=verify)
    except EmbeddedPostgresError as error:
        raise EmbeddedPostgresUnavailable(str(error)) from error


def _parameters(info: ConnectionInfo) -> dict[str, Any]:
    return {"host": info.host, "port": info.port, "user": info.user, "password": info.password}
