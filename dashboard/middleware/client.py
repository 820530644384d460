"""The unit of every limit on one visitor: an address, or the network of one."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple

from starlette.types import Scope


class _Client(NamedTuple):
    name: str
    is_this_machine: bool


def client_of(scope: Scope) -> str:
    """Return the client of `scope`: its IPv4 address, or its IPv6 network of 64 bits.

    A network of 64 bits is the smallest that one customer gets. "" if the address is unknown.
    """
    return _client_at(_host(scope)).name


def is_this_machine(scope: Scope) -> bool:
    """Return whether `scope` comes from this machine, or from an unknown address."""
    return _client_at(_host(scope)).is_this_machine


def _host(scope: Scope) -> str:
    host: str = (scope.get("client") or ("", 0))[0]
    return host


@lru_cache(maxsize=4096)
def _client_at(host: str) -> _Client:
    try:
        address = ip_address(host)
    except ValueError:
        return _Client(host, is_this_machine=True)
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped  # an IPv4 client of a socket for both
    if isinstance(address, IPv6Address):
        network = ip_network((int(address), 64), strict=False)
        return _Client(str(network), address.is_loopback)
    return _Client(str(address), address.is_loopback)
