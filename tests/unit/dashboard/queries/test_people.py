"""People, outlets and bodies of the invented corpus: how much each says, and what it alone says."""

from pathlib import Path

import pytest

from dashboard.filters import Filters
from dashboard.queries import people, selection
from tests.fixtures import invented_corpus, wording_corpus
from tests.support.run import serve


@pytest.fixture
def corpus_folder(tmp_path: Path) -> Path:
    return tmp_path / "corpus"


@pytest.fixture
def kites(monkeypatch: pytest.MonkeyPatch, corpus_folder: Path) -> None:
    serve(monkeypatch, invented_corpus.corpus(corpus_folder))


def counted(filters: Filters) -> dict[str, tuple[str, int, int]]:
    """Return who -> what it is, its turns and its characters."""
    frame = people.everyone(filters)
    columns = (frame[name] for name in ("who", "role", "turns", "characters"))
    return {who: (role, turns, n) for who, role, turns, n in zip(*columns, strict=True)}


@pytest.mark.usefixtures("kites")
def test_everyone_is_listed_with_what_they_say() -> None:
    found = counted(Filters())
    assert found["tao-jianshan"] == ("person", 3, 300 + 400 + 250)
    assert found["kite-office"] == ("body", 3, 950)
    assert found["zhou-tang"] == ("person", 2, 240)  # for two bodies, one after the other
    assert found["songling"] == ("body", 1, 140)
    assert found["qinghe"] == ("body", 1, 100)
    assert found["kite-central"] == ("outlet", 1, 40)
    assert people.everyone(Filters())["who"].iloc[0] in ("kite-office", "tao-jianshan")


@pytest.mark.usefixtures("kites")
def test_who_attends_in_silence_is_listed_too() -> None:
    assert counted(Filters(year=("2031",)))["gu-nanqiao"] == ("person", 0, 0)
    assert "gu-nanqiao" not in counted(Filters(year=("2031",), section=("opening",)))


@pytest.mark.usefixtures("kites")
@pytest.mark.parametrize(
    ("who", "chosen", "turns"),
    [
        ("tao-jianshan", Filters(), 3),
        ("kite-office", Filters(year=("2032",)), 2),
        ("kite-central", Filters(), 1),
        ("songling", Filters(speaker=("zhou-tang",)), 1),
        ("songling", Filters(speaker=("tao-jianshan",)), 0),
        ("tao-jianshan", Filters(speaker=("zhou-tang",)), 0),
    ],
)
def test_filters_narrow_what_one_says(who: str, chosen: Filters, turns: int) -> None:
    assert len(selection.turns(people.said_by(who, chosen))) == turns


@pytest.mark.usefixtures("kites")
def test_a_body_is_no_speaker_and_an_outlet_is_one() -> None:
    assert [people.is_speaker(who) for who in ("kite-office", "kite-central")] == [False, True]
    assert people.outlets() == {"morning-news", "kite-central", "harbour-post"}


def test_own_wordings_are_said_by_nobody_else(
    monkeypatch: pytest.MonkeyPatch, corpus_folder: Path
) -> None:
    serve(monkeypatch, invented_corpus.corpus(corpus_folder, wording_corpus.tables()))
    counts = selection.phrase_counts(Filters())
    speakers = counts.groupby("phrase")["speaker_id"].agg(set)
    for who in sorted(set(counts["speaker_id"])):
        own = people.own_wordings(who, Filters())
        assert all(speakers[wording] == {who} for wording in own["wording"])
        sums = own.groupby("wording")["occurrences"].sum()
        whole = counts.loc[counts["speaker_id"].eq(who)].groupby("phrase")["occurrences"].sum()
        assert sums.to_dict() == {word: whole[word] for word in sums.index}
    assert not people.own_wordings(who, Filters(speaker=("nobody",)))["wording"].any()
