"""Variables: a wrong one is one sentence and exit code 1; each one is documented."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Reads the settings as every entry does (manage.py, blog.wsgi), without the time that loading Django takes.
READ = """
from blog.environment import refuse_clearly
with refuse_clearly():
    import blog.settings as settings
print(eval({expression!r}))
"""
SERVICES = ("WORDPRESS_COM", "GOOGLE", "TWITTER", "FACEBOOK")


def read(expression: str, data: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of its own and print the expression."""
    environment = {"PATH": os.environ["PATH"], "BLOG_DATA_DIR": str(data)} | variables
    return subprocess.run(
        [sys.executable, "-c", READ.format(expression=expression)],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def value(expression: str, data: Path, **variables: str) -> str:
    done = read(expression, data, **variables)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "８０"),
        ("PORT", "9" * 5000),
        ("HOST", "a b"),
        ("HOST", "a..b"),
        ("HOST", "a" * 64),
        ("HOST", "bücher.example"),
        ("HOST", "[::1"),
        ("BLOG_DATA_DIR", "~nobody-of-that-name/blog"),
        ("WEB_WORKERS", "-1"),
        ("WEB_WORKERS", "1.5"),
        ("BLOG_DEMO", "yes"),
        ("BLOG_DEMO", "true"),
        ("BLOG_SITE_URL", "blog.example"),
        ("BLOG_SITE_URL", "ftp://blog.example"),
        ("BLOG_SITE_URL", "https://"),
        ("BLOG_SITE_URL", "https://blog.example/sub"),
        ("BLOG_SITE_URL", "https://me:secret@blog.example"),
        ("BLOG_SITE_URL", "https://blog.example:port"),
        ("BLOG_SITE_URL", "https://blog.example\nX: y"),
        ("BLOG_SITE_URL", "https://[::1"),
        ("BLOG_SITE_URL", "https://*"),
        ("BLOG_SITE_URL", "https://.example"),
        ("BLOG_SITE_URL", "https://my_blog.example"),
        ("BLOG_SITE_URL", "https://bücher.example"),
        ("DATABASE_URL", "mysql://localhost/blog"),
        ("DATABASE_URL", "postgres://localhost"),
        ("DATABASE_URL", "postgres://localhost/"),
        ("DATABASE_URL", "postgres://localhost:port/blog"),
        ("REDIS_URL", "localhost:6379"),
        ("EMAIL_URL", "mail.example"),
        ("EMAIL_URL", "smtp://"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY_FILE", "/nowhere/key"),
        ("BLOG_OWNER_EMAIL", "not an address"),
        ("BLOG_FROM_EMAIL", "me@example.org\r\nBcc: eve@example.org"),
        ("BLOG_OWNER_PASSWORD_FILE", "/nowhere/password"),
        ("BLOG_COMMENT_INTERVAL", "soon"),
        ("ANYMAIL_WEBHOOK_SECRET", "mail:short"),
        ("BLOG_TRUSTED_PROXIES", "all"),
        ("GOOGLE_BASE_URL", "https://login.example"),
    ],
)
def test_wrong_variable_is_one_sentence_that_names_it(name: str, text: str, tmp_path: Path) -> None:
    done = read("1", tmp_path, **{name: text})
    assert done.returncode == 1
    assert done.stdout == ""
    assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.endswith(".\n")


def test_password_in_an_address_is_never_repeated(tmp_path: Path) -> None:
    done = read("1", tmp_path, DATABASE_URL="mysql://me:hunter2hunter2@localhost/blog")
    assert "hunter2" not in done.stderr


def test_data_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = read("1", tmp_path / "file" / "data")
    assert done.returncode == 1
    assert "BLOG_DATA_DIR" in done.stderr
    assert "Traceback" not in done.stderr


