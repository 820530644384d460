"""The ledger of invented wordings: statuses, filters, who says them, three briefings and one."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard.filters import Filters
from dashboard.queries import wording
from dashboard.stats.wording_changes import COUNTS
from tests.fixtures import invented_corpus, wording_corpus
from tests.fixtures.compared_corpus import NEW, OLD
from tests.fixtures.wording_corpus import STATUSES, THIRD
from tests.support.run import serve
from tests.unit.dashboard.queries.test_scope import changed, without


@pytest.fixture
def corpus_folder(tmp_path: Path) -> Path:
    return tmp_path / "corpus"


def use(monkeypatch: pytest.MonkeyPatch, folder: Path, tables: object) -> None:
    serve(monkeypatch, invented_corpus.corpus(folder, tables))  # type: ignore[arg-type]


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch, corpus_folder: Path) -> None:
    use(monkeypatch, corpus_folder, wording_corpus.tables())


def statuses(filters: Filters) -> dict[str, str]:
    rows = wording.ledger(filters)
    return dict(zip(rows["wording"], rows["status"], strict=True))


@pytest.mark.usefixtures("pair")
def test_each_wording_has_the_status_decided_by_hand() -> None:
    rows = wording.ledger(Filters())
    assert rows.columns.tolist() == wording.COLUMNS
    assert statuses(Filters()) == STATUSES
    columns = ["wording", *COUNTS, "first_briefing_id", "first_paragraph"]
    found = {word: rest for word, *rest in rows[columns].to_numpy().tolist()}
    assert found["迎灯节"] == [1, 2, 1, 3, OLD, 101]
    assert found["放飞新风"] == [0, 2, 0, 5, NEW, 5]
    assert found["松岭话"] == [0, 0, 1, 0, OLD, 4]
    assert found["开场话"] == [0, 0, 1, 1, OLD, 1]


@pytest.mark.usefixtures("pair")
def test_rows_are_ordered_by_status_then_by_count() -> None:
    rows = wording.ledger(Filters())
    order = list(dict.fromkeys(rows["status"]))
    assert order == ["new", "kept", "gone", "qa_only"]
    assert rows["wording"].iloc[0] == "放飞新风"


@pytest.mark.usefixtures("pair")
def test_bodies_terms_and_statistics_on_demand() -> None:
    more = statuses(Filters(words="all"))
    assert set(more) - set(STATUSES) == {"灯语", "风筝社", "共挂灯"}


@pytest.mark.usefixtures("pair")
def test_filters_of_speech_select_rows_and_change_no_count() -> None:
    whole = wording.ledger(Filters()).set_index("wording")
    rows = wording.ledger(Filters(speaker=("gu-nanqiao",))).set_index("wording")
    assert rows.index.tolist() == ["迎灯节"]
    assert rows.equals(whole.loc[["迎灯节"]].astype(rows.dtypes.to_dict()))
    assert set(statuses(Filters(section=("q_and_a",)))) == {
        "迎灯节",
        "放飞新风",
        "答灯问",
        "开场话",
    }


@pytest.mark.usefixtures("pair")
def test_who_says_it() -> None:
    rows = wording.speakers(Filters())
    assert rows.columns.tolist() == wording.SPEAKER_COLUMNS
    own = rows.loc[rows["wording"] == "迎灯节"].to_numpy().tolist()
    assert own == [
        ["迎灯节", OLD, "tao-jianshan", "kite-office", 1],
        ["迎灯节", NEW, "tao-jianshan", "kite-office", 2],
        ["迎灯节", NEW, "gu-nanqiao", "kite-union", 1],
    ]


@pytest.mark.usefixtures("pair")
def test_one_briefing_has_no_status() -> None:
    rows = wording.ledger(Filters(year=("2032",)))
    assert rows["status"].isna().all()
    assert rows["older_all"].isna().all()
    assert rows["newer_compared"].isna().all()
    assert rows.set_index("wording").loc["放飞新风", "newer_all"] == 5
    assert "旧灯新挂" not in set(rows["wording"])


def test_what_was_not_counted(monkeypatch: pytest.MonkeyPatch, corpus_folder: Path) -> None:
    tables = wording_corpus.tables()
    phrases = tables["phrases"].copy()
    phrases["partly_counted"] = (
        phrases["phrase"].eq("放飞新风").where(phrases["phrase"] == "放飞新风", None)
    )
    use(monkeypatch, corpus_folder, {**tables, "phrases": phrases})
    rows = wording.ledger(Filters()).set_index("wording")
    assert rows.loc["放飞新风", "status"] == "not_counted"
    assert rows.loc["放飞新风", "older_all"] is pd.NA
    assert rows.loc["旧灯新挂", "status"] == "gone"


def test_briefings_that_share_nothing(monkeypatch: pytest.MonkeyPatch, corpus_folder: Path) -> None:
    """The newer page has questions and answers alone: nothing of the older's opening is gone."""
    tables = changed(wording_corpus.tables(), "briefings", NEW, sections_captured="q_and_a")
    turns = tables["turns"].copy()
    turns.loc[turns["briefing_id"] == NEW, "section"] = "q_and_a"
    use(monkeypatch, corpus_folder, {**tables, "turns": turns})
    found = wording.ledger(Filters()).set_index("wording")
    assert found.loc["旧灯新挂", "status"] == "not_captured"
    assert found.loc["放飞新风", "status"] == "qa_only"
    assert found.loc["迎灯节", "status"] == "kept"
    assert found["older_compared"].isna().all()
    assert found["conclusive"].isna().all()


def test_a_third_briefing_is_in_the_calendar_alone(
    monkeypatch: pytest.MonkeyPatch, corpus_folder: Path
) -> None:
    use(monkeypatch, corpus_folder, wording_corpus.tables_with_third())
    assert statuses(Filters()) == STATUSES
    used = wording.uses(Filters())
    own = used.loc[used["wording"] == "迎灯节"]
    assert dict(zip(own["briefing_id"], own["occurrences"], strict=True)) == {
        OLD: 1,
        NEW: 3,
        THIRD: 7,
    }


def test_no_briefing_at_all(monkeypatch: pytest.MonkeyPatch, corpus_folder: Path) -> None:
    tables = wording_corpus.tables()
    use(monkeypatch, corpus_folder, without(without(tables, OLD), NEW))
    assert wording.ledger(Filters()).empty
