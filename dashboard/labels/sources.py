"""Sentences on the source pages of the corpus: their terms, and who published them."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from dashboard.i18n import join, t
from dashboard.labels import provenance
from dashboard.queries import selection
from loaders import lexicon

_MAX_NAMED = 3  # briefings named in a sentence; more are counted


def terms_sentences(briefings: pd.DataFrame, *, unheld: Iterable[str]) -> list[str]:
    """Return what the source pages of `briefings` allow, a sentence for each group of briefings.

    unheld: ids of the briefings that have paragraphs without text. The terms of a page are known if
    data/lexicon/sources.toml lists its bytes.
    """
    without_text = set(unheld)
    groups: dict[str, list[Any]] = {"forbidden": [], "forbidden_held": [], "unknown": []}
    for row in selection.rows(briefings):
        is_forbidden = bool(_listed(row).get("forbids_reproduction"))
        held = "" if row.briefing_id in without_text else "_held"
        groups[f"forbidden{held}" if is_forbidden else "unknown"].append(row)
    return [
        t(f"sources.terms_{key}", briefings=_names(rows)) for key, rows in groups.items() if rows
    ]


def republished_sentence(briefings: pd.DataFrame) -> str:
    """Name those of `briefings` whose source is known to be a republished page; "" if none is."""
    rows = [row for row in selection.rows(briefings) if _listed(row).get("is_republished")]
    if not rows:
        return ""
    return t("methods.limit.republished", briefings=_names(rows), n=len(rows))


def _listed(row: Any) -> dict[str, Any]:
    """Return the row of data/lexicon/sources.toml with the bytes of `row`'s page, {} if none."""
    by_digest = {each["sha256"]: each for each in lexicon.read("sources")["source"]}
    found: dict[str, Any] = by_digest.get(row.source_sha256, {})
    return found


def _names(rows: Sequence[Any]) -> str:
    if len(rows) > _MAX_NAMED:
        return t("panel.briefings", n=f"{len(rows):,}")
    return join([provenance.briefing(row) for row in rows])
