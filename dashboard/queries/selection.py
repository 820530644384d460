"""From a reader's filters to the corpus's rows. Besides the data API, the one place that opens it.

Values always travel as parameters of a query, never in its text.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.filters import BRIEFING_PARAMETERS, ID_PARAMETERS, Filters
from dashboard.queries import search_order, search_sql, session_corpus, sql
from dashboard.queries.cache import cached_per_corpus
from loaders.corpus.store import BUNDLED, Corpus, open_corpus
from loaders.lexicon.topics import pattern, split
from loaders.schema import KINDS, SECTIONS, SLOTS, TABLES

# Several panels of a page, and many readers, ask for the same rows; a query takes over 10 ms. The
# frames are shared: whoever gets one makes a new one with .assign or a mask.
_KEPT = 16
_FEW = 4  # of the frames with a row a term and paragraph, some megabytes each


def corpus() -> Corpus:
    """The corpus of this session, where it added a briefing; else the server's."""
    session = session_corpus.current()
    return session.corpus if session else served()


@st.cache_resource(show_spinner=False)
def served() -> Corpus:
    """The operator's corpus, $BRIEFING_CORPUS, else the bundled one: opened once, read-only."""
    return open_corpus(Path(os.environ.get("BRIEFING_CORPUS") or BUNDLED))


def turns(filters: Filters) -> pd.DataFrame:
    """Every turn within all of `filters`, by year, briefing and turn.

    All columns of table turns, and year, slot, title, organisation_id, is_outlet, outlet_class,
    speaker_zh, speaker_en, organisation_zh, organisation_en (null where no body is stated). With a
    topic, a turn's measures are those of the paragraphs in which it comes up.
    """
    return _turns(corpus(), filters.without_view)


