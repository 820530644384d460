"""The unit of every limit on one visitor: an address, or the network of one."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple

from starlette.types import ASGIApp, Receive, Scope, Send

# The peer on a Unix socket, which has no address: a proxy on this machine, believed like another.
THIS_MACHINE = ("127.0.0.1", 0)


class _Client(NamedTuple):
    name: str
    is_this_machine: bool


def client_of(scope: Scope) -> str:
    """Return the client of `scope`: its IPv4 address, or its IPv6 network of 64 bits.

    A network of 64 bits is the smallest that one customer gets. What a proxy forwards that is no
    address is "unknown", one client.
    """
    return _client_at(_host(scope)).name


def is_this_machine(scope: Scope) -> bool:
    """Return whether `scope` comes from this machine."""
    return _client_at(_host(scope)).is_this_machine


def _host(scope: Scope) -> str:
    host: str = (scope.get("client") or THIS_MACHINE)[0]
    return host


@lru_cache(maxsize=4096)
def _client_at(host: str) -> _Client:
    try:
        address = ip_address(host)
    except ValueError:
        return _Client("unknown", is_this_machine=False)
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped  # an IPv4 client of a socket for both
    if isinstance(address, IPv6Address):
        network = ip_network((int(address), 64), strict=False)
        return _Client(str(network), address.is_loopback)
    return _Client(str(address), address.is_loopback)


class Peer:
    """ASGI middleware that gives a peer on a Unix socket the address of this machine."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the wrapped application with a client in `scope`."""
        if scope["type"] in ("http", "websocket"):
            scope["client"] = scope.get("client") or THIS_MACHINE
        await self._app(scope, receive, send)
