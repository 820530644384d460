"""Ids of the corpus, in the order of display, and the names behind them."""

import pandas as pd

from dashboard.queries import selection
from dashboard.queries.query import cached_per_corpus, fetch
from loaders.schema import KINDS, SECTIONS, SLOTS


@cached_per_corpus(maxsize=4)
def known_ids() -> dict[str, list[str]]:
    """Return URL parameter -> the values that exist in the corpus, in the order of display."""
    turn_codes = fetch("SELECT DISTINCT kind, section FROM turns")
    present_slots = set(fetch("SELECT DISTINCT slot FROM appearances")["slot"])
    return {
        "year": list(dict.fromkeys(years().values())),
        "briefing": list(years()),
        "section": [section for section in SECTIONS if section in set(turn_codes["section"])],
        "kind": [kind for kind in KINDS if kind in set(turn_codes["kind"])],
        "slot": [slot for slot in SLOTS if slot in present_slots],
        "org": list(_organisations()),
        "speaker": list(_speakers()),
        "topic": selection.topics()["topic_id"].tolist(),
        "term": _vocabulary(),
    }


@cached_per_corpus(maxsize=4)
def labels() -> dict[str, tuple[str, str]]:
    """Return id -> (Chinese, English) name of every speaker, organisation and topic."""
    topics = selection.topics()[["topic_id", "label_zh", "label_en"]]
    return {**_label_pairs(topics), **_organisations(), **_speakers()}


@cached_per_corpus(maxsize=4)
def years() -> dict[str, str]:
    """Return briefing_id -> year of every briefing, in the order in which they were held."""
    briefings = fetch(
        """SELECT briefing_id, CAST(year AS VARCHAR) AS year FROM briefings
        ORDER BY briefings.year, coalesce(date_held, published_at), briefing_id"""
    )
    return dict(briefings.itertuples(index=False, name=None))


def briefing_with(fingerprint: str) -> tuple[str, str] | None:
    """Return id and title of the briefing with this fingerprint; None if there is none."""
    text = "SELECT briefing_id, title FROM briefings WHERE fingerprint = $fingerprint"
    found = fetch(f"{text} ORDER BY briefing_id", {"fingerprint": fingerprint})
    return (found["briefing_id"].iloc[0], found["title"].iloc[0]) if len(found) else None


def _vocabulary() -> list[str]:
    """Return every term and phrase that is counted, even if it never occurs."""
    text = "SELECT term FROM terms UNION SELECT phrase FROM phrases ORDER BY ALL"
    return fetch(text)["term"].tolist()


@cached_per_corpus(maxsize=4)
def _speakers() -> dict[str, tuple[str, str]]:
    # People before outlets, and those with more appearances first.
    return _label_pairs(
        fetch(
            """SELECT s.speaker_id, s.name, s.name_en
            FROM speakers s JOIN appearances a USING (speaker_id)
            GROUP BY s.speaker_id, s.name, s.name_en, s.is_outlet
            ORDER BY s.is_outlet, count(*) DESC, s.speaker_id"""
        )
    )


@cached_per_corpus(maxsize=4)
def _organisations() -> dict[str, tuple[str, str]]:
    return _label_pairs(
        fetch(
            """SELECT o.organisation_id, o.name_zh, o.name_en
            FROM organisations o JOIN appearances a USING (organisation_id)
            GROUP BY o.organisation_id, o.name_zh, o.name_en, o.level
            ORDER BY o.level = 'media', count(*) DESC, o.organisation_id"""
        )
    )


def _label_pairs(frame: pd.DataFrame) -> dict[str, tuple[str, str]]:
    return {key: (zh, en) for key, zh, en in frame.itertuples(index=False, name=None)}
