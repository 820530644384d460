"""The calendar of the page Wording: each wording by briefing, if more than two are selected."""

import pandas as pd

from dashboard.components.panel import Panel, PanelText
from dashboard.features.wording import view
from dashboard.filters import BRIEFING_PARAMETERS, Filters
from dashboard.i18n import t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import provenance
from dashboard.labels.numbers import number
from dashboard.queries import identifiers, selection, wording

_MAX_COLUMNS = 8  # briefings, the latest


def has_calendar(chosen: Filters) -> bool:
    """Return whether more than two briefings are selected."""
    return len(selection.briefings(chosen.briefings_only)) > 2


def calendar(chosen: Filters) -> Panel:
    """Build the panel of each listed wording by briefing, with its first and its last use."""
    selected = set(selection.briefings(chosen.briefings_only)["briefing_id"])
    ids = [key for key in identifiers.years() if key in selected]
    latest = ids[-_MAX_COLUMNS:]
    frame = _by_briefing(wording.uses(chosen), ids, latest)
    shown = view.matches(frame.assign(family=None, status=None), chosen.q, ())[frame.columns]
    gaps = provenance.missing_within(chosen.briefings_only)
    cut = t("wording.calendar_cut", n=len(latest)) if len(ids) > len(latest) else ""
    words = PanelText(
        t("wording.calendar_title"),
        t("wording.calendar_reading", n=number(len(shown)), briefings=len(ids)),
        " ".join(filter(None, (t("wording.calendar_caveat"), gaps, cut))),
        nothing=t("wording.nothing"),
    )
    applied = chosen.only(*BRIEFING_PARAMETERS, "q", "words")
    return Panel(shown, [], words, views=("q", "words"), applied=applied)


def _by_briefing(used: pd.DataFrame, ids: list[str], latest: list[str]) -> pd.DataFrame:
    """Return a row for each wording: its gloss, first and last use, and its uses in `latest`.

    used: rows of queries.wording.uses. ids: all briefings, in the order in which they were held.
    Each briefing of `latest` has a column, by its name.
    """
    names = labels_briefings.names()
    places = used["briefing_id"].map({key: place for place, key in enumerate(ids)})
    spans = places.groupby(used["wording"]).agg(["min", "max"])
    shown = used.loc[used["briefing_id"].isin(latest)]
    wide = shown.pivot(index="wording", columns="briefing_id", values="occurrences")
    wide = wide.reindex(index=spans.index, columns=latest).fillna(0).astype(int)
    known = selection.table("phrases", Filters()).set_index("phrase")["english"]
    return pd.DataFrame(
        {
            "wording": spans.index,
            "english": known.reindex(spans.index).to_numpy(),
            "first_use": [names[ids[place]] for place in spans["min"]],
            "last_use": [names[ids[place]] for place in spans["max"]],
            **{names[key]: wide[key].to_numpy() for key in latest},
        }
    )
