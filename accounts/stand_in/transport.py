"""Lets the blog ask its own stand-in without a network.

A request to one's own address would wait for ever when the only worker is the one that asks. So what
allauth sends to STAND_IN_ORIGIN is answered here, by the same functions that answer over HTTP.
"""

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter

from accounts.stand_in.answers import answer


class StandInTransport(BaseAdapter):
    """A transport of ``requests`` that ends in this process."""

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Answer the request."""
        parts = urlsplit(str(request.url))
        _, service_key, *rest = parts.path.split("/")
        body = request.body.decode() if isinstance(request.body, bytes) else str(request.body or "")
        params = dict(parse_qsl(parts.query) + parse_qsl(body))
        authorization = request.headers.get("Authorization", "")
        status, content = answer(service_key, "/" + "/".join(rest), params, str(authorization))
        response = Response()
        response.status_code = status
        response.headers["Content-Type"] = "application/json"
        response._content = json.dumps(content).encode()
        response.url, response.request = str(request.url), request
        return response

    def close(self) -> None:
        """Nothing is open."""
