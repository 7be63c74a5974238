"""Where the blog listens: HOST, which may be a name, as an address."""

import socket

from django.conf import settings

from blog.environment import WrongEnvironmentError


def address() -> str:
    """Return the address of HOST, IPv4 before IPv6. Raise WrongEnvironmentError for a name without one."""
    try:
        found = socket.getaddrinfo(settings.HOST, settings.PORT, type=socket.SOCK_STREAM)
    except OSError as error:
        raise _unusable(error) from error
    families = {family: str(place[0]) for family, _type, _protocol, _name, place in reversed(found)}
    return families.get(socket.AF_INET) or families[socket.AF_INET6]


def check() -> None:
    """Raise WrongEnvironmentError unless HOST and PORT can be listened on."""
    where = address()
    family = socket.AF_INET6 if ":" in where else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((where, settings.PORT))
    except OSError as error:
        raise _unusable(error) from error


def _unusable(error: OSError) -> WrongEnvironmentError:
    return WrongEnvironmentError(
        f"{settings.HOST}:{settings.PORT} cannot be listened on ({error.strerror}): "
        "end what uses it, or set HOST and PORT to something else."
    )
