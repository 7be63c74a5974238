"""Reads settings from the environment: loud about what is wrong, silent about what is missing."""

import ipaddress
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

HOST_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


class WrongEnvironmentError(Exception):
    """A variable holds something that cannot be used; the message names it and the fix."""


@contextmanager
def refuse_clearly() -> Iterator[None]:
    """Turn a wrong variable into one sentence on stderr and exit code 1, without a traceback."""
    try:
        yield
    except WrongEnvironmentError as error:
        sys.exit(str(error))


def unreachable_database(error: Exception, *, is_embedded: bool) -> WrongEnvironmentError:
    """Return the sentence for a database that could not be reached."""
    reason = " ".join(str(error).split())
    if is_embedded:
        return WrongEnvironmentError(reason)  # names variable and fix already
    return WrongEnvironmentError(
        f"DATABASE_URL leads to no database ({reason}): start the server, put the address right, or "
        "leave the variable out for the database that comes with the blog."
    )


def read_text(name: str, default: str = "") -> str:
    """Return the variable, or the content of the file that ``NAME_FILE`` names."""
    if file_name := os.environ.get(f"{name}_FILE", ""):
        try:
            return Path(file_name).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise WrongEnvironmentError(
                f"{name}_FILE names {file_name!r}, which cannot be read ({error}): "
                "give the path of a readable text file."
            ) from error
    return os.environ.get(name, default).strip()


def read_bool(name: str, default: bool) -> bool:
    """Return the variable as a truth value; only ``True`` and ``False`` are understood."""
    text = read_text(name)
    if text not in {"", "True", "False"}:
        raise WrongEnvironmentError(f"{name} is {text!r}: set it to True or False, or leave it out.")
    return text == "True" if text else default


def read_int(name: str, default: int, *, least: int = 0, most: int = 2**31 - 1) -> int:
    """Return the variable as a whole number between ``least`` and ``most``."""
    text = read_text(name)
    if not text:
        return default
    if not (re.fullmatch(r"[0-9]{1,10}", text) and least <= int(text) <= most):
        raise WrongEnvironmentError(f"{name} is {text!r}: set it to a whole number from {least} to {most}.")
    return int(text)


def read_folder(name: str, default: Path) -> Path:
    """Return the variable as the whole path of a folder."""
    try:
        return Path(read_text(name) or default).expanduser().absolute()
    except RuntimeError as error:
        raise WrongEnvironmentError(
            f"{name} begins with the home of nobody: write the whole path."
        ) from error


def read_host(name: str, default: str) -> str:
    """Return the variable as the name or address of a host, an IPv6 address without its brackets."""
    host = re.sub(r"^\[(.*)\]$", r"\1", read_text(name) or default)
    if not is_host(host):
        raise WrongEnvironmentError(f"{name} is {host!r}: write a host like 127.0.0.1 or blog.example.")
    return host


def read_email(name: str) -> str:
    """Return the variable as a mail address, perhaps with a name before it, or an empty text."""
    text = read_text(name)
    if text and not (re.fullmatch(r"[^\x00-\x1f\x7f]+", text) and re.search(r"[^@\s]@[^@\s]", text)):
        raise WrongEnvironmentError(f"{name} is {text!r}: write a mail address like me@example.org.")
    return text


def read_webhook_secret(name: str) -> str:
    """Return the variable as ``name:password`` of HTTP's basic authentication, or an empty text."""
    text = read_text(name)
    if text and not re.fullmatch(r"[\x21-\x39\x3b-\x7e]+:[\x21-\x7e]{16,}", text):
        raise WrongEnvironmentError(
            f"{name} is no name and password: write them like mail:PASSWORD, the password of 16 characters "
            "or more without blanks."
        )
    return text


