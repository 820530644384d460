"""Mentions of both briefings, compared with what a reader found in the pages."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from loaders.corpus.store import Corpus

HAN = re.compile("[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def read() -> dict[str, Any]:
    """Findings of mentions.toml, which states how they were made."""
    return tomllib.loads(Path(__file__).with_name("mentions.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def mentions(corpus: Corpus) -> pd.DataFrame:
    found = corpus.query(
        "SELECT year, m.* FROM mentions m JOIN briefings USING (briefing_id) ORDER BY year, mention"
    )
    return found.astype(object).where(found.notna(), "")


def _rows(mentions: pd.DataFrame, *columns: str, **only: object) -> list[list[Any]]:
    for column, value in only.items():
        mentions = mentions[mentions[column] == value]
    rows: list[list[Any]] = mentions[list(columns)].to_numpy().tolist()
    return rows


def test_every_document_and_its_verb(mentions: pd.DataFrame, read: dict[str, Any]) -> None:
    columns = ("year", "paragraph", "surface", "verb", "tense", "subject")
    assert len(read["documents"]) == 20
    assert _rows(mentions, *columns, kind="document") == read["documents"]


def test_every_figure_and_nothing_else(mentions: pd.DataFrame, read: dict[str, Any]) -> None:
    figures = mentions[mentions["kind"] == "figure"]
    ends = zip(figures["low"], figures["high"], strict=True)
    values = figures.assign(value=[low if low != "" else high for low, high in ends])
    assert len(read["figures"]) == 34
    assert _rows(values, "year", "paragraph", "surface", "value", "unit") == read["figures"]


def test_every_announced_work(mentions: pd.DataFrame, read: dict[str, Any]) -> None:
    columns = ("year", "surface", "kind", "paragraph")
    works: dict[tuple[int, str], list[tuple[str, int]]] = {}
    promised = mentions[mentions["kind"] != "figure"]
    for year, surface, kind, paragraph in _rows(promised, *columns, tense="promised"):
        works.setdefault((year, surface), []).append((kind, paragraph))
    by_name = [
        [year, name, sorted({kind for kind, _ in found}), [paragraph for _, paragraph in found]]
        for (year, name), found in works.items()
    ]
    assert sorted(by_name) == sorted(read["announced"])
    titles = {(year, re.sub("[0-9]{4}$", "", name)) for year, name, *_ in read["announced"]}
    assert len(titles) == 19


def test_deliverables_have_no_marks(mentions: pd.DataFrame, read: dict[str, Any]) -> None:
    bare = mentions[mentions["marks"] == ""]
    deliverables = _rows(bare, "paragraph", "surface", "tense", kind="deliverable")
    undated = [[paragraph, name] for paragraph, name, tense in deliverables if not tense]
    assert undated == read["undated"]
    assert len(deliverables) == 12


def test_quotations_are_whole_but_for_two(mentions: pd.DataFrame, read: dict[str, Any]) -> None:
    quotations = mentions[mentions["marks"] == "quotation"]
    assert [*quotations.groupby("year").size()] == read["quotations"]
    excerpts = _rows(quotations, "paragraph", "characters", "surface", is_whole=False)
    assert excerpts == read["excerpts"]
    assert max(len(HAN.findall(surface)) for surface in mentions["surface"]) <= 23


def test_verbs_of_quotations(mentions: pd.DataFrame, read: dict[str, Any]) -> None:
    quoted = mentions[(mentions["marks"] == "quotation") & (mentions["year"] == 2023)]
    found = {(row.paragraph, row.surface): row.verb for row in quoted.itertuples()}
    expected = {(paragraph, surface): verb for paragraph, surface, verb in read["verbs"]}
    assert {key: found[key] for key in expected} == expected


def test_marks_are_those_of_a_plain_search(mentions: pd.DataFrame, spoken: pd.DataFrame) -> None:
    """Every title and every quotation outside of titles is a mention, and no other."""
    for year, texts in spoken.groupby("year")["text"]:
        marks = mentions[mentions["year"] == year].groupby("marks").size()
        titles = sum(len(re.findall("《[^《》]*》", text)) for text in texts)
        untitled = (re.sub("《[^《》]*》", "", text) for text in texts)
        assert marks["title"] == titles
        assert marks["quotation"] == sum(len(re.findall("“[^“”]+”", text)) for text in untitled)


def test_a_mention_is_where_its_offset_says(mentions: pd.DataFrame, spoken: pd.DataFrame) -> None:
    numbered = spoken.assign(n=spoken.groupby("year").cumcount() + 1).set_index(["year", "n"])
    texts = numbered["text"].str.replace(r"\s+", " ", regex=True)
    for year, paragraph, surface, offset in _rows(
        mentions, "year", "paragraph", "surface", "offset"
    ):
        assert texts.loc[year, paragraph].startswith(surface, offset)
