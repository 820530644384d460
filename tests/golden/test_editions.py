"""The five editions: what their reports announce, by hand, and what the two briefings state."""

import pandas as pd
import pytest

from dashboard.features.editions import panels
from dashboard.features.editions.subjects import ANNOUNCED, NOT_ANNOUNCED, NOT_NAMED, Programme
from dashboard.filters import Filters
from dashboard.queries import editions as queries
from loaders.corpus.store import Corpus
from tests.support.run import serve, show

# Year -> sub-forums announced, and named by the sources. The summit forum on integrity of 2022 and
# 2023 is counted apart; in 2024 the forum on integrity is one of the eleven.
COUNTS = {2021: (7, 7), 2022: (10, 10), 2023: (12, 12), 2024: (11, 11), 2025: (14, 8)}
# A, announced; x, not announced; ?, not named: 2021 to 2025, read from the reports.
STATES = {
    "content": "AAAA?", "ecology": "AAAx?", "law": "AAAAA", "literacy": "AAAx?",
    "algorithms": "AAAx?", "charity": "AAAA?", "integrity": "AAAA?", "society": "xAAx?",
    "rumours": "xAAAA", "exchange": "xAAA?", "personal_data": "xAAxA", "civic_progress": "xxAx?",
    "culture_tourism": "xxAx?", "网络文明培育": "xxxAA", "铸牢中华民族共同体意识": "xxxA?",
    "minors": "xxxA?", "网络文艺与文化强国建设": "xxxA?", "technology": "xxxAA",
    "thought": "xxxxA", "accounts": "xxxxA", "智能社会发展": "xxxxA",
}  # fmt: skip
SIGNS = {ANNOUNCED: "A", NOT_ANNOUNCED: "x", NOT_NAMED: "?"}


@pytest.fixture
def programme(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> Programme:
    show(monkeypatch, Filters(lang="en"))
    serve(monkeypatch, corpus)
    return panels.known()


def test_sub_forums_are_as_many_as_announced(programme: Programme) -> None:
    found = {
        each.year: (each.sub_forums, programme.named[each.edition_id])
        for each in programme.editions
    }
    assert found == COUNTS
    whole = [each.year for each in programme.editions if programme.is_whole(each)]
    assert whole == [2021, 2022, 2023, 2024]


def test_each_subject_has_its_state_in_each_year(programme: Programme) -> None:
    found = {
        each.key: "".join(SIGNS[programme.state(each, edition)] for edition in programme.editions)
        for each in programme.subjects
    }
    assert found == STATES


def test_what_came_and_went(programme: Programme) -> None:
    new = {each.edition.year: len(each.subjects) for each in programme.new()}
    assert new == {2022: 4, 2023: 2, 2024: 5, 2025: 3}
    gone = {each.edition.year: len(each.subjects) for each in programme.not_again()}
    assert gone == {2022: 0, 2023: 0, 2024: 7}


def test_the_offices_name_changed_in_2024(programme: Programme) -> None:
    facts = queries.facts()
    own = facts.loc[facts["match"].eq("civilization_office")]
    assert dict(zip(own["year"], own["value"], strict=True)) == {
        **dict.fromkeys((2021, 2022, 2023), "中央文明办"),
        **dict.fromkeys((2024, 2025), "中央精神文明建设办公室"),
    }
    assert len(programme.editions) == 5


def test_every_fact_has_a_source_and_a_name(corpus: Corpus, programme: Programme) -> None:
    facts = queries.facts()
    assert len(programme.editions) == 5
    assert (facts["source"].notna() ^ facts["paragraph"].notna()).all()
    assert facts.loc[facts["field"] != "dates", "value_en"].notna().all()
    known = {*corpus.table("edition_sources")["source_id"]}
    stated = corpus.table("edition_facts")
    named = {key for each in stated["source"] for key in each.split()}
    assert named | {*stated["other_source"].dropna()} == known
    assert {*facts["field"]} >= {"release", "venue", "theme", "organiser", "implementer"}


def test_releases_of_a_briefing_are_promised_there(programme: Programme) -> None:
    facts = queries.facts()
    counted = facts.loc[facts["field"].eq("release")].groupby("year").size().to_dict()
    assert counted == {2021: 2, 2022: 5, 2023: 9, 2024: 2, 2025: 4}
    assert len(programme.editions) == 5


def test_the_briefing_of_2022_states_its_length(corpus: Corpus, spoken: pd.DataFrame) -> None:
    own = corpus.table("editions").set_index("year")
    assert own["days"].fillna(0).to_dict() == {2021: 1, 2022: 1.5, 2023: 0, 2024: 1.5, 2025: 0}
    texts = spoken.groupby("year")["text"].agg(list)
    assert "会期一天半" in texts[2022][5]
    assert not any("会期" in text.replace("会期间", "") for text in texts[2023])
