"""Clicks on the counts of a ledger: a browser can send anything, and only what is drawn opens."""

import re
import tomllib
from types import SimpleNamespace

import pytest
import streamlit as st

from dashboard.charts.palette import contrast
from dashboard.components import ledger
from dashboard.components.ledger import Ledger
from tests.support.server import ROOT

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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_mark_of_a_status_is_told_from_the_paper(theme: str) -> None:
    """WCAG 2 asks for 3 of what is no text."""
    path = ROOT / ".streamlit" / "config.toml"
    colours = tomllib.loads(path.read_text(encoding="utf-8"))["theme"][theme]
    used = re.findall(r"--accent: var\(--st-([a-z-]+)\)", ledger._CSS)
    names = [re.sub("-(.)", lambda letter: letter[1].upper(), name) for name in used]
    assert len(names) == 4
    for name in names:
        assert contrast(colours[name], colours["backgroundColor"]) >= 3, name
