"""The ten sub-forums of 2022 matched to the twelve of 2023."""

from typing import Any

import pandas as pd
import pytest

from dashboard.stats.fact_comparison import fact_comparison
from loaders.corpus.store import Corpus


@pytest.fixture(scope="module")
def facts(corpus: Corpus) -> pd.DataFrame:
    return corpus.query("SELECT year, f.* FROM facts f JOIN briefings USING (briefing_id)")


def test_matches(facts: pd.DataFrame, figures: dict[str, Any]) -> None:
    forums = facts[facts["field"] == "sub_forum"]
    by_year = {year: dict(zip(rows["match"], rows["value"], strict=True))
               for year, rows in forums.groupby("year")}  # fmt: skip
    found = {
        match: (by_year[2022].get(match, ""), by_year[2023].get(match, ""))
        for match in forums["match"]
    }
    assert found == {match: (old, new) for old, new, match, _ in figures["sub_forums"]}


def test_changes(facts: pd.DataFrame, figures: dict[str, Any]) -> None:
    earlier, later = (f"civilization-conference-{year}" for year in (2022, 2023))
    compared = fact_comparison(facts, earlier=earlier, later=later)
    columns = ["earlier_value", "later_value", "state", "dropped", "added"]
    forums = compared.loc[compared["field"] == "sub_forum", columns].fillna("")
    found = forums[["earlier_value", "later_value", "state"]].itertuples(index=False, name=None)
    assert set(found) == {(old, new, change) for old, new, _, change in figures["sub_forums"]}
    changed = forums[forums["state"].isin(["narrowed", "widened", "reworded"])]
    assert set(zip(changed["dropped"], changed["added"], strict=True)) == {
        ("谣言治理", "辟谣"),
        ("", "发展"),
        ("教育", "海峡两岸青少年、建设"),
        ("", "数据安全和"),
    }


def test_every_sub_forum_has_a_topic(corpus: Corpus, facts: pd.DataFrame) -> None:
    forums = facts[facts["field"] == "sub_forum"]
    assert forums.groupby("year").size().to_dict() == {2022: 10, 2023: 12}
    assert set(forums["match"]) <= set(corpus.table("topics")["topic_id"])
    hits = corpus.query(
        "SELECT DISTINCT f.fact, f.briefing_id FROM facts f JOIN topic_hits h "
        "ON f.briefing_id = h.briefing_id AND f.paragraph = h.paragraph AND f.match = h.topic_id "
        "WHERE f.field = 'sub_forum'"
    )
    assert len(hits) == 22


def test_every_name_has_an_english_form(facts: pd.DataFrame) -> None:
    names = facts[facts["field"] != "dates"]
    assert names.loc[names["value_en"].isna(), "value"].tolist() == []
    assert facts.loc[facts["field"] == "dates", "value_en"].isna().all()


@pytest.mark.parametrize(
    ("match", "years"),
    [
        ("opening_ceremony", [2022, 2023]),
        ("main_forum", [2022, 2023]),
        ("integrity", [2022, 2023]),
        ("themed_activities", [2022, 2023]),
        ("exhibition", [2022]),
    ],
)
def test_main_events(facts: pd.DataFrame, match: str, years: list[int]) -> None:
    events = facts[facts["field"] == "main_event"]
    assert events.loc[events["match"] == match, "year"].tolist() == years
