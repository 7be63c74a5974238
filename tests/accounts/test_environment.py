"""The variables of the login services: both keys or none, and stand-ins on this machine only."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from blog.environment import WrongEnvironmentError, is_loopback, read_login_service

ROOT = Path(__file__).resolve().parents[2]


def read(*, is_site_loopback: bool = True) -> dict[str, str]:
    return read_login_service("GOOGLE", is_site_loopback=is_site_loopback)


def test_service_without_variables_has_empty_keys() -> None:
    assert read() == {"client_id": "", "secret": "", "base_url": ""}


@pytest.mark.parametrize("name", ["GOOGLE_CLIENT_SECRET", "GOOGLE_SECRET"])
def test_keys_are_read(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("GOOGLE_CLIENT_ID", "id")
    monkeypatch.setenv(name, "secret")
    assert read() == {"client_id": "id", "secret": "secret", "base_url": ""}


def test_secret_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from the file\n")
    monkeypatch.setenv("GOOGLE_CLIENT_ID", "id")
    monkeypatch.setenv("GOOGLE_CLIENT_SECRET_FILE", str(tmp_path / "secret"))
    assert read()["secret"] == "from the file"


@pytest.mark.parametrize(
    ("given", "missing"),
    [("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"), ("GOOGLE_CLIENT_SECRET", "GOOGLE_CLIENT_ID")],
)
def test_one_key_alone_is_refused(monkeypatch: pytest.MonkeyPatch, given: str, missing: str) -> None:
    monkeypatch.setenv(given, "something")
    with pytest.raises(WrongEnvironmentError, match=f"^{missing} is missing"):
        read()


@pytest.mark.parametrize("host", ["127.0.0.1:9000", "localhost", "[::1]:9000", "127.8.8.8"])
def test_stand_in_may_be_on_this_machine(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("GOOGLE_BASE_URL", f"http://{host}/")
    assert read()["base_url"] == f"http://{host}"


@pytest.mark.parametrize(
    "url",
    [
        "https://accounts.google.com",
        "http://192.168.0.2",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://127.0.0.1@example.com",
        "http://0.0.0.0",
    ],
)
def test_stand_in_elsewhere_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("GOOGLE_BASE_URL", url)
    with pytest.raises(WrongEnvironmentError, match=r"GOOGLE_BASE_URL .* not on this machine"):
        read()


def test_stand_in_for_a_public_blog_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_BASE_URL", "http://127.0.0.1:9000")
    with pytest.raises(WrongEnvironmentError, match="opens the blog to others"):
        read(is_site_loopback=False)


def test_text_that_is_no_host_is_not_on_this_machine() -> None:
    assert not is_loopback("")
    assert not is_loopback("example.com")


def test_refusal_is_one_sentence_without_a_traceback(tmp_path: Path) -> None:
    environment = os.environ | {"BLOG_DATA_DIR": str(tmp_path), "TWITTER_BASE_URL": "https://x.com"}
    command = [sys.executable, "manage.py", "check"]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr.startswith("TWITTER_BASE_URL is 'https://x.com'")
    assert "Traceback" not in run.stderr