@cached_per_corpus(maxsize=_KEPT)
def _turns(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    return answer(corpus, sql.turns(filters))


def paragraphs(filters: Filters) -> pd.DataFrame:
    """Every paragraph within all of `filters`, by year, briefing and paragraph.

    briefing_id, year, paragraph, turn, begin and finish (in characters from the beginning of the
    briefing), characters, syllables, tokens_jieba, tokens_lexicon, text (None where it is not
    held), speaker_id, speaker_zh, speaker_en, is_outlet, outlet_class, slot, organisation_id, kind
    and section.
    """
    return _paragraphs(corpus(), filters.without_view)


@cached_per_corpus(maxsize=_KEPT)
def _paragraphs(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    return answer(corpus, sql.paragraphs(filters))


def hits(filters: Filters) -> pd.DataFrame:
    """The topics in those paragraphs: columns of `paragraphs`, and topic_id, rule, occurrences.

    `rule` is the term that matched. With topics in `filters`, the hits of those alone.
    """
    return _hits(corpus(), filters.without_view)


@cached_per_corpus(maxsize=_KEPT)
def _hits(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    return answer(corpus, sql.hits(filters))


def occurrences(term: str, filters: Filters) -> pd.DataFrame:
    """Where `term`, a word or set phrase of the vocabulary, stands in those paragraphs.

    Columns of `paragraphs`, and rule (the term) and occurrences, as in `hits`.
    """
    return answer(corpus(), sql.occurrences(term, filters))


def tally(terms: Sequence[str], filters: Filters) -> pd.DataFrame:
    """How often each of `terms` stands in those paragraphs, or else each topic of `filters`.

    subject (the term, or the topic's id), year, briefing_id, occurrences, readable (those in
    paragraphs whose text is held) and paragraphs; a row a subject and briefing in which it was
    found. A text that is held is searched; where none is held, a term is found that was counted
    when it was at hand (see uncounted).
    """
    return _tally(corpus(), tuple(terms), filters.without_view)


@cached_per_corpus(maxsize=_KEPT)
def _tally(corpus: Corpus, terms: tuple[str, ...], filters: Filters) -> pd.DataFrame:
    return answer(corpus, search_sql.tally(terms, filters, stored=bool(_unheld(corpus, Filters()))))


def finds(terms: Sequence[str], filters: Filters, *, first: int, size: int) -> pd.DataFrame:
    """The paragraphs in which those finds stand that are number `first`, from 0, and on.

    As many paragraphs as hold `size` finds, in the order of find_order.readable_first, a row a term
    or rule: the columns of `paragraphs`, subject, topic_id, rule, occurrences, and ahead: how many
    finds stand in all the paragraphs before.
    """
    needed = search_order.page_of_hits(tally(terms, filters), first=first, size=size)
    briefings = sorted(set(needed["briefing_id"]))
    stored = bool(unheld(Filters()))
    asked = search_sql.finds(terms, filters, briefings=briefings, stored=stored)
    found = answer(corpus(), asked)
    return search_order.hits_on_page(found, needed=needed, first=first, size=size)


def topic_patterns() -> dict[str, re.Pattern[str]]:
    """Return what finds all terms of a topic together, by topic_id, as its hits were counted.

    The terms and exceptions are those that the corpus was built with. A match that is not one of
    the topic's terms is one of its exceptions.
    """
    return _topic_patterns(corpus())


@cached_per_corpus(maxsize=4)
def _topic_patterns(corpus: Corpus) -> dict[str, re.Pattern[str]]:
    listed = _topics(corpus)[["topic_id", "terms", "exceptions"]]
    return {
        topic_id: pattern(split(terms), split(exceptions))
        for topic_id, terms, exceptions in listed.itertuples(index=False, name=None)
    }


def unheld(filters: Filters) -> list[str]:
    """The ids of the briefings within `filters` whose texts are not, or not all, held."""
    return _unheld(corpus(), filters.without_view)


@cached_per_corpus(maxsize=_KEPT)
def _unheld(corpus: Corpus, filters: Filters) -> list[str]:
    return answer(corpus, search_sql.unheld(filters))["briefing_id"].tolist()


def uncounted(terms: Sequence[str]) -> list[str]:
    """Those of `terms` that were not counted where no text is held, in their order.

    None, where every text is held.
    That they are not found in those briefings does not mean that they were not said there.
    """
    if not unheld(Filters()):
        return []
    counted = set(answer(corpus(), search_sql.counted(terms))["rule"])
    return [term for term in terms if term not in counted]


def passage(briefing_id: str, paragraph: int, *, around: int) -> pd.DataFrame:
    """A paragraph of a briefing, and up to `around` before and after it, in their order.

    The columns of `paragraphs`; repaired and published (the text before simplification, and as the
    page has it), title, start and reply_to of who speaks. No row where there is no such paragraph.
    """
    return answer(corpus(), search_sql.passage(briefing_id, paragraph, around=around))


def term_counts(filters: Filters) -> pd.DataFrame:
    """The terms of those paragraphs, a row a term and paragraph.

    briefing_id, year, paragraph, turn, speaker_id, is_outlet, slot, kind, section and characters of
    the paragraph; term, occurrences, tokens_jieba, tokens_lexicon, is_stopword and part_of_speech.
    """
    return _term_counts(corpus(), filters.without_view)


@cached_per_corpus(maxsize=_FEW)
def _term_counts(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    return answer(corpus, sql.term_counts(filters))


def phrase_counts(filters: Filters) -> pd.DataFrame:
    """The set phrases of those paragraphs, a row a phrase and paragraph.

    The paragraph's columns as in `term_counts`; phrase, occurrences, free_occurrences, source and
    family.
    """
    return _phrase_counts(corpus(), filters.without_view)


@cached_per_corpus(maxsize=_FEW)
def _phrase_counts(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    return answer(corpus, sql.phrase_counts(filters))


def topics() -> pd.DataFrame:
    """Every topic, the one that comes up most first: the columns of table topics."""
    return _topics(corpus())


@cached_per_corpus(maxsize=4)
def _topics(corpus: Corpus) -> pd.DataFrame:
    return _plain(
        corpus.query(
            """SELECT t.* FROM topics t LEFT JOIN topic_hits h USING (topic_id)
            GROUP BY ALL ORDER BY coalesce(sum(h.occurrences), 0) DESC, t.topic_order"""
        )
    )


def scope(filters: Filters) -> pd.DataFrame:
    """The selected briefings, with what shares are shares of.

    All columns of table briefings, and base_characters and base_syllables: those of the selected
    sections. Who speaks (kind, slot, org, speaker) never changes a denominator. A briefing of which
    no selected section was captured has the base 0.
    """
    return _scope(corpus(), filters.only(*BRIEFING_PARAMETERS, "section"))


@cached_per_corpus(maxsize=_KEPT)
def _scope(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    return answer(corpus, sql.scope(filters))


def answer(corpus: Corpus, query: sql.Query) -> pd.DataFrame:
    """What `corpus` answers to `query`, its text as Python's own."""
    return _plain(corpus.query(query.text, query.values))


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with Python's own text; one that is missing is None, never the number NaN."""
    # Over a few hundred rows pandas takes several times as long for Arrow's text as for Python's.
    text = [name for name in frame.columns if isinstance(frame[name].dtype, pd.StringDtype)]
    plain = {name: frame[name].astype(object) for name in text}
    return frame.assign(
        **{name: column.where(column.notna(), None) for name, column in plain.items()}
    )


def table(name: str, filters: Filters) -> pd.DataFrame:
    """Table `name`, cut by those of `filters` that `reach` it, in key order.

    Missing text is None. Raises CorpusError where there is no such table.
    """
    within = applied(name, filters) if name in TABLES else filters
    return _table(corpus(), name, within)


@cached_per_corpus(maxsize=_FEW)
def _table(corpus: Corpus, name: str, filters: Filters) -> pd.DataFrame:
    if name not in TABLES or not filters.is_filtered:
        return _plain(corpus.table(name))
    return answer(corpus, sql.cut(name, filters))


def reach(name: str) -> tuple[str, ...]:
    """The filters that cut table `name`, which is one of TABLES: see sql.reach."""
    return sql.reach(name)


def applied(name: str, filters: Filters) -> Filters:
    """Those of `filters` that `reach` table `name`: what its rows can be said to be cut by."""
    return filters.only(*reach(name))


def unreached(name: str, filters: Filters) -> list[str]:
    """The parameters that are set in `filters` and do not `reach` table `name`."""
    return [each for each in ID_PARAMETERS if getattr(filters, each) and each not in reach(name)]


def rows(frame: pd.DataFrame) -> list[Any]:
    """The rows of `frame`, their columns as attributes; several times as fast as itertuples.

    Untyped, since to pandas' stubs a cell may be anything.
    """
    columns = [frame[name].tolist() for name in frame.columns]
    names = list(frame.columns)
    return [
        SimpleNamespace(**dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)
    ]


def known() -> dict[str, list[str]]:
    """The ids that exist in the corpus for each URL parameter, in the order of display; terms."""
    return _known(corpus())


def labels() -> dict[str, tuple[str, str]]:
    """What every speaker, organisation and topic is called: id -> (Chinese, English)."""
    return _labels(corpus())


@cached_per_corpus(maxsize=4)
def _labels(corpus: Corpus) -> dict[str, tuple[str, str]]:
    names = _topics(corpus)[["topic_id", "label_zh", "label_en"]]
    return {**_names(names), **_organisations(corpus), **_speakers(corpus)}


@cached_per_corpus(maxsize=4)
def _known(corpus: Corpus) -> dict[str, list[str]]:
    spoken = corpus.query("SELECT DISTINCT kind, section FROM turns")
    slots = set(corpus.query("SELECT DISTINCT slot FROM appearances")["slot"])
    return {
        "year": list(dict.fromkeys(_years(corpus).values())),
        "briefing": list(_years(corpus)),
        "section": [section for section in SECTIONS if section in set(spoken["section"])],
        "kind": [kind for kind in KINDS if kind in set(spoken["kind"])],
        "slot": [slot for slot in SLOTS if slot in slots],
        "org": list(_organisations(corpus)),
        "speaker": list(_speakers(corpus)),
        "topic": _topics(corpus)["topic_id"].tolist(),
        "term": _vocabulary(corpus),
    }


def years() -> dict[str, str]:
    """The year of every briefing, by its id, in the order of display: as they were held."""
    return _years(corpus())


@cached_per_corpus(maxsize=4)
def _years(corpus: Corpus) -> dict[str, str]:
    held = corpus.query(
        """SELECT briefing_id, CAST(year AS VARCHAR) AS year FROM briefings
        ORDER BY briefings.year, coalesce(date_held, published_at), briefing_id"""
    )
    return dict(held.itertuples(index=False, name=None))


@cached_per_corpus(maxsize=4)
def _vocabulary(corpus: Corpus) -> list[str]:
    """Every term and phrase that is counted, whether it occurs or not."""
    found = corpus.query("SELECT term FROM terms UNION SELECT phrase FROM phrases ORDER BY ALL")
    return found["term"].tolist()


@cached_per_corpus(maxsize=4)
def _speakers(corpus: Corpus) -> dict[str, tuple[str, str]]:
    # People before outlets, and whoever appears in more briefings first.
    return _names(
        corpus.query(
            """SELECT s.speaker_id, s.name, s.name_en
            FROM speakers s JOIN appearances a USING (speaker_id)
            GROUP BY s.speaker_id, s.name, s.name_en, s.is_outlet
            ORDER BY s.is_outlet, count(*) DESC, s.speaker_id"""
        )
    )


@cached_per_corpus(maxsize=4)
def _organisations(corpus: Corpus) -> dict[str, tuple[str, str]]:
    return _names(
        corpus.query(
            """SELECT o.organisation_id, o.name_zh, o.name_en
            FROM organisations o JOIN appearances a USING (organisation_id)
            GROUP BY o.organisation_id, o.name_zh, o.name_en, o.level
            ORDER BY o.level = 'media', count(*) DESC, o.organisation_id"""
        )
    )


def _names(frame: pd.DataFrame) -> dict[str, tuple[str, str]]:
    return {key: (zh, en) for key, zh, en in frame.itertuples(index=False, name=None)}
