"""Finding: what the programme of the conference gained, changed and no longer lists."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.components.change_table import Change, change_chart
from dashboard.components.panel import Panel, PanelText
from dashboard.features.overview.clicks import read_at
from dashboard.features.overview.finding import Finding, Subject
from dashboard.i18n import join, pick, t
from dashboard.labels import provenance
from dashboard.labels.pair import Pair
from dashboard.queries import selection, statistics
from dashboard.queries.rows import rows_of
from dashboard.stats.fact_comparison import CHANGED_STATES, fact_comparison

FIELDS = ("main_event", "sub_forum")  # of table facts: what a programme lists
# (briefing_id, field, value) -> the paragraph that states it
Places = Mapping[tuple[str, ...], int]
_ORDER = ("new", *CHANGED_STATES, "different", "gone")  # of the rows of the chart


@dataclass(slots=True)
class _Item:
    """A row of stats.fact_comparison."""

    field: str
    state: str
    earlier_value: str | None
    earlier_value_en: str | None
    later_value: str | None
    later_value_en: str | None

    @property
    def texts(self) -> tuple[str, str]:
        """The wording of each briefing in this run's language, "" where it lists none."""
        pairs = (
            (self.earlier_value, self.earlier_value_en),
            (self.later_value, self.later_value_en),
        )
        earlier, later = (pick(zh or "", en or zh or "") for zh, en in pairs)
        return earlier, later


def find(subject: Subject) -> Finding | None:
    """Return what differs between both programmes; None where one of the two lists nothing."""
    if subject.pair is None:
        return None
    facts = selection.table("facts", subject.chosen)
    compared = fact_comparison(facts.loc[facts["field"].isin(FIELDS)], **subject.pair.ids)
    items = rows_of(compared, _Item)
    if not (compared["earlier_value"].notna().any() and compared["later_value"].notna().any()):
        return None
    text = PanelText(
        _title(items, subject.pair),
        _sentences(items, subject.pair),
        t("overview.finding.programme.caveat"),
        provenance.missing_sentence(subject.briefings, statistics.coverage(subject.chosen)),
    )
    changed = sorted(
        (item for item in items if item.state in _ORDER), key=lambda item: _ORDER.index(item.state)
    )
    stated = _places(facts)
    rows = [_change(item, stated, subject.pair) for item in changed]
    charts = [change_chart(rows, subject.pair)] if rows else []
    return Finding(
        "programme",
        Panel(compared, charts, text, applied=subject.chosen),
        bool(changed),
        "comparison",
    )


def _title(items: list[_Item], pair: Pair) -> str:
    new, gone = (_of_state(items, state) for state in ("new", "gone"))
    altered = _of_state(items, *CHANGED_STATES, "different")
    numbers = {"new": len(new), "gone": len(gone), "altered": len(altered)}
    if not any(numbers.values()):
        return t("overview.finding.programme.same", n=len(items), **pair.placeholders)
    parts = [t(f"overview.finding.programme.{key}", n=n) for key, n in numbers.items() if n]
    return t("overview.finding.programme.headline", changes=join(parts), **pair.placeholders)


def _sentences(items: list[_Item], pair: Pair) -> str:
    """Count what each briefing lists, and name what is new, changed and not listed again."""
    sizes = {
        f"{side}_{field}": sum(
            item.field == field and getattr(item, f"{side}_value") is not None for item in items
        )
        for side in ("earlier", "later")
        for field in FIELDS
    }
    same = len(_of_state(items, "same"))
    return t("overview.finding.programme.sizes", same=same, **sizes, **pair.placeholders)


def _of_state(items: list[_Item], *states: str) -> list[_Item]:
    return [item for item in items if item.state in states]


def _places(facts: pd.DataFrame) -> Places:
    """Return the paragraph that states each of `facts`, of those that a paragraph states."""
    known = facts.loc[facts["paragraph"].notna()]
    columns = (known[name] for name in ("briefing_id", "field", "value", "paragraph"))
    return {(*key, value): int(n) for *key, value, n in zip(*columns, strict=True)}


def _change(item: _Item, stated: Places, pair: Pair) -> Change:
    earlier, later = item.texts
    note = ""
    if earlier and later:
        state = t(f"code.state.{item.state}")
        note = t("overview.finding.programme.before", state=state, earlier=earlier)
    values = (item.earlier_value, item.later_value)
    first, last = (
        read_at(briefing_id, stated[key])
        if (key := (briefing_id, item.field, value or "")) in stated
        else ()
        for briefing_id, value in zip(pair.ids.values(), values, strict=True)
    )
    return Change(
        later or earlier,
        note,
        (int(bool(earlier)), int(bool(later))),
        is_listed=True,
        clicks=(first, last),
    )
