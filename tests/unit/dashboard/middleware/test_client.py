"""A client is an IPv4 address, or the network of an IPv6 one; this machine has no limits."""

import pytest

from dashboard.middleware.client import client_of, is_this_machine


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("a socket", "a socket"),
    ],
)
def test_a_client_is_an_address_or_a_network(address: str, client: str) -> None:
    assert client_of({"client": (address, 50_000)}) == client


def test_a_client_may_be_unknown() -> None:
    assert client_of({"client": None}) == ""


@pytest.mark.parametrize(
    ("address", "is_own"),
    [
        ("127.0.0.1", True),
        ("::ffff:127.0.0.1", True),
        ("::1", True),
        ("a socket", True),
        ("203.0.113.7", False),
        ("2001:db8::1", False),
    ],
)
def test_this_machine_is_known(address: str, is_own: bool) -> None:
    assert is_this_machine({"client": (address, 50_000)}) == is_own
    assert is_this_machine({"client": None})
