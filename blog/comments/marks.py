"""What people are known by and can be blocked for, written in one way, so that the same is equal.

Pure: knows no models and asks no database.
"""

import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db.models import TextChoices
from django.utils.encoding import punycode
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from blog.untrusted import is_storable

LONGEST = 254  # characters of an e-mail address, and of a domain
WIDEST = {4: 8, 6: 16}  # the shortest prefix that may be blocked, by the version of the protocol
LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
MAPPED = 96  # bits before the IPv4 address in ``::ffff:192.0.2.1``

type Network = IPv4Network | IPv6Network


class BlockKind(TextChoices):
    """What a block is about."""

    ACCOUNT = "account", _("Account")  # value: the account's number
    EMAIL = "email", _("E-mail address")
    DOMAIN = "domain", _("Domain of e-mail or website")
    ADDRESS = "address", _("IP address or network")


type Marks = dict[BlockKind, set[str]]


def marks_of(*, account: int | None, emails: list[str], website: str, address: str) -> Marks:
    """Return everything a block of this person could name; what cannot be understood is left out."""
    known = [email for email in map(email_of, filter(is_storable, emails)) if email]
    domains = [email.rpartition("@")[2] for email in known]
    if is_storable(website):
        domains.append(domain_of_url(website))
    return {
        BlockKind.ACCOUNT: {str(account)} if account else set(),
        BlockKind.EMAIL: set(known),
        BlockKind.DOMAIN: {parent for domain in domains for parent in _with_parents(domain)},
        BlockKind.ADDRESS: set(_networks_around(address)),
    }


def marks_of_writer(comment: Any) -> Marks:
    """Return the marks of who wrote the comment, as far as the blog was told them."""
    return marks_of(
        account=comment.user_id,
        emails=[comment.user_email],
        website=comment.user_url,
        address=comment.ip_address or "",
    )


def normalise(kind: str, typed: str) -> str:
    """Return what a moderator typed as it is compared; raise ValidationError with what to write instead."""
    if kind == BlockKind.ACCOUNT:
        return typed.strip()
    if kind == BlockKind.EMAIL:
        return _checked_email(typed)
    return _checked_domain(typed) if kind == BlockKind.DOMAIN else _checked_network(typed)


def email_of(text: str) -> str:
    """Return the address in lower case, without what stands after a plus, its domain in ASCII."""
    local, at, domain = text.strip()[: LONGEST * 2].lower().rpartition("@")
    mailbox = local.partition("+")[0] or local
    return f"{mailbox}@{_domain(domain)}" if at and mailbox and domain else ""


def domain_of_url(url: str) -> str:
    """Return the host of a web address as it is compared, an empty text where there is none."""
    try:
        return _domain(urlsplit(url[:2000]).hostname or "")
    except ValueError:
        return ""


def network_of(address: str) -> str:
    """Return what one connection usually has: the address, or of IPv6 its /64 network."""
    network = _network(address)
    if isinstance(network, IPv6Network):
        network = network.supernet(new_prefix=64)
    return _written(network) if network else ""


def _checked_email(typed: str) -> str:
    email = email_of(typed)
    try:
        EmailValidator()(email)
    except ValidationError as error:
        raise ValidationError(now("Write an e-mail address, like name@example.org.")) from error
    return email


def _checked_domain(typed: str) -> str:
    bare = typed.strip().removeprefix("@").removeprefix("*.")
    domain = domain_of_url(bare) if "//" in bare else _domain(bare.partition("/")[0])
    labels = domain.split(".")
    is_domain = len(domain) <= LONGEST and len(labels) > 1 and all(map(LABEL.fullmatch, labels))
    if not is_domain or labels[-1].isdigit():
        raise ValidationError(
            now("Write a domain with a dot, like example.org. What stands below it is blocked with it.")
        )
    return domain


def _checked_network(typed: str) -> str:
    network = _network(typed)
    if network is None:
        raise ValidationError(
            now("Write an address or a network, like 192.0.2.7, 192.0.2.0/24 or 2001:db8::/48.")
        )
    if network.prefixlen < WIDEST[network.version]:
        most = {"bits": WIDEST[network.version]}
        raise ValidationError(now("This network is too large: take /%(bits)d or a smaller one.") % most)
    if network.overlaps(ip_network("127.0.0.0/8" if network.version == 4 else "::1/128")):
        raise ValidationError(now("This is the machine of the blog itself."))
    return _written(network)


def _domain(text: str) -> str:
    bare = text[: LONGEST * 2].strip().rstrip(".").lower()
    try:
        return punycode(bare).lower()
    except UnicodeError:
        return bare


def _with_parents(domain: str) -> list[str]:
    """Return the domain and all above it: ``a.b.example``, ``b.example``, ``example``."""
    labels = domain[:LONGEST].split(".") if domain else []
    return [".".join(labels[start:]) for start in range(len(labels))]


def _network(text: str) -> Network | None:
    """Return the network; IPv4 written as IPv6 becomes IPv4."""
    try:
        network: Network = ip_network(text.strip()[:100].partition("%")[0], strict=False)
    except ValueError:
        return None
    mapped = network.network_address.ipv4_mapped if isinstance(network, IPv6Network) else None
    if mapped and network.prefixlen >= MAPPED:
        return ip_network((str(mapped), network.prefixlen - MAPPED))
    return network


def _written(network: Network) -> str:
    """Return a network with its prefix, a single address without."""
    is_one = network.prefixlen == network.max_prefixlen
    return str(network.network_address) if is_one else str(network)


def _networks_around(address: str) -> list[str]:
    """Return the address and every network around it that may be blocked."""
    network = _network(address)
    if network is None:
        return []
    prefixes = range(WIDEST[network.version], network.max_prefixlen + 1)
    return [_written(network.supernet(new_prefix=prefix)) for prefix in prefixes]
