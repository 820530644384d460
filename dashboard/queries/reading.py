"""The rows of the reader: a turn, its paragraphs with their gists, and what is counted in each."""

from collections.abc import Mapping

import pandas as pd

from dashboard.filters import Filters
from dashboard.queries import selection, wording
from dashboard.queries.conditions import PARAGRAPHS_WITH_SPEAKER
from dashboard.queries.query import Query, cached_per_corpus, corpus_query

_OF_TURN = """(briefing_id, paragraph) IN (
    SELECT briefing_id, paragraph FROM paragraphs
    WHERE briefing_id = $briefing_id AND turn = $turn)"""


@corpus_query(maxsize=64)
def turn(briefing_id: str, paragraph: int) -> Query:
    """Select the paragraphs of the turn that `paragraph` is in, in order, each with its gist.

    gist_zh, gist_en: null without one. before, after: the first paragraphs of the turns beside it,
    null at either end of the briefing. seconds: of the whole turn. The frame is empty if there is
    no such paragraph.
    """
    text = f"""
        WITH first AS (
            SELECT turn, min(paragraph) AS paragraph FROM paragraphs
            WHERE briefing_id = $briefing_id GROUP BY turn)
        SELECT p.*, w.repaired, w.published, a.title, a.title_en, g.gist_zh, g.gist_en,
            t.syllables AS turn_syllables, t.characters AS turn_characters, t.reply_to,
            before.paragraph AS before, after.paragraph AS after
        FROM ({PARAGRAPHS_WITH_SPEAKER}) p
        JOIN paragraphs w USING (briefing_id, paragraph)
        JOIN turns t ON t.briefing_id = p.briefing_id AND t.turn = p.turn
        JOIN appearances a ON a.briefing_id = p.briefing_id AND a.speaker_id = p.speaker_id
        LEFT JOIN gists g ON g.briefing_id = p.briefing_id AND g.paragraph = p.paragraph
        LEFT JOIN first before ON before.turn = p.turn - 1
        LEFT JOIN first after ON after.turn = p.turn + 1
        WHERE p.briefing_id = $briefing_id AND p.turn IN (
            SELECT turn FROM paragraphs WHERE briefing_id = $briefing_id AND paragraph = $paragraph)
        ORDER BY p.paragraph"""
    return Query(text, {"briefing_id": briefing_id, "paragraph": paragraph})


def gist(briefing_id: str, paragraph: int) -> tuple[str, str] | None:
    """Return the gist of a paragraph in Chinese and English, None without one."""
    return _gists().get((briefing_id, paragraph))


@cached_per_corpus(maxsize=4)
def _gists() -> Mapping[tuple[str, int], tuple[str, str]]:
    rows = selection.table("gists", Filters())
    columns = (rows[name] for name in ("briefing_id", "paragraph", "gist_zh", "gist_en"))
    return {
        (briefing_id, paragraph): (zh, en)
        for briefing_id, paragraph, zh, en in zip(*columns, strict=True)
    }


@cached_per_corpus()
def first_paragraphs() -> Mapping[tuple[str, int], int]:
    """Return (briefing_id, turn) -> the number of the first paragraph of the turn."""
    rows = _first_paragraphs()
    keys = zip(rows["briefing_id"], rows["turn"], strict=True)
    return dict(zip(keys, rows["paragraph"], strict=True))


@corpus_query(maxsize=4)
def _first_paragraphs() -> str:
    return "SELECT briefing_id, turn, min(paragraph) AS paragraph FROM paragraphs GROUP BY ALL"


@corpus_query(maxsize=64)
def topics(briefing_id: str, turn: int) -> Query:
    """Count the topics of each paragraph of a turn: paragraph, topic_id, occurrences."""
    text = f"""SELECT paragraph, topic_id, CAST(sum(occurrences) AS INTEGER) AS occurrences
        FROM topic_hits WHERE {_OF_TURN}
        GROUP BY ALL ORDER BY paragraph, occurrences DESC, topic_id"""
    return Query(text, {"briefing_id": briefing_id, "turn": turn})


@corpus_query(maxsize=64)
def mentions(briefing_id: str, turn: int) -> Query:
    """Select the mentions in a turn, but for quotations, in the order of the text."""
    text = f"""SELECT * FROM mentions WHERE {_OF_TURN} AND kind <> 'quotation'
        ORDER BY paragraph, "offset", mention"""
    return Query(text, {"briefing_id": briefing_id, "turn": turn})


@cached_per_corpus(maxsize=64)
def new_wordings(briefing_id: str, turn: int) -> Mapping[int, list[str]]:
    """Return paragraph -> the wordings in it that the page Wording lists as new, by the alphabet.

    Empty for a briefing that is not the newer one of the pair which that page compares by default.
    """
    later, new = wording.new_in_pair()
    if briefing_id != later:
        return {}
    found = _phrases_of(briefing_id, turn, sorted(new))
    words: dict[int, list[str]] = {}
    for paragraph, phrase in zip(found["paragraph"], found["phrase"], strict=True):
        words.setdefault(paragraph, []).append(phrase)
    return {paragraph: sorted(own) for paragraph, own in words.items()}


@corpus_query(maxsize=0)
def _phrases_of(briefing_id: str, turn: int, phrases: list[str]) -> Query:
    text = f"""SELECT paragraph, phrase FROM phrase_counts
        WHERE {_OF_TURN} AND occurrences > 0 AND phrase IN (SELECT unnest($phrases))"""
    return Query(text, {"briefing_id": briefing_id, "turn": turn, "phrases": phrases})


@corpus_query(maxsize=16)
def _said_once(briefing_id: str) -> Query:
    """Select the longest word or phrase of each paragraph that the briefing has once."""
    text = """
        WITH counted AS (
            SELECT paragraph, term AS word, occurrences FROM term_counts
            WHERE briefing_id = $briefing_id
            UNION ALL SELECT paragraph, phrase, occurrences FROM phrase_counts
            WHERE briefing_id = $briefing_id),
        once AS (
            SELECT word, min(paragraph) AS paragraph FROM (SELECT DISTINCT * FROM counted)
            WHERE occurrences > 0 GROUP BY word HAVING sum(occurrences) = 1)
        SELECT paragraph, word FROM once
        QUALIFY row_number() OVER (PARTITION BY paragraph ORDER BY length(word) DESC, word) = 1"""
    return Query(text, {"briefing_id": briefing_id})


@cached_per_corpus(maxsize=16)
def anchors(briefing_id: str) -> Mapping[int, str]:
    """Return paragraph -> a wording that the briefing has there alone, by which a link finds it."""
    found: pd.DataFrame = _said_once(briefing_id)
    return dict(zip(found["paragraph"], found["word"], strict=True))


@cached_per_corpus(maxsize=4)
def source_addresses() -> Mapping[str, str | None]:
    """Return briefing_id -> the address of its page, None if it is not known."""
    listed = selection.briefings(Filters())
    return dict(zip(listed["briefing_id"], listed["source_url"], strict=True))
