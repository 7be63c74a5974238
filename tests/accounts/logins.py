"""Walks through a login with a service step by step, as a browser would, with nothing replaced."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client

ARTICLE = "/2019/05/15/a-walk-along-the-harbour/#respond"
KEYS = {"client_id": "the-client", "secret": "the-secret-of-the-client", "base_url": ""}
NO_KEYS = {"client_id": "", "secret": "", "base_url": ""}


def browser(**extra: Any) -> Client:
    """Return a browser on this machine that checks CSRF tokens as the server does."""
    return Client(headers={"host": "127.0.0.1:8000"}, enforce_csrf_checks=True, **extra)


def query(url: str) -> dict[str, str]:
    """Return the parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def post(client: Client, url: str, fields: dict[str, Any] | None = None, page: str = "") -> Any:
    """Open a page, then send its form with the token that the page set."""
    client.get(page or url)
    token = client.cookies["csrftoken"].value
    return client.post(url, {"csrfmiddlewaretoken": token, **(fields or {})})


@dataclass
class Login:
    """A login with a service that has been started; ``authorize_url`` is where the browser was sent."""

    client: Client
    authorize_url: str

    @classmethod
    def start(cls, client: Client, service: str, **fields: str) -> "Login":
        """Press the button on our page “Connecting to …”."""
        answer = post(client, f"/accounts/connect/{service}/", {"next": ARTICLE, **fields})
        assert answer.status_code == 302
        return cls(client, answer["Location"])

    def choose(self, **fields: str) -> str:
        """Choose somebody on the stand-in's page; return the address that leads back to the blog."""
        answer = post(self.client, self.authorize_url, fields)
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"])

    def finish(self, **fields: str) -> Any:
        """Choose somebody and go back to the blog."""
        return self.client.get(self.choose(**(fields or {"person": "1"})))


def log_in(client: Client, service: str, **fields: str) -> Any:
    """Log in with a service from the first page to the last."""
    return Login.start(client, service).finish(**fields)
