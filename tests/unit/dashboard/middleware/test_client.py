"""A client is an IPv4 address, or the network of an IPv6 one; this machine has no limits."""

import asyncio
from typing import Any, cast

import pytest
from starlette.types import Receive, Scope, Send

from dashboard.middleware.client import client_of, is_this_machine
from dashboard.middleware.stack import STACK


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("unix:", "unknown"),
    ],
)
def test_a_client_is_an_address_or_a_network(address: str, client: str) -> None:
    assert client_of({"client": (address, 50_000)}) == client


@pytest.mark.parametrize(
    ("forwarded", "client", "is_own"),
    [
        (b"203.0.113.7", "203.0.113.7", False),
        (b"198.51.100.1, 203.0.113.7", "203.0.113.7", False),
        (b"unix:", "unknown", False),
        (b"_hidden", "unknown", False),
        (None, "127.0.0.1", True),
    ],
)
def test_a_proxy_on_a_unix_socket_is_believed(
    forwarded: bytes | None, client: str, *, is_own: bool
) -> None:
    seen = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append((client_of(scope), is_this_machine(scope)))

    peer, believing = (cast("Any", each.cls) for each in STACK[:2])
    proxied = peer(believing(app, **STACK[1].kwargs))
    headers = [(b"x-forwarded-for", forwarded)] if forwarded else []
    asyncio.run(proxied({"type": "http", "client": None, "headers": headers}, None, None))
    assert seen == [(client, is_own)]


@pytest.mark.parametrize(
    ("address", "is_own"),
    [
        ("127.0.0.1", True),
        ("::ffff:127.0.0.1", True),
        ("::1", True),
        ("unix:", False),
        ("203.0.113.7", False),
        ("2001:db8::1", False),
    ],
)
def test_this_machine_is_known(address: str, is_own: bool) -> None:
    assert is_this_machine({"client": (address, 50_000)}) == is_own
    assert is_this_machine({"client": None})
