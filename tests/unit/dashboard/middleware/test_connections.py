"""Connections that make no request, with uvicorn's classes replaced by what they hold."""

import gc
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from weakref import ref

import pytest

from dashboard.middleware import session_limit
from dashboard.middleware.connections import guarded
from dashboard.middleware.session_limit import Sessions


@dataclass
class Loop:
    """The calls that are due later, in their order."""

    due: list[tuple[Callable[..., None], tuple[Any, ...]]] = field(default_factory=list)

    def call_later(self, _seconds: float, function: Callable[..., None], *values: object) -> None:
        self.due.append((function, values))

    def wait(self) -> None:
        due, self.due = self.due, []
        for function, values in due:
            function(*values)


@dataclass
class Transport:
    protocol: object
    closed: bool = False
    socket: "socket.socket | None" = None

    def get_extra_info(self, name: str) -> object:
        return getattr(self, name)

    def abort(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def get_protocol(self) -> object:
        return self.protocol


class Protocol(SimpleNamespace):
    """A connection, or a request on it, as uvicorn holds them."""


class Uvicorn:
    """A server: its loop, its connections, and what limits them."""

    def __init__(self) -> None:
        self.loop = Loop()
        self.connections: list[object] = []
        self._made: Any = guarded(lambda protocol, _: self.connections.append(protocol), Sessions())

    def connect(self, address: str | None = "203.0.113.1", on: socket.socket | None = None) -> Any:
        client = (address, 1) if address else None  # on a Unix socket
        protocol = Protocol(client=client, connections=self.connections)
        protocol.loop, protocol.cycle, protocol.transport = (
            self.loop,
            None,
            Transport(protocol, socket=on),
        )
        self._made(protocol, protocol.transport)
        return protocol


@pytest.fixture
def uvicorn(monkeypatch: pytest.MonkeyPatch) -> Uvicorn:
    monkeypatch.setattr(session_limit, "descriptor_limit", lambda: 1024)
    monkeypatch.setattr(session_limit._DESCRIPTORS, "count", lambda: 40)
    return Uvicorn()


def test_a_connection_without_a_request_is_closed(uvicorn: Uvicorn) -> None:
    silent = uvicorn.connect()
    uvicorn.loop.wait()
    assert silent.transport.closed
    uvicorn.loop.wait()
    assert uvicorn.loop.due == []


def test_a_request_may_take_its_time_and_the_next_not(uvicorn: Uvicorn) -> None:
    slow = uvicorn.connect()
    slow.cycle = Protocol(response_complete=False)
    for _ in range(10):
        uvicorn.loop.wait()
    slow.cycle.response_complete = True
    assert not slow.transport.closed
    slow.cycle = Protocol(response_complete=True)  # a second one, made and answered
    uvicorn.loop.wait()
    assert not slow.transport.closed
    uvicorn.loop.wait()
    assert slow.transport.closed


def test_a_websocket_may_stay(uvicorn: Uvicorn) -> None:
    upgraded = uvicorn.connect()
    upgraded.transport.protocol = "a WebSocket's"
    uvicorn.loop.wait()
    assert not upgraded.transport.closed
    assert uvicorn.loop.due == []


def test_a_client_gets_a_quarter_of_the_descriptors(uvicorn: Uvicorn) -> None:
    made = [uvicorn.connect() for _ in range(300)]
    assert [each.transport.closed for each in made] == [False] * 256 + [True] * 44
    assert not uvicorn.connect("203.0.113.2").transport.closed


@pytest.mark.parametrize("proxy", ["127.0.0.1", "::1", "::ffff:127.0.0.1", None])
def test_a_proxy_may_have_any_number(uvicorn: Uvicorn, proxy: str | None) -> None:
    assert not any(uvicorn.connect(proxy).transport.closed for _ in range(300))


def test_no_connection_takes_the_last_descriptors(
    uvicorn: Uvicorn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_limit._DESCRIPTORS, "count", lambda: 900)
    assert uvicorn.connect("127.0.0.1").transport.closed


@pytest.mark.skipif(sys.platform != "linux", reason="no such option")
def test_a_client_that_reads_nothing_is_left(uvicorn: Uvicorn) -> None:
    with socket.socket() as tcp, socket.socket(socket.AF_UNIX) as unix:
        uvicorn.connect(on=tcp)
        assert tcp.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 60_000
        assert not uvicorn.connect(None, on=unix).transport.closed


def test_a_connection_that_ended_is_held_by_no_timer(uvicorn: Uvicorn) -> None:
    ended = ref(uvicorn.connect())
    uvicorn.connections.clear()
    gc.collect()
    assert ended() is None
    uvicorn.loop.wait()
