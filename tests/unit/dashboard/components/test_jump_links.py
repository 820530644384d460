"""Links to the panels of a page: they keep the filters, and an address can lead to a panel."""

from typing import Any

import pytest

from dashboard.components import jump_links
from dashboard.filters import Filters
from tests.support.run import show

PARTS = {"topics": "Topics", "terms": "Terms"}


@pytest.mark.parametrize(("at", "leads_to"), [("top", ""), ("terms", "terms"), ("ledger", "")])
def test_links_keep_the_filters_and_lead_to_a_part_of_the_page(
    at: str, leads_to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[dict[str, Any]] = []
    monkeypatch.setattr(jump_links, "_COMPONENT", lambda **given: drawn.append(given["data"]))
    show(monkeypatch, Filters(lang="en", year=("2031", "2032"), at=at))
    jump_links.jump_links(PARTS)
    (data,) = drawn
    assert (data["label"], data["at"]) == ("On this page", leads_to)
    assert [(each["key"], each["name"], each["href"]) for each in data["links"]] == [
        ("topics", "Topics", "?lang=en&year=2031%2C2032&at=topics"),
        ("terms", "Terms", "?lang=en&year=2031%2C2032&at=terms"),
    ]
