"""A choice that leaves no wording is named, and one click takes it back and loses nothing else."""

from pathlib import Path

import pytest

from dashboard.features.wording import empty, panels
from dashboard.features.wording.empty import Nothing
from dashboard.filters import Filters
from dashboard.i18n import pick
from loaders.corpus.store import Corpus
from tests.fixtures import invented_corpus, wording_corpus
from tests.support.run import serve


@pytest.fixture(scope="module")
def shown_corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder: Path = tmp_path_factory.mktemp("empty") / "invented"
    return invented_corpus.corpus(folder, wording_corpus.tables())


def told(chosen: Filters) -> tuple[Nothing, list[Filters]]:
    """Return what is said of `chosen`, and the selections to which its ways lead."""
    assert panels.listed(chosen).empty
    found = empty.nothing(chosen, panels.listed)
    return found, [chosen.replace(**way.changes) for way in found.ways]


def test_a_status_of_one_briefing_says_that_it_takes_two(language: str) -> None:
    chosen = Filters(lang=language, year=("2032",), status="new", order="alphabet")
    found, ways = told(chosen)
    assert found.sentence == pick(
        "“新”要两次发布会对照才能看出，现在只选了 2032 青禾一次。",
        "“New” takes two briefings to compare, and only 2032 Qinghe is selected.",
    )
    both, every = ways
    assert both == chosen.replace(year=())
    assert set(panels.listed(both)["status"]) == {"new"}
    assert every == chosen.replace(status="any")
    assert len(panels.listed(every)) == 7


def test_a_corpus_of_one_briefing_offers_no_second(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = dict(wording_corpus.tables())
    for name, frame in tables.items():
        if "briefing_id" in frame.columns:
            tables[name] = frame.loc[frame["briefing_id"] == "kite-2032"]
    serve(monkeypatch, invented_corpus.corpus(tmp_path / "one", tables))
    _, ways = told(Filters(lang=language, status="gone"))
    assert [way.status for way in ways] == ["any"]
    assert empty.two_briefings(Filters(lang=language)) is None


def test_the_choice_that_leaves_nothing_is_named(language: str) -> None:
    chosen = Filters(lang=language, status="new", q="没有这句", words="all")
    found, ways = told(chosen)
    assert found.sentence == pick(
        "在检索词“没有这句”之下没有可列的提法；去掉它有 7 个。",
        "Nothing is listed with Search “没有这句”; without it there are 7.",
    )
    assert ways == [chosen.replace(q="")]
    assert len(panels.listed(ways[0])) == 7


def test_each_of_two_choices_can_be_taken_back(language: str) -> None:
    """Gu Nanqiao says one wording, which is in both: either choice alone lists something."""
    chosen = Filters(lang=language, status="new", speaker=("gu-nanqiao",))
    found, ways = told(chosen)
    assert found.sentence == pick(
        "在状态“新”之下没有可列的提法；去掉它有 1 个。",
        "Nothing is listed with Status “New”; without it there is 1.",
    )
    assert ways == [chosen.replace(status="any"), chosen.replace(speaker=())]
    assert all(len(panels.listed(way)) for way in ways)


def test_choices_that_leave_nothing_together_go_together(language: str) -> None:
    chosen = Filters(lang=language, status="unknown", q="没有这句", year=("2031", "2032"))
    found, ways = told(chosen)
    assert ways == [chosen.replace(status="any", q="")]
    assert pick("检索词“没有这句”", "Search “没有这句”") in found.sentence
    assert len(panels.listed(ways[0])) == 11
