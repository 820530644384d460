"""Gists: one for each paragraph that is not short, each of its paragraph, and in our own words."""

import re

import pandas as pd

from loaders.corpus.store import Corpus
from loaders.tables.gists import MIN_CHARACTERS

KEYS = ["briefing_id", "paragraph"]
MAX_RUN = 11  # Han characters in a row that a gist may share with its source
SHORTEST_NAME = 4
NUMBER = r"\d+(?:\.\d+)?"


def test_every_paragraph_has_a_gist_or_is_short(corpus: Corpus) -> None:
    merged = corpus.table("paragraphs").merge(corpus.table("gists"), on=KEYS, how="left")
    assert (merged["gist_en"].isna() == (merged["characters"] < MIN_CHARACTERS)).all()
    assert merged["gist_zh"].notna().value_counts().to_dict() == {True: 92, False: 12}


def test_a_gist_has_no_number_of_its_own(corpus: Corpus, spoken: pd.DataFrame) -> None:
    for gist, text in _with_texts(corpus, spoken):
        assert set(re.findall(NUMBER, gist)) <= set(re.findall(NUMBER, text)), gist


def test_no_gist_repeats_its_source(corpus: Corpus, spoken: pd.DataFrame) -> None:
    """Names, titles and set phrases are no repetition, and end a run."""
    listed = corpus.table("phrases").query("source == 'lexicon'")["phrase"]
    names = {
        *listed, *corpus.table("mentions")["surface"], *corpus.table("facts")["value"],
        *corpus.table("organisations")["name_zh"],
    }  # fmt: skip
    longest = sorted((name for name in names if len(name) >= SHORTEST_NAME), key=len, reverse=True)
    for whole, text in _with_texts(corpus, spoken):
        gist = re.sub(r"[“《][^”》]*[”》]", "|", whole)
        for name in longest:
            gist = gist.replace(name, "|")
        shared = [run for run in _runs(gist) if "|" not in run and run in _han(text)]
        assert shared == [], whole


def _with_texts(corpus: Corpus, spoken: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the Chinese gists, each with the text of its paragraph."""
    texts = spoken.assign(
        briefing_id="civilization-conference-" + spoken["year"].astype(str),
        paragraph=spoken.groupby("year").cumcount() + 1,
    )
    merged = corpus.table("gists").merge(texts, on=KEYS)
    assert len(merged) == 92
    return list(zip(map(str, merged["gist_zh"]), map(str, merged["text"]), strict=True))


def _runs(gist: str) -> list[str]:
    text = _han(gist)
    return [text[at : at + MAX_RUN + 1] for at in range(len(text) - MAX_RUN)]


def _han(text: str) -> str:
    return "".join(re.findall(r"[\u4e00-\u9fff|]", text))
