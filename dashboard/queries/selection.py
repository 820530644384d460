"""Map a reader's filters to rows of the corpus.

Besides the data API, this is the only module that queries the corpus. Values are always parameters
of a query, never part of its text.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.filters import BRIEFING_PARAMETERS, ID_PARAMETERS, Filters
from dashboard.queries import search_order, search_sql, session_corpus, sql
from dashboard.queries.cache import cached_per_corpus
from loaders.corpus.store import BUNDLED, Corpus, open_corpus
from loaders.lexicon.topics import pattern, split
from loaders.schema import KINDS, SECTIONS, SLOTS, TABLES

# Several panels of a page, and many readers, ask for the same rows; a query takes over 10 ms.
# Cached frames are shared: callers must not change one, but copy it with .assign or a mask.
_CACHE_SIZE = 16
_SMALL_CACHE_SIZE = 4  # frames with a row per term and paragraph, some megabytes each


def corpus() -> Corpus:
    """Return the corpus of this session if it added a briefing, else the server's."""
    session = session_corpus.current()
    return session.corpus if session else server_corpus()


@st.cache_resource(show_spinner=False)
def server_corpus() -> Corpus:
    """Open the corpus in folder $BRIEFING_CORPUS, else the bundled one, once per server.

    It is read-only. Raises CorpusError if it is missing, damaged or outdated.
    """
    return open_corpus(Path(os.environ.get("BRIEFING_CORPUS") or BUNDLED))


def turns(filters: Filters) -> pd.DataFrame:
    """Return the turns that match all of `filters`, ordered by year, briefing and turn.

    Columns: all of table turns, and year, slot, title, title_en (null if it is not listed),
    organisation_id, is_outlet, outlet_class, speaker_zh, speaker_en, organisation_zh,
    organisation_en (null if no organisation is stated).
    With a topic in `filters`, the counts of a turn (characters, syllables ...) cover only its
    paragraphs on that topic.
    """
    return _turns(corpus(), filters.without_view)


