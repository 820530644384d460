"""The unit of every limit on one visitor: an address, or the network of one."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.types import Scope


def client_of(scope: Scope) -> str:
    """Return the client of `scope`: its IPv4 address, or its IPv6 network of 64 bits.

    A network of 64 bits is the smallest that one customer gets. "" if the address is unknown.
    """
    return _client_at((scope.get("client") or ("", 0))[0])


@lru_cache(maxsize=4096)
def _client_at(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return str(address)
    mapped = address.ipv4_mapped  # an IPv4 client of a socket for both
    return str(mapped or ip_network((int(address), 64), strict=False))


def is_this_machine(scope: Scope) -> bool:
    """Return whether `scope` comes from this machine, or from an unknown address."""
    return _is_loopback((scope.get("client") or ("", 0))[0])


@lru_cache(maxsize=4096)
def _is_loopback(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return True
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
