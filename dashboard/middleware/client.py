"""The client of a request, the unit of every limit on one visitor."""

from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.client_address import client_at

# The peer on a Unix socket, which has no address: a proxy on this machine, believed like another.
THIS_MACHINE = ("127.0.0.1", 0)


def client_of(scope: Scope) -> str:
    """Return the client of `scope` (client_address.Client.name)."""
    return client_at(_host(scope)).name


def is_this_machine(scope: Scope) -> bool:
    """Return whether `scope` comes from this machine."""
    return client_at(_host(scope)).is_this_machine


def _host(scope: Scope) -> str:
    host: str = (scope.get("client") or THIS_MACHINE)[0]
    return host


class Peer:
    """ASGI middleware that gives a peer on a Unix socket the address of this machine."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the wrapped application with a client in `scope`."""
        if scope["type"] in ("http", "websocket"):
            scope["client"] = scope.get("client") or THIS_MACHINE
        await self._app(scope, receive, send)
