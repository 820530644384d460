"""Hostile queries and documents, on one server: the short form of `make hostile`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import hostile, hostile_corpus
from benchmarks.hostile_pages import look_at_all
from benchmarks.hostile_queries import Query, api_fault, page_fault
from tests.support import server as servers
from tests.support.server import Server
from tests.support.visit import Visitor


@pytest.fixture(scope="module")
def attacked(
    tmp_path_factory: pytest.TempPathFactory, port_of_fresh_servers: int
) -> Iterator[Server]:
    """The dashboard on a corpus with payloads in every field."""
    scratch = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFING_CORPUS", str(hostile_corpus.make(scratch)))
        with servers.running(scratch / "server", port=port_of_fresh_servers) as running:
            yield running


@pytest.mark.parametrize(
    ("text", "link", "sentences"),
    [
        ("year=2022&year=2023", "year=2023", []),
        ("year=2022,x", "year=2022", []),
        ("rate=999", "rate=300", []),
        ("foo=1&by=slot", "by=slot", []),
        ("year=a,b,c,d,e", "", ["Part of this link could not be used: year=a, year=b, year=c."]),
        ("slot=x&kind=y", "", ["Part of this link could not be used: slot=x."]),
    ],
)
def test_a_value_that_a_page_forgets_is_found(text: str, link: str, sentences: list[str]) -> None:
    query = Query("topics", text, frozenset())
    assert page_fault(query, link=link, sentences=sentences)


def test_a_wider_answer_of_the_api_is_found() -> None:
    query = Query("/api/tables/turns.json", "year=2022&year=2023", frozenset())
    assert api_fault(query, 200, b'{"filters": "year=2022%2C2023"}') == ""
    for body in (b'{"filters": "all"}', b'{"filters": "year=2023"}'):
        assert api_fault(query, 200, body)
    assert api_fault(query, 500, b"{}")


def test_a_hostile_query_is_shown_named_or_refused(attacked: Server) -> None:
    outcomes = hostile.send(attacked, 150, seed=0)
    assert outcomes.found == []
    assert hostile.faults_of_log(attacked) == []
    assert {outcome for _, outcome in outcomes.counts} == {*hostile.OUTCOMES}


def test_what_a_document_says_is_shown_as_text(
    attacked: Server, visitor: Visitor, tmp_path: Path
) -> None:
    assert look_at_all(attacked, visitor, tmp_path, is_long=False) == []
    assert hostile.faults_of_log(attacked) == []
