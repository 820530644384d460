"""Ids of the corpus, in the order of display, and the names behind them."""

from collections.abc import Sequence

from dashboard.queries import selection
from dashboard.queries.query import cached_per_corpus, fetch
from dashboard.queries.vocabulary import VOCABULARY
from dashboard.run_context import current_run
from loaders.fingerprint import Stated, are_of_one_year
from loaders.schema import KINDS, SECTIONS, SLOTS

# Id and both names: people before outlets, bodies before media; those with more appearances first.
_SPEAKERS = """SELECT s.speaker_id, s.name, s.name_en
    FROM speakers s JOIN appearances a USING (speaker_id)
    GROUP BY s.speaker_id, s.name, s.name_en, s.is_outlet
    ORDER BY s.is_outlet, count(*) DESC, s.speaker_id"""
_ORGANISATIONS = """SELECT o.organisation_id, o.name_zh, o.name_en
    FROM organisations o JOIN appearances a USING (organisation_id)
    GROUP BY o.organisation_id, o.name_zh, o.name_en, o.level
    ORDER BY o.level = 'media', count(*) DESC, o.organisation_id"""
_SEARCH_NAMES = """SELECT speaker_id AS key, search_names FROM speakers
    UNION SELECT organisation_id, search_names FROM organisations"""
_TOPICS = "SELECT topic_id, label_zh, label_en FROM topics"


@cached_per_corpus(maxsize=4)
def known_ids() -> dict[str, list[str]]:
    """Return URL parameter -> the values that exist in the corpus, in the order of display.

    The terms are those that are counted, even if they never occur.
    """
    return {
        "corpus": [current_run().corpus.version],
        "year": list(dict.fromkeys(years().values())),
        "briefing": list(years()),
        "section": _present(SECTIONS, "section", "turns"),
        "kind": _present(KINDS, "kind", "turns"),
        "slot": _present(SLOTS, "slot", "appearances"),
        "org": (organisations := list(_names(_ORGANISATIONS))),
        "speaker": (speakers := list(_names(_SPEAKERS))),
        "who": list(dict.fromkeys([*speakers, *organisations])),
        "topic": selection.topics()["topic_id"].tolist(),
        "term": fetch(f"{VOCABULARY} ORDER BY ALL")["term"].tolist(),
    }


@cached_per_corpus(maxsize=4)
def labels() -> dict[str, tuple[str, str]]:
    """Return id -> (Chinese, English) name of every speaker, organisation and topic."""
    return {**_names(_TOPICS), **_names(_ORGANISATIONS), **_names(_SPEAKERS)}


@cached_per_corpus(maxsize=4)
def search_names() -> dict[str, list[str]]:
    """Return id -> other forms of the name of every speaker and organisation: traditional, pinyin.

    An outlet is a speaker and an organisation of one id, which has the forms of both.
    """
    found: dict[str, list[str]] = {}
    for key, names in fetch(_SEARCH_NAMES).itertuples(index=False, name=None):
        own = found.setdefault(key, [])
        own += [name for name in names.split("、") if name and name not in own]
    return found


@cached_per_corpus(maxsize=4)
def years() -> dict[str, str]:
    """Return briefing_id -> year of every briefing, in the order in which they were held."""
    briefings = fetch(
        """SELECT briefing_id, CAST(year AS VARCHAR) AS year FROM briefings
        ORDER BY briefings.year, coalesce(date_held, published_at), briefing_id"""
    )
    return dict(briefings.itertuples(index=False, name=None))


def copied_briefing(fingerprint: str, stated: Stated) -> tuple[str, str] | None:
    """Return id and title of the briefing of which a page is a copy; None if there is none."""
    found = fetch(
        """SELECT briefing_id, title, date_held, published_at FROM briefings
        WHERE fingerprint = $fingerprint ORDER BY briefing_id""",
        {"fingerprint": fingerprint},
    )
    rows = found.astype(object).where(found.notna(), None).itertuples(index=False, name=None)
    copied = (row[:2] for row in rows if are_of_one_year(stated, Stated(*row[1:])))
    return next(copied, None)


def _present(codes: Sequence[str], column: str, table: str) -> list[str]:
    """Return those of `codes` that a row of `table` has in `column`, in their order."""
    present = set(fetch(f"SELECT DISTINCT {column} FROM {table}")[column])
    return [code for code in codes if code in present]


def _names(query: str) -> dict[str, tuple[str, str]]:
    """Return id -> (Chinese, English) name of the rows that `query` selects, in their order."""
    return {key: (zh, en) for key, zh, en in fetch(query).itertuples(index=False, name=None)}
