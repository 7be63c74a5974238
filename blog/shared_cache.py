"""The cache that several hosts share: Redis, and the database while Redis is away.

Limits lie in it, so it must not fail: a comment or a login would be lost with it. Every process notices by
itself that Redis is away, and looks for it again after some seconds.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

PATIENCE = 1.0  # seconds for a connection, and for an answer
LOOK_AGAIN_AFTER = 5.0  # seconds
SUBSTITUTE = "database"  # in settings.CACHES

log = logging.getLogger(__name__)
_away = threading.Lock()


class SharedCache(RedisCache):
    """Asks Redis, and the database while Redis does not answer."""

    away_until = 0.0  # time.monotonic(); of all threads of the process

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        # A second attempt at once: an idle connection may have been closed at the other end.
        options = dict.fromkeys(("socket_connect_timeout", "socket_timeout"), PATIENCE)
        options |= {"retry": Retry(NoBackoff(), 1)} | params.get("OPTIONS", {})
        super().__init__(server, params | {"OPTIONS": options})


def _or_database(name: str) -> Callable[..., Any]:
    """Return the method ``name`` of Redis's cache with the database's in its place when Redis is away."""
    ask_redis = getattr(RedisCache, name)

    def ask(self: SharedCache, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= SharedCache.away_until:
            try:
                return ask_redis(self, *args, **kwargs)
            except RedisError as error:
                _note(error)
        return getattr(caches[SUBSTITUTE], name)(*args, **kwargs)

    return ask


def _note(error: RedisError) -> None:
    with _away:
        is_known = time.monotonic() < SharedCache.away_until
        SharedCache.away_until = time.monotonic() + LOOK_AGAIN_AFTER
    if not is_known:
        log.warning("Redis does not answer (%s); the database takes its place.", type(error).__name__)


for each in (
    "add",
    "get",
    "set",
    "touch",
    "delete",
    "get_many",
    "has_key",
    "incr",
    "set_many",
    "delete_many",
    "clear",
):
    setattr(SharedCache, each, _or_database(each))