@cached_per_corpus(maxsize=_CACHE_SIZE)
def _turns(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    return run_query(corpus, sql.turns(filters))


def paragraphs(filters: Filters) -> pd.DataFrame:
    """Return the paragraphs that match all of `filters`, by year, briefing and paragraph.

    Columns: briefing_id, year, paragraph, turn, begin and finish (in characters from the start of
    the briefing), characters, syllables, tokens_jieba, tokens_lexicon, text and segmented (the
    text with its breaks; None if it is not stored), speaker_id, speaker_zh, speaker_en, is_outlet,
    outlet_class, slot, organisation_id, kind and section.
    """
    return _paragraphs(corpus(), filters.without_view)


@cached_per_corpus(maxsize=_CACHE_SIZE)
def _paragraphs(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    return run_query(corpus, sql.paragraphs(filters))


def hits(filters: Filters) -> pd.DataFrame:
    """Return the topic hits within `filters`: a row per paragraph, topic and matched term.

    Columns: those of `paragraphs`, topic_id, rule (the term that matched) and occurrences. With
    topics in `filters`, only the hits of these topics are returned.
    """
    return _hits(corpus(), filters.without_view)


@cached_per_corpus(maxsize=_CACHE_SIZE)
def _hits(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    return run_query(corpus, sql.hits(filters))


def occurrences(term: str, filters: Filters) -> pd.DataFrame:
    """Return the paragraphs within `filters` that contain `term`, by the stored counts.

    `term` is a word or set phrase of the vocabulary. Columns: those of `paragraphs`, and rule (the
    term) and occurrences, as in `hits`: those that are not inside a longer word.
    """
    return run_query(corpus(), sql.occurrences(term, filters))


def search_counts(terms: Sequence[str], filters: Filters) -> pd.DataFrame:
    """Count the occurrences of each of `terms` by briefing; without terms, of each topic.

    The topics are those of `filters`. Columns: subject (the term, or the topic's id), year,
    briefing_id, occurrences, readable (the occurrences in paragraphs with a stored text) and
    paragraphs (their number). A subject has a row for each briefing in which it occurs.

    Stored texts are searched. In paragraphs without text, only terms are found that were counted
    when the corpus was built (see uncounted_terms). Occurrences inside a longer word are not
    counted (see longer_words).
    """
    return _search_counts(corpus(), tuple(terms), filters.without_view)


@cached_per_corpus(maxsize=_CACHE_SIZE)
def _search_counts(corpus: Corpus, terms: tuple[str, ...], filters: Filters) -> pd.DataFrame:
    with_stored_counts = bool(_briefings_without_text(corpus, Filters()))
    query = search_sql.search_counts(terms, filters, with_stored_counts=with_stored_counts)
    return run_query(corpus, query)


def longer_words(terms: Sequence[str], filters: Filters) -> pd.DataFrame:
    """Count the occurrences of each of `terms` that are inside a longer word, within `filters`.

    Columns: subject (the term), year, briefing_id, inside (the longer words, joined by 、; None for
    a term that is not of the vocabulary) and occurrences; a row per term, briefing and `inside`.
    """
    return _longer_words(corpus(), tuple(terms), filters.without_view)


@cached_per_corpus(maxsize=_CACHE_SIZE)
def _longer_words(corpus: Corpus, terms: tuple[str, ...], filters: Filters) -> pd.DataFrame:
    return run_query(corpus, search_sql.longer_words(terms, filters))


def search_hits(terms: Sequence[str], filters: Filters, *, first: int, size: int) -> pd.DataFrame:
    """Return the paragraphs that contain hits `first` (from 0) to `first` + `size` - 1.

    A hit is an occurrence of one of `terms`, or of the topics of `filters` if there are no terms.
    Columns: those of `paragraphs`, subject, topic_id, rule, occurrences, and hits_before (the hits
    in all earlier paragraphs); a row per paragraph and term. Rows are in the order of
    search_order.readable_first.
    """
    blocks = search_order.page_of_hits(search_counts(terms, filters), first=first, size=size)
    briefings = sorted(set(blocks["briefing_id"]))
    with_stored_counts = bool(briefings_without_text(Filters()))
    query = search_sql.search_hits(
        terms, filters, briefings=briefings, with_stored_counts=with_stored_counts
    )
    rows = run_query(corpus(), query)
    return search_order.hits_on_page(rows, blocks=blocks, first=first, size=size)


def topic_patterns() -> dict[str, re.Pattern[str]]:
    """Return topic_id -> the pattern with which the hits of the topic were counted.

    Its terms and exceptions are those that the corpus was built with. The pattern matches both: a
    match that is not one of the topic's terms is an exception, and no hit.
    """
    return _topic_patterns(corpus())


@cached_per_corpus(maxsize=4)
def _topic_patterns(corpus: Corpus) -> dict[str, re.Pattern[str]]:
    topics = _topics(corpus)[["topic_id", "terms", "exceptions"]]
    return {
        topic_id: pattern(split(terms), split(exceptions))
        for topic_id, terms, exceptions in topics.itertuples(index=False, name=None)
    }


def briefings_without_text(filters: Filters) -> list[str]:
    """Return the ids of the briefings within `filters` that have paragraphs without text."""
    return _briefings_without_text(corpus(), filters.without_view)


def server_briefings_without_text() -> list[str]:
    """Return the ids of the server's briefings that have paragraphs without text."""
    return _briefings_without_text(server_corpus(), Filters())


@cached_per_corpus(maxsize=_CACHE_SIZE)
def _briefings_without_text(corpus: Corpus, filters: Filters) -> list[str]:
    return run_query(corpus, search_sql.briefings_without_text(filters))["briefing_id"].tolist()


def uncounted_terms(terms: Sequence[str]) -> list[str]:
    """Return those of `terms`, in their order, that were not counted in paragraphs without text.

    That a search finds no such term in these paragraphs does not show that it was not said there.
    The list is empty if the text of every paragraph is stored.
    """
    if not briefings_without_text(Filters()):
        return []
    counted = set(run_query(corpus(), search_sql.counted_terms(terms))["rule"])
    return [term for term in terms if term not in counted]


def passage(briefing_id: str, paragraph: int, *, around: int) -> pd.DataFrame:
    """Return a paragraph of a briefing with up to `around` paragraphs on either side, in order.

    Columns: those of `paragraphs`; repaired (the text before simplification) and published (the
    text as the page has it); title and title_en of the speaker; start and reply_to of the turn. The
    frame is empty if there is no such paragraph and no neighbour.
    """
    return run_query(corpus(), search_sql.passage(briefing_id, paragraph, around=around))


def term_counts(filters: Filters) -> pd.DataFrame:
    """Count the terms in the paragraphs within `filters`: a row per term and paragraph.

    Columns: briefing_id, year, paragraph, turn, speaker_id, is_outlet, slot, kind, section and
    characters of the paragraph; term, occurrences (0 if all are inside a longer word),
    tokens_jieba, tokens_lexicon, is_stopword, is_fragment and part_of_speech.
    """
    return _term_counts(corpus(), filters.without_view)


@cached_per_corpus(maxsize=_SMALL_CACHE_SIZE)
def _term_counts(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    return run_query(corpus, sql.term_counts(filters))


def phrase_counts(filters: Filters) -> pd.DataFrame:
    """Count the set phrases in the paragraphs within `filters`: a row per phrase and paragraph.

    Columns: those of the paragraph, as in `term_counts`; phrase, occurrences (not inside a longer
    word, 1 or more), source and family.
    """
    return _phrase_counts(corpus(), filters.without_view)


@cached_per_corpus(maxsize=_SMALL_CACHE_SIZE)
def _phrase_counts(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    return run_query(corpus, sql.phrase_counts(filters))


def topics() -> pd.DataFrame:
    """Return table topics, the topics with the most occurrences in the whole corpus first."""
    return _topics(corpus())


@cached_per_corpus(maxsize=4)
def _topics(corpus: Corpus) -> pd.DataFrame:
    return _with_python_text(
        corpus.query(
            """SELECT t.* FROM topics t LEFT JOIN topic_hits h USING (topic_id)
            GROUP BY ALL ORDER BY coalesce(sum(h.occurrences), 0) DESC, t.topic_order"""
        )
    )


def briefings(filters: Filters) -> pd.DataFrame:
    """Return the briefings within `filters`, with the denominators (bases) of their shares.

    Columns: all of table briefings, and base_characters and base_syllables, the sums over the
    captured turns of the selected sections (0 if there are none). Filters of speech (kind, slot,
    org, speaker, topic) never change a base.
    """
    return _briefings(corpus(), filters.only(*BRIEFING_PARAMETERS, "section"))


@cached_per_corpus(maxsize=_CACHE_SIZE)
def _briefings(corpus: Corpus, filters: Filters) -> pd.DataFrame:
    return run_query(corpus, sql.briefings(filters))


def run_query(corpus: Corpus, query: sql.Query) -> pd.DataFrame:
    """Run `query` on `corpus`; return its rows with text as Python's str, missing text as None."""
    return _with_python_text(corpus.query(query.text, query.values))


def _with_python_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Convert text columns of `frame` to Python's str; missing text becomes None, not NaN."""
    # From a few hundred rows on, pandas is several times slower on Arrow's text than on Python's.
    text_columns = [name for name in frame.columns if isinstance(frame[name].dtype, pd.StringDtype)]
    columns = {name: frame[name].astype(object) for name in text_columns}
    return frame.assign(
        **{name: column.where(column.notna(), None) for name, column in columns.items()}
    )


def table(name: str, filters: Filters) -> pd.DataFrame:
    """Return the rows of table `name` in key order, within those `filters` that apply to it.

    See `applicable_filters`. Missing text is None. Raises CorpusError if there is no such table.
    """
    applied = applied_filters(name, filters) if name in TABLES else filters
    return _table(corpus(), name, applied)


@cached_per_corpus(maxsize=_SMALL_CACHE_SIZE)
def _table(corpus: Corpus, name: str, filters: Filters) -> pd.DataFrame:
    if name not in TABLES or not filters.is_filtered:
        return _with_python_text(corpus.table(name))
    return run_query(corpus, sql.filtered_table(name, filters))


def applicable_filters(name: str) -> tuple[str, ...]:
    """Return the filters that apply to table `name`: see sql.applicable_filters."""
    return sql.applicable_filters(name)


def applied_filters(name: str, filters: Filters) -> Filters:
    """Return `filters` without those that do not apply to table `name`."""
    return filters.only(*applicable_filters(name))


def inapplicable_filters(name: str, filters: Filters) -> list[str]:
    """Return the names of the parameters set in `filters` that do not apply to table `name`."""
    return [
        parameter
        for parameter in ID_PARAMETERS
        if getattr(filters, parameter) and parameter not in applicable_filters(name)
    ]


def known_ids() -> dict[str, list[str]]:
    """Return URL parameter -> the values that exist in the corpus, in the order of display."""
    return _known_ids(corpus())


def labels() -> dict[str, tuple[str, str]]:
    """Return id -> (Chinese, English) name of every speaker, organisation and topic."""
    return _labels(corpus())


@cached_per_corpus(maxsize=4)
def _labels(corpus: Corpus) -> dict[str, tuple[str, str]]:
    names = _topics(corpus)[["topic_id", "label_zh", "label_en"]]
    return {**_label_pairs(names), **_organisations(corpus), **_speakers(corpus)}


@cached_per_corpus(maxsize=4)
def _known_ids(corpus: Corpus) -> dict[str, list[str]]:
    turn_codes = corpus.query("SELECT DISTINCT kind, section FROM turns")
    present_slots = set(corpus.query("SELECT DISTINCT slot FROM appearances")["slot"])
    return {
        "year": list(dict.fromkeys(_years(corpus).values())),
        "briefing": list(_years(corpus)),
        "section": [section for section in SECTIONS if section in set(turn_codes["section"])],
        "kind": [kind for kind in KINDS if kind in set(turn_codes["kind"])],
        "slot": [slot for slot in SLOTS if slot in present_slots],
        "org": list(_organisations(corpus)),
        "speaker": list(_speakers(corpus)),
        "topic": _topics(corpus)["topic_id"].tolist(),
        "term": _vocabulary(corpus),
    }


def years() -> dict[str, str]:
    """Return briefing_id -> year of every briefing, in the order in which they were held."""
    return _years(corpus())


@cached_per_corpus(maxsize=4)
def _years(corpus: Corpus) -> dict[str, str]:
    briefings = corpus.query(
        """SELECT briefing_id, CAST(year AS VARCHAR) AS year FROM briefings
        ORDER BY briefings.year, coalesce(date_held, published_at), briefing_id"""
    )
    return dict(briefings.itertuples(index=False, name=None))


@cached_per_corpus(maxsize=4)
def _vocabulary(corpus: Corpus) -> list[str]:
    """Return every term and phrase that is counted, even if it never occurs."""
    rows = corpus.query("SELECT term FROM terms UNION SELECT phrase FROM phrases ORDER BY ALL")
    return rows["term"].tolist()


@cached_per_corpus(maxsize=4)
def _speakers(corpus: Corpus) -> dict[str, tuple[str, str]]:
    # People before outlets, and those with more appearances first.
    return _label_pairs(
        corpus.query(
            """SELECT s.speaker_id, s.name, s.name_en
            FROM speakers s JOIN appearances a USING (speaker_id)
            GROUP BY s.speaker_id, s.name, s.name_en, s.is_outlet
            ORDER BY s.is_outlet, count(*) DESC, s.speaker_id"""
        )
    )


@cached_per_corpus(maxsize=4)
def _organisations(corpus: Corpus) -> dict[str, tuple[str, str]]:
    return _label_pairs(
        corpus.query(
            """SELECT o.organisation_id, o.name_zh, o.name_en
            FROM organisations o JOIN appearances a USING (organisation_id)
            GROUP BY o.organisation_id, o.name_zh, o.name_en, o.level
            ORDER BY o.level = 'media', count(*) DESC, o.organisation_id"""
        )
    )


def _label_pairs(frame: pd.DataFrame) -> dict[str, tuple[str, str]]:
    return {key: (zh, en) for key, zh, en in frame.itertuples(index=False, name=None)}
