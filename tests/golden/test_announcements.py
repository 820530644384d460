"""Announcements of the two briefings, compared with decisions made by hand over the pages."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.filters import Filters
from dashboard.queries.announcements import announcements
from loaders.corpus.store import Corpus
from tests.golden import plain_count
from tests.support.run import serve

WORKS = ("document", "deliverable")
# How the pages write numbers, read again by hand rather than by loaders.
NUMERALS = {"一": 1, "二": 2, "两": 2, "四": 4, "六": 6, "十": 10, "二十": 20}


@pytest.fixture(scope="module")
def read() -> dict[str, Any]:
    """Decisions of announcements.toml, which states how they were made."""
    path = Path(__file__).with_name("announcements.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def found(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    """The announcements of both briefings, missing values as "", with `year` and `speaker`."""
    serve(monkeypatch, corpus)
    rows = announcements(Filters())
    people = dict(corpus.query("SELECT speaker_id, name FROM speakers").to_numpy().tolist())
    dates = [
        "" if pd.isna(start) else f"{start}/{end or ''}"
        for start, end in zip(rows["date_start"], rows["date_end"], strict=True)
    ]
    named = rows.assign(
        year=rows["briefing_id"].str[-4:].astype(int),
        speaker=rows["speaker_id"].map(people),
        dates=dates,
    )
    return named.astype(object).where(named.notna(), "")


def rows_of(frame: pd.DataFrame, *columns: str) -> list[list[Any]]:
    listed: list[list[Any]] = frame[list(columns)].to_numpy().tolist()
    return listed


def test_every_document_and_release(found: pd.DataFrame, read: dict[str, Any]) -> None:
    columns = (
        "year", "paragraph", "times", "surface", "verb", "tense", "dates", "speaker",
        "series_status", "counterpart_surface",
    )  # fmt: skip
    works = found[found["kind"].isin(WORKS)]
    assert sorted(rows_of(works, *columns)) == sorted(row[:-1] for row in read["works"])
    assert len(read["works"]) == 28


def test_every_campaign_event_and_platform(found: pd.DataFrame, read: dict[str, Any]) -> None:
    others = found[~found["kind"].isin([*WORKS, "figure"])]
    told = others[others["tense"].ne("") | others["dates"].ne("")]
    columns = ("year", "paragraph", "times", "kind", "surface", "tense", "dates", "series_status")
    assert sorted(rows_of(told, *columns)) == sorted(row[:-1] for row in read["others"])
    rest = others[others["tense"].eq("") & others["dates"].eq("")]
    assert sorted(rest["surface"]) == sorted(read["undated"])


def test_every_figure_and_what_it_counts(corpus: Corpus, read: dict[str, Any]) -> None:
    mentions = corpus.query(
        """SELECT year, m.* FROM mentions m JOIN briefings USING (briefing_id)
        WHERE kind = 'figure' ORDER BY year, mention"""
    )
    plain = mentions.astype(object).where(mentions.notna(), "")
    columns = ("year", "paragraph", "surface", "low", "high", "counted", "tense")
    assert rows_of(plain, *columns) == [row[:-1] for row in read["figures"]]
    assert len(read["figures"]) == 34
    dates = plain["date_start"] + "/" + plain["date_end"]
    dated = plain.assign(dates=dates)[dates.ne("/")]
    assert rows_of(dated, "year", "surface", "dates") == read["figure_dates"]


def test_a_figure_said_three_times_is_one_row_with_a_counterpart(found: pd.DataFrame) -> None:
    forums = found[found["counted"].eq("分论坛")]
    columns = ("year", "surface", "times", "places", "counterpart_surface")
    assert rows_of(forums, *columns) == [
        [2022, "十个", 3, "6、7", "12场"],
        [2023, "12场", 3, "6、7、37", "十个"],
    ]


def test_a_figure_of_the_answers_has_none_to_be_compared_with(found: pd.DataFrame) -> None:
    """By hand: of 2022 no answer was captured; its statements give 3 figures."""
    figures = found[found["kind"].eq("figure")]
    of_answers = figures[figures["section"].eq("q_and_a")]
    assert len(of_answers) == 23
    untold = of_answers[of_answers["series_status"].ne("not_captured")]
    assert rows_of(untold, "surface", "series_status") == [["8部门", "not_counted"]]
    of_statements = figures[figures["section"].eq("opening")]
    assert rows_of(of_statements, "surface", "series_status") == [
        ["十个", "again"], ["一天半", "not_counted"], ["41个", "not_counted"],
        ["12场", "again"], ["二十天", "new"], ["6个", "new"],
    ]  # fmt: skip


@pytest.fixture(scope="module")
def texts(folder: Path) -> dict[tuple[int, int], str]:
    """(year, number) -> text of every paragraph, read by plain_count without loaders."""
    years: dict[int, list[str]] = {}
    for paragraph in plain_count.read(folder):
        years.setdefault(paragraph.year, []).append(re.sub(r"\s+", " ", paragraph.text))
    return {(year, n): text for year, own in years.items() for n, text in enumerate(own, 1)}


def test_the_decisions_are_what_the_pages_say(
    texts: dict[tuple[int, int], str], read: dict[str, Any]
) -> None:
    """Every row of announcements.toml is in its paragraph, whose words give its value."""
    for year, paragraph, surface, low, high, counted, _, words in read["figures"]:
        assert words in texts[year, paragraph]
        assert surface in words
        assert counted in words or counted in ("倒计时", "印发以来", "会期")
        assert [low, high] == ends_of(surface)
    for row in [*read["works"], *read["others"]]:
        year, paragraph, words = row[0], row[1], row[-1]
        name = row[3] if row in read["works"] else row[4]
        assert words in texts[year, paragraph]
        assert name in texts[year, paragraph]


def test_no_title_and_no_number_of_the_pages_is_left_out(
    texts: dict[tuple[int, int], str], read: dict[str, Any]
) -> None:
    """Every 《title》 is a decided one, and every number before a measure word a decided figure."""
    text = "\n".join(texts.values())
    titles = set(re.findall("《([^《》]+)》", text)) - set(read["not_announced"])
    decided = {row[3] for row in read["works"]}
    bare = {re.sub("[0-9]{4}$", "", name) for name in decided}
    assert titles <= decided | bare
    numbers = re.findall(r"[0-9.]+(?:多)?(?:[亿家款件项届]|个(?!月)|场(?!次)|部门)", text)
    numbers += re.findall("第[0-9一二三四五六七八九十]+[名位]", text)
    known = {re.sub("^超过", "", row[2]) for row in read["figures"]}
    assert set(numbers) <= known


def ends_of(surface: str) -> list[float | str]:
    """Return the lowest and the highest value of a figure of the two pages."""
    if surface == "一天半":
        return [1.5, 1.5]
    digits = re.search(r"[0-9.]+", surface)
    numeral = next((n for n in sorted(NUMERALS, key=len, reverse=True) if n in surface), "")
    value = float(digits[0]) if digits else float(NUMERALS[numeral])
    value *= 100_000_000 if "亿" in surface else 1
    if "超过" in surface:
        return [value, ""]
    if "近" in surface:
        return ["", value]
    if "多" in surface:
        zeros = len(str(int(value))) - len(str(int(value)).rstrip("0"))
        return [value, value + 10**zeros]
    return [value, value]
