"""Sentences on the source pages of the corpus: their terms, and who published them."""

from collections.abc import Iterable, Sequence

import pandas as pd

from dashboard.filters import Filters
from dashboard.i18n import join, t
from dashboard.labels import briefings as labels_briefings
from dashboard.queries import selection
from dashboard.queries.rows import BriefingRow, rows_of
from loaders.lexicon.sources import Source, catalogue
from loaders.schema import SYLLABLES_PER_MINUTE

# Column of English names -> the sentence on it.
_ENGLISH = {
    "name_en_source": "english_names",
    "value_en_source": "english_names",
    "title_en": "english_titles",
}
_MAX_NAMED = 3  # briefings named in a sentence; more are counted


def terms_sentences(briefings: pd.DataFrame, *, unheld: Iterable[str]) -> list[str]:
    """Return what the source pages of `briefings` allow, a sentence for each group of briefings.

    unheld: ids of the briefings that have paragraphs without text. The terms of a page are known if
    data/lexicon/sources.toml lists its bytes.
    """
    without_text = set(unheld)
    groups: dict[str, list[BriefingRow]] = {"forbidden": [], "forbidden_held": [], "unknown": []}
    for row in rows_of(briefings, BriefingRow):
        listed = _listed(row)
        is_forbidden = listed is not None and listed.forbids_reproduction
        held = "" if row.briefing_id in without_text else "_held"
        groups[f"forbidden{held}" if is_forbidden else "unknown"].append(row)
    return [
        t(f"sources.terms_{key}", briefings=_names(rows)) for key, rows in groups.items() if rows
    ]


def republished_sentence(briefings: pd.DataFrame) -> str:
    """Name those of `briefings` whose source is known to be a republished page; "" if none is."""
    listed = ((row, _listed(row)) for row in rows_of(briefings, BriefingRow))
    rows = [row for row, source in listed if source and source.is_republished]
    if not rows:
        return ""
    return t("methods.limit.republished", briefings=_names(rows), n=len(rows))


def table_sentences(name: str, rows: pd.DataFrame, chosen: Filters) -> list[str]:
    """Return what has to be known of table `name`, of which `rows` are within `chosen`.

    A sentence each on its rows, its texts, the source of its English names, and the filters that
    do not apply to it.
    """
    said = [t(f"sources.about.{name}", rate=SYLLABLES_PER_MINUTE)]
    if "text" in rows:
        held = int(rows["text"].notna().sum())
        said.append(t("sources.texts_held" if held else "sources.no_text", n=f"{held:,}"))
    english = rows.columns.map(_ENGLISH).dropna().unique()
    said += [t(f"sources.{sentence}") for sentence in english]
    return [*said, *filter(None, [unreached_sentence(name, chosen)])]


def unreached_sentence(name: str, chosen: Filters) -> str:
    """Name the filters of `chosen` that do not apply to table `name`; "" if all apply."""
    unreached = selection.inapplicable_filters(name, chosen)
    labels = [t(f"filter.{parameter}.label") for parameter in unreached]
    return t("sources.unreached", filters=join(labels)) if labels else ""


def _listed(row: BriefingRow) -> Source | None:
    """Return the row of data/lexicon/sources.toml with the bytes of `row`'s page, if any."""
    return catalogue().find(row.source_sha256)


def _names(rows: Sequence[BriefingRow]) -> str:
    if len(rows) > _MAX_NAMED:
        return t("panel.briefings", n=f"{len(rows):,}")
    return join([labels_briefings.name(row) for row in rows])
