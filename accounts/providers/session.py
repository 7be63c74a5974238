"""How a login service is asked: with one clock, a most number of bytes, and no redirects."""

import time
from typing import Any

from django.conf import settings
from requests import RequestException, Response, Session
from urllib3.exceptions import HTTPError

MOST_BYTES = 256 * 1024  # a profile has one or two thousand
PIECE = 16 * 1024  # bytes; packed, whatever was asked for, they become a thousand times as many at most


class ServiceSession(Session):
    """Asks once, and believes that the service may be broken or somebody else's by now."""

    def request(self, *args: Any, **kwargs: Any) -> Response:
        """Return the whole answer; raise RequestException for a slow, long or redirecting one."""
        patience = settings.SOCIALACCOUNT_REQUESTS_TIMEOUT  # seconds, for the whole
        end = time.monotonic() + patience
        self.headers["Accept-Encoding"] = "identity"
        kwargs |= {"timeout": patience / 2, "allow_redirects": False, "stream": True}
        answer = super().request(*args, **kwargs)
        if answer.raw is not None:  # the stand-in's is there already
            try:
                answer._content = _read(answer, end)
            except HTTPError as error:
                raise RequestException("The service's answer breaks off.") from error
        if answer.is_redirect:
            raise RequestException("The service sends its answer's reader elsewhere.")
        return answer


def _read(answer: Response, end: float) -> bytes:
    with answer:
        body = b""
        while piece := answer.raw.read1(PIECE, decode_content=True):
            body += piece
            if len(body) > MOST_BYTES or time.monotonic() > end:
                raise RequestException("The service's answer is too long, or takes too long.")
    return body
