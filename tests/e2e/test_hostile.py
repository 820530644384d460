"""Hostile queries and documents, on one server: the short form of `make hostile`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import hostile, hostile_corpus
from benchmarks.hostile_pages import look_at_all
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