def read_url(
    name: str, schemes: tuple[str, ...], *, host_needed: bool = True, path_allowed: bool = True
) -> str:
    """Return the variable as an address without a last slash, or an empty text."""
    text = read_text(name)
    if not text:
        return ""
    expected = " or ".join(f"{scheme}://" for scheme in schemes)
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise WrongEnvironmentError(
            f"{name} is not an address ({error}): begin it with {expected}."
        ) from error
    is_mail_server = parts.scheme in {"smtp", "smtps"}
    if parts.scheme not in schemes or ((host_needed or is_mail_server) and not parts.hostname):
        raise WrongEnvironmentError(f"{name} is not an address that can be used: begin it with {expected}.")
    if parts.scheme in {"http", "https"} and not is_host(parts.hostname or ""):
        raise WrongEnvironmentError(
            f"{name} names the host {parts.hostname!r}: use letters, digits, dots and hyphens, and write "
            "other letters as xn--…."
        )
    if re.search(r"[\x00-\x20\x7f]", text):
        raise WrongEnvironmentError(f"{name} holds a space or a control character: take it out.")
    if not path_allowed and (parts.path.strip("/") or parts.query or parts.fragment or parts.username):
        raise WrongEnvironmentError(
            f"{name} says more than where the blog is: write it like {parts.scheme}://{parts.hostname}, "
            "without a path or a password."
        )
    return text.rstrip("/")


def read_login_service(name: str, *, is_site_loopback: bool) -> dict[str, str]:
    """Return ``client_id``, ``secret`` and ``base_url`` of a login service; each may be an empty text.

    The base address takes the place of the service's own origin, for trying logins against a stand-in.
    Whoever answers there says who people are, so it is refused anywhere but on this machine.
    """
    client_id = read_text(f"{name}_CLIENT_ID")
    secret = read_text(f"{name}_CLIENT_SECRET") or read_text(f"{name}_SECRET")
    if bool(client_id) != bool(secret):
        given, missing = ("CLIENT_ID", "CLIENT_SECRET") if client_id else ("CLIENT_SECRET", "CLIENT_ID")
        raise WrongEnvironmentError(f"{name}_{missing} is missing: set it, or leave out {name}_{given} too.")
    base_url = read_stand_in(f"{name}_BASE_URL", is_site_loopback=is_site_loopback)
    return {"client_id": client_id, "secret": secret, "base_url": base_url}


def read_stand_in(name: str, *, is_site_loopback: bool) -> str:
    """Return the variable as an origin on this machine in place of a service's own; mostly an empty text.

    Whoever answers there is believed as the service is, and hears what it would hear.
    """
    base_url = read_url(name, ("http", "https"))
    if base_url and not is_loopback(urlsplit(base_url).hostname or ""):
        raise WrongEnvironmentError(
            f"{name} is {base_url!r}, which is not on this machine: it is only for trying it out "
            "against a stand-in, so write it like http://127.0.0.1:8001, or leave it out."
        )
    if base_url and not is_site_loopback:
        raise WrongEnvironmentError(
            f"{name} is only for trying it out, and BLOG_SITE_URL or HOST opens the blog to others: "
            f"leave out {name}, or set both to 127.0.0.1."
        )
    return base_url


def is_host(text: str) -> bool:
    """Whether it is an IP address, or a name as browsers send it (RFC 1123; no wildcard)."""
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return len(text) <= 253 and all(map(HOST_LABEL.fullmatch, text.removesuffix(".").split(".")))


def is_loopback(host: str) -> bool:
    """Whether the host name or address (without a port) never leaves this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def database_from_url(name: str) -> dict[str, object] | None:
    """Return Django's connection settings for ``postgresql://user:password@host:port/name``.

    Options of libpq may follow as a query (``?sslmode=require``; ``?host=/folder`` for a socket).
    """
    url = read_url(name, ("postgres", "postgresql"), host_needed=False)
    if not url:
        return None
    parts = urlsplit(url)
    if len(parts.path) < 2 or "/" in parts.path[1:]:
        raise WrongEnvironmentError(
            f"{name} names no database: write it as postgresql://user:password@host:port/database."
        )
    options = {"connect_timeout": "5"}  # seconds, so that a page can soon say that the database is away
    options |= dict(pair.partition("=")[::2] for pair in parts.query.split("&") if pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", "") or parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {key: unquote(value) for key, value in options.items()},
    }
