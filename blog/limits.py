"""Slows down who asks for too much; the counts lie in the cache that all workers share."""

import time

from django.core.cache import cache
from django.http import HttpRequest

from blog.client_address import client_address

MOST_LIKES, LIKES_SECONDS = 60, 10 * 60


def is_too_much(request: HttpRequest, action: str, *, most: int, seconds: int) -> bool:
    """Count one more of ``action`` from this address; whether it is over ``most`` in these ``seconds``."""
    window = int(time.time() // seconds)
    key = f"limit:{action}:{client_address(request)}:{window}"
    if cache.add(key, 1, timeout=seconds):
        return most < 1
    try:
        return cache.incr(key) > most
    except ValueError:  # it expired between the two
        return False


def likes_too_much(request: HttpRequest) -> bool:
    """Count a like, of whatever it is; whether this address likes, or takes back, without end."""
    return is_too_much(request, "like", most=MOST_LIKES, seconds=LIKES_SECONDS)
