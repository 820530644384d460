"""Clicks on the counts of a ledger: a browser can send anything, and only what is drawn opens."""

from types import SimpleNamespace

import pytest
import streamlit as st

from dashboard.components import ledger
from dashboard.components.ledger import Ledger

KEY = "lamps"


@pytest.mark.parametrize(
    ("sent", "opened"),
    [
        (["放飞新风", "all:2031"], [("放飞新风", "all:2031")]),
        (["放飞新风", "all:2032"], []),
        (["旧灯新挂", "all:2031"], []),
        (["放飞新风", ["all:2031"]], []),
        ([{}, "all:2031"], []),
        (["放飞新风"], []),
        ([], []),
        ("ab", []),
        (7, []),
        ({"wording": "放飞新风"}, []),
        (None, []),
    ],
)
def test_only_a_count_that_is_drawn_opens(
    sent: object, opened: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[tuple[str, str]] = []
    monkeypatch.setattr(st, "session_state", {KEY: SimpleNamespace(open=sent)})
    monkeypatch.setattr(ledger, "_COMPONENT", lambda **drawn: drawn["on_open_change"]())
    shown = Ledger([], [], {"all:2031": "search?term="}, "lamps")
    ledger.draw(
        KEY, shown, wordings={"放飞新风"}, on_open=lambda word, link: found.append((word, link))
    )
    assert found == opened