def test_command_line_refuses_the_same_way(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={"PATH": os.environ["PATH"], "BLOG_DATA_DIR": str(tmp_path), "PORT": "eighty"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "PORT is 'eighty': set it to a whole number from 1 to 65535.\n"


@pytest.mark.parametrize("option", ["no_such_option=1", "connect_timeout=soon"])
def test_wrong_option_of_the_database_is_one_sentence(option: str, tmp_path: Path) -> None:
    address = f"postgres://root@127.0.0.1:1/blog?{option}"
    done = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        env={
            "PATH": os.environ["PATH"],
            "BLOG_DATA_DIR": str(tmp_path),
            "PORT": "47613",
            "DATABASE_URL": address,
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("DATABASE_URL")


def test_value_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k" * 50 + "\n")
    assert value("settings.SECRET_KEY", tmp_path, SECRET_KEY_FILE=str(tmp_path / "key")) == "k" * 50


def test_secret_key_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    first = value("settings.SECRET_KEY", tmp_path / "data")
    assert len(first) > 50
    assert value("settings.SECRET_KEY", tmp_path / "data") == first
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_broken_secret_key_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("")
    done = read("1", tmp_path)
    assert done.returncode == 1
    assert "secret_key" in done.stderr
    assert "Traceback" not in done.stderr


def test_https_switches_the_rules_of_tls_on(tmp_path: Path) -> None:
    names = ["SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"]
    expression = f"[getattr(settings, name) for name in {names}]"
    assert value(expression, tmp_path, BLOG_SITE_URL="https://blog.example") == (
        "['__Host-sessionid', True, True, True]"
    )
    assert value(expression, tmp_path) == "['sessionid', False, False, False]"


def test_host_may_be_written_as_in_an_address(tmp_path: Path) -> None:
    expression = "settings.HOST, settings.BLOG_SITE_URL"
    assert value(expression, tmp_path, HOST="[::1]") == "('::1', 'http://[::1]:8000')"


def test_site_url_loses_its_last_slash(tmp_path: Path) -> None:
    assert value("settings.BLOG_SITE_URL", tmp_path, BLOG_SITE_URL="https://blog.example/") == (
        "https://blog.example"
    )


def test_database_address_is_read_whole(tmp_path: Path) -> None:
    url = "postgresql://me:p%40ss@db.example:6432/b%20log?sslmode=require"
    expression = "[settings.DATABASES['default'][k] for k in ('USER','PASSWORD','HOST','PORT','NAME')]"
    assert value(expression, tmp_path, DATABASE_URL=url) == ("['me', 'p@ss', 'db.example', '6432', 'b log']")
    options = "settings.DATABASES['default']['OPTIONS']['sslmode']"
    assert value(options, tmp_path, DATABASE_URL=url) == "require"


def test_login_service_with_half_its_keys_is_refused(tmp_path: Path) -> None:
    done = read("1", tmp_path, GOOGLE_CLIENT_ID="id")
    assert done.returncode == 1
    assert "GOOGLE_CLIENT_SECRET" in done.stderr


def read_variables() -> set[str]:
    """Return the names of all variables that the settings read."""
    source = (ROOT / "blog/settings.py").read_text("utf-8")
    names = set(re.findall(r"(?:read_\w+|database_from_url)\(\s*\"([A-Z_]+)\"", source))
    assert {"BLOG_DATA_DIR", "DATABASE_URL"} <= names
    parts = ("CLIENT_ID", "CLIENT_SECRET", "BASE_URL")
    return names | {f"{service}_{part}" for service in SERVICES for part in parts}


@pytest.mark.parametrize("document", [".env.example", "README.md"])
def test_every_variable_is_documented(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    told = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)*\b", text))
    assert read_variables() - told == set()


def test_example_names_nothing_that_is_not_read() -> None:
    text = (ROOT / ".env.example").read_text("utf-8")
    told = set(re.findall(r"^#([A-Z_]+)=", text, re.MULTILINE))
    assert told - read_variables() - {"SECRET_KEY_FILE"} == set()


def test_nothing_else_reads_the_environment() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for package in ("accounts", "blog")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"os\.environ\b(?!\.setdefault\(\"DJANGO)|getenv", path.read_text("utf-8"))
    ]
    assert [name for name in readers if not name.startswith("blog/embedded_postgres/")] == [
        "blog/environment.py"
    ]


@pytest.mark.parametrize("command", ["check", "migrate", "showmigrations"])
def test_command_without_its_database_is_one_sentence(command: str, tmp_path: Path) -> None:
    (tmp_path / "postgres").touch()  # a file in place of the folder
    for variables in ({}, {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/blog"}):
        done = subprocess.run(
            [sys.executable, "manage.py", command],
            env={"PATH": os.environ["PATH"], "BLOG_DATA_DIR": str(tmp_path)} | variables,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if command == "check" and not variables:
            assert done.returncode == 0, "it needs no server of ours"
            continue
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        assert "DATABASE_URL" in done.stderr
