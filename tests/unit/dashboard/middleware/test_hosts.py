"""The hosts that are this server's own."""

import socket

import pytest

from dashboard.middleware import hosts

NAMES = ("localhost", "briefings.example.org", "*.example.net")


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("localhost:8501", True),
        ("LOCALHOST", True),
        ("localhost.", True),
        ("127.0.0.1:8501", True),
        ("192.168.1.20:8501", True),
        ("[::1]:8501", True),
        ("[2001:db8::1]", True),
        ("briefings.example.org", True),
        ("a.b.example.net:443", True),
        ("example.net", False),
        ("briefings.example.org.evil.test", False),
        ("evil.test:8501", False),
        ("localhost:port", False),
        ("localhost:99999", False),
        ("evil.test@localhost", False),
        ("localhost/evil.test", False),
        ("localhost?evil.test", False),
        ("[::1", False),
        ("2130706433.evil.test", False),
        ("", False),
    ],
)
def test_a_host_is_ours_by_address_or_by_name(host: str, *, own: bool) -> None:
    assert hosts.is_own(host, NAMES) == own


def test_the_environment_names_more_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "Desk")
    assert hosts.own_names() == ("localhost", "desk", "desk.local")
    monkeypatch.setenv("BRIEFING_HOSTS", " Briefings.example.org., *.example.net ,")
    assert hosts.own_names()[3:] == ("briefings.example.org", "*.example.net")
