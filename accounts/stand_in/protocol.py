"""OAuth 2.0 as the stand-in speaks it: codes, tokens and profiles, all signed and none stored.

Only the use of a code is kept, in the shared cache, so that it works once. Sources: RFC 6749 (OAuth 2.0),
RFC 7636 (PKCE), OpenID Connect Core 1.0.
"""

import base64
import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt
from django.core import signing
from django.core.cache import cache
from django.utils.crypto import constant_time_compare

from accounts.login_services import LoginService
from accounts.stand_in.people import Person
from blog.environment import is_loopback

CODE_SECONDS = 60
TOKEN_SECONDS = 600
CODE_SALT = "accounts.stand_in.code"
TOKEN_SALT = "accounts.stand_in.token"  # noqa: S105 a salt is no secret
WORDPRESS_NUMBERS = 10**15  # added to ours, so that no real account has the same


class ProtocolError(Exception):
    """The request is wrong; ``code`` is the word that OAuth has for it."""

    def __init__(self, code: str, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.status = status


@dataclass(frozen=True)
class Question:
    """What a site asks for when it sends somebody to the authorize page."""

    client_id: str
    redirect_uri: str
    state: str
    nonce: str
    challenge: str

    @classmethod
    def read(cls, service: LoginService, params: Mapping[str, str]) -> "Question":
        """Check the question; raise ProtocolError when it must not be answered, not even with a redirect."""
        redirect_uri = params.get("redirect_uri", "")
        if not params.get("client_id") or not _may_be_sent_to(redirect_uri):
            raise ProtocolError("invalid_request")
        challenge = params.get("code_challenge", "")
        is_pkce_right = not challenge or params.get("code_challenge_method") == "S256"
        if params.get("response_type") != "code" or not params.get("state") or not is_pkce_right:
            raise ProtocolError("invalid_request")
        if service.key == "twitter" and not challenge:
            raise ProtocolError("invalid_request")
        return cls(params["client_id"], redirect_uri, params["state"], params.get("nonce", ""), challenge)


def new_code(service: LoginService, question: Question, person: Person) -> str:
    """Return a code that can be exchanged once, within CODE_SECONDS."""
    content = asdict(question) | {
        "service": service.key,
        "person": asdict(person),
        "id": secrets.token_urlsafe(16),
    }
    return signing.dumps(content, salt=CODE_SALT, compress=True)


def exchange(service: LoginService, params: Mapping[str, str], authorization: str = "") -> dict[str, Any]:
    """Return the token that belongs to a code; raise ProtocolError for a wrong, old or used one."""
    client_id, secret = _client(params, authorization)
    if params.get("grant_type") != "authorization_code":
        raise ProtocolError("unsupported_grant_type")
    content = _opened(params.get("code", ""), CODE_SALT, CODE_SECONDS, "invalid_grant")
    if not secret or client_id != content["client_id"]:
        raise ProtocolError("invalid_client", 401)
    is_right = (
        content["service"] == service.key
        and content["redirect_uri"] == params.get("redirect_uri")
        and _fits(content["challenge"], params.get("code_verifier", ""))
    )
    if not is_right or not cache.add(f"stand-in-code:{content['id']}", 1, CODE_SECONDS * 2):
        raise ProtocolError("invalid_grant")
    person = Person(**content["person"])
    token = signing.dumps({"service": service.key, "person": asdict(person)}, salt=TOKEN_SALT, compress=True)
    answer = {"access_token": token, "token_type": "bearer", "expires_in": TOKEN_SECONDS}
    if service.key == "google":
        answer["id_token"] = _id_token(person, client_id, secret, content["nonce"])
    return answer


def profile(service: LoginService, params: Mapping[str, str], authorization: str = "") -> dict[str, Any]:
    """Return the profile in the service's own shape; raise ProtocolError without a valid token."""
    scheme, _, bearer = authorization.partition(" ")
    token = bearer if scheme.lower() == "bearer" else params.get("access_token", "")
    content = _opened(token, TOKEN_SALT, TOKEN_SECONDS, "invalid_token", 401)
    if content["service"] != service.key:
        raise ProtocolError("invalid_token", 401)
    return _profile_of(service.key, Person(**content["person"]))


def _profile_of(service_key: str, person: Person) -> dict[str, Any]:
    subject = f"stand-in-{person.number}"
    if service_key == "wordpress_com":
        return {
            "ID": WORDPRESS_NUMBERS + person.number,
            "display_name": person.name,
            "username": person.username,
            "email": person.email,
            "email_verified": True,
        }
    if service_key == "twitter":
        return {"data": {"id": subject, "name": person.name, "username": person.username}}
    if service_key == "facebook":
        return {"id": subject, "name": person.name, "email": person.email}
    return {"id": subject, "name": person.name, "email": person.email, "verified_email": True}


def _id_token(person: Person, client_id: str, secret: str, nonce: str) -> str:
    now = int(time.time())
    claims = {
        "iss": "https://accounts.google.com",
        "aud": client_id,
        "sub": f"stand-in-{person.number}",
        "iat": now,
        "exp": now + TOKEN_SECONDS,
        "name": person.name,
        "email": person.email,
        "email_verified": True,
    } | ({"nonce": nonce} if nonce else {})
    key = hashlib.sha256(secret.encode()).digest()
    return jwt.encode(claims, key, algorithm="HS256")


def _may_be_sent_to(redirect_uri: str) -> bool:
    """Whether somebody may be sent there: only to this machine, so that nobody is led astray."""
    try:
        parts = urlsplit(redirect_uri)
        host, fragment = parts.hostname or "", parts.fragment
    except ValueError:
        return False
    is_plain = redirect_uri.isprintable() and "\\" not in redirect_uri and "@" not in parts.netloc
    return is_plain and not fragment and parts.scheme in {"http", "https"} and is_loopback(host)


def _client(params: Mapping[str, str], authorization: str) -> tuple[str, str]:
    """Return id and secret from HTTP Basic or from the parameters (RFC 6749, 2.3.1)."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return params.get("client_id", ""), params.get("client_secret", "")
    try:
        client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError as error:
        raise ProtocolError("invalid_client", 401) from error
    return client_id, secret


def _fits(challenge: str, verifier: str) -> bool:
    """Whether the verifier is the one that the challenge was made of (RFC 7636, 4.6)."""
    if not challenge:
        return True
    digest = hashlib.sha256(verifier.encode()).digest()
    return constant_time_compare(base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), challenge)


def _opened(text: str, salt: str, seconds: int, code: str, status: int = 400) -> dict[str, Any]:
    try:
        content: dict[str, Any] = signing.loads(text, salt=salt, max_age=seconds)
    except signing.BadSignature as error:
        raise ProtocolError(code, status) from error
    return content
