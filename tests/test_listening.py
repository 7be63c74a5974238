"""HOST as an address, as a name, and as neither."""

import sys
from pathlib import Path
from typing import Any

import pytest

from blog.embedded_postgres import client
from blog.environment import WrongEnvironmentError
from blog.serving import listening
from tests.running_blog import RunningBlog, free_port


@pytest.mark.parametrize(
    ("host", "address"), [("127.0.0.1", "127.0.0.1"), ("localhost", "127.0.0.1"), ("::1", "::1")]
)
def test_name_becomes_an_address(settings: Any, host: str, address: str) -> None:
    settings.HOST = host
    assert listening.address() == address


def test_name_of_nothing_is_refused_by_the_variables_name(settings: Any) -> None:
    settings.HOST = "nowhere.invalid"
    with pytest.raises(WrongEnvironmentError, match="HOST"):
        listening.check()


def test_address_of_another_machine_is_refused(settings: Any) -> None:
    settings.HOST, settings.PORT = "192.0.2.1", free_port()
    with pytest.raises(WrongEnvironmentError, match="cannot be listened on"):
        listening.check()


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_blog_is_served_on_a_name(tmp_path: Path) -> None:
    data = tmp_path / "data"
    blog = RunningBlog(data, tmp_path / "log", HOST="localhost")
    try:
        blog.wait_until_ready()
        assert "Traceback" not in blog.output
        assert blog.end() == 0
    finally:
        blog.clean_up()
        client.stop(data / "postgres")
