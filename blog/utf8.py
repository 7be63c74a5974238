"""The request as Django sees it, but always in UTF-8."""

from django.core.handlers.wsgi import WSGIRequest


class Utf8Request(WSGIRequest):
    """Addresses and forms are UTF-8 (WHATWG, URL and HTML), whatever charset a request claims.

    Django takes the charset from the header. Some of Python's codecs make no text, so that not even the
    request could be made, and others make lone surrogates.
    """

    @property
    def encoding(self) -> str:
        """Always UTF-8."""
        return "utf-8"

    @encoding.setter
    def encoding(self, claimed: str) -> None:
        """Believe nothing."""
