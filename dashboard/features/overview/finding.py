"""A finding: one thing that changed, or that a briefing says, as a panel and the page behind it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from dashboard.components.panel import Panel
from dashboard.filters import Filters
from dashboard.labels.pair import Pair


@dataclass(frozen=True)
class Finding:
    """One finding of the front page.

    panel: its title is the finding as a sentence; chart, base and limits are the panel's. changed:
    whether it states a difference between two compared briefings. page: the slug of the page behind
    it, opened with `query` besides the selection.
    """

    key: str
    panel: Panel
    changed: bool
    page: str
    query: dict[str, str] = field(default_factory=dict)


class Subject(NamedTuple):
    """The subject of findings: the selected briefings.

    chosen: the filters that select the briefings, those of `pair` or all selected ones if there is
    none, with the rate of speech and no other filters. briefings: their rows of
    selection.briefings.
    """

    chosen: Filters
    briefings: pd.DataFrame
    pair: Pair | None


Find = Callable[[Subject], Finding | None]
