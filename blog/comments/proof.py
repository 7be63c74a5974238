"""Proof of work: a sum that a browser does in a moment, asked for where a comment is doubtful.

Pure: knows no models. The challenge is signed, so nothing is kept: it says for which comment it is good and
until when. A browser that was given one finds a number by trying (hashcash over SHA-256, Adam Back, 1997),
which costs nothing where one comment is written, and something where thousands are.
"""

from hashlib import sha256

from django.core import signing
from django.utils.crypto import constant_time_compare

BITS = 14  # zeros that the hash begins with: 16,000 tries on average, about a second in a browser
SECONDS = 10 * 60  # to solve it and to send the comment again
LONGEST = 300  # characters of an answer
_SIGNER = signing.TimestampSigner(salt="blog.comments.proof")


def challenge(*about: str) -> str:
    """Return what a browser has to answer for the comment that ``about`` describes: text, writer, place."""
    return _SIGNER.sign(_digest(about))


def is_proven(answer: str, *about: str) -> bool:
    """Whether ``answer`` is a challenge for this very comment, with a number that solves it."""
    if len(answer) > LONGEST or not answer.isascii():
        return False
    asked, _mark, number = answer.rpartition(":")
    if not number.isdigit() or not _is_solved(answer):
        return False
    try:
        return constant_time_compare(_SIGNER.unsign(asked, max_age=SECONDS), _digest(about))
    except signing.BadSignature:
        return False


def _digest(about: tuple[str, ...]) -> str:
    return sha256("\0".join(about).encode()).hexdigest()[:32]


def _is_solved(answer: str) -> bool:
    first = int.from_bytes(sha256(answer.encode()).digest()[:4])
    return first >> (32 - BITS) == 0
