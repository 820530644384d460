"""Sentences of the page, made by rule from the rows that it shows."""

from collections.abc import Iterator, Sequence

import pandas as pd

from dashboard.filters import Filters
from dashboard.i18n import join, join_sentences, t
from dashboard.labels import announcements as words
from dashboard.labels import briefings as labels_briefings
from dashboard.labels.announcements import Announcement, dates, short_name, year_fraction
from dashboard.labels.briefings import sentences
from dashboard.queries import selection
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.stats.announcement_series import STATUSES, WORKS, of_status

LEDGER_COLUMNS = [
    "briefing_id", "kind", "surface", "english", "verb", "tense", "date_start", "date_end",
    "speaker_id", "organisation_id", "subject", "series_status", "counterpart_briefing_id",
    "counterpart_surface", "later_status", "times", "paragraph", "section",
]  # fmt: skip
FIGURE_COLUMNS = [
    "briefing_id", "surface", "modifier", "low", "high", "unit", "counted", "english", "tense",
    "date_start", "date_end", "speaker_id", "organisation_id", "series_status",
    "counterpart_surface", "times", "paragraph", "section",
]  # fmt: skip
DATE_COLUMNS = [
    "date_start", "date_end", "date_basis", "briefing_id", "kind", "surface", "english", "verb",
    "tense", "speaker_id", "organisation_id", "paragraph",
]  # fmt: skip
_NAMED = 3  # names in a sentence


def ledger_sentence(
    everything: pd.DataFrame, briefings: pd.DataFrame, *, is_narrowed: bool = False
) -> str:
    """Say what the latest briefing announces, how much of it is there again, what is not again.

    Not again is what the briefing before it in its series announces, and it does not.
    Counts of other briefings are left out: their pages may hold other parts. is_narrowed: filters
    leave out parts of the briefings, which the sentence says.
    """
    if briefings.empty or everything.empty:
        return ""
    latest, works = briefings.iloc[-1:], _works(everything)
    gone = works.loc[works["later_briefing_id"].eq(latest["briefing_id"].iloc[0])]
    said = sentences(latest, everything, _of_latest)
    narrowed = t("announcements.narrowed") if is_narrowed else ""
    return join_sentences(narrowed, said, *_status_sentences(gone, ["not_again"]))


def _works(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.loc[frame["kind"].isin(WORKS)]


def _of_latest(row: BriefingRow, own: pd.DataFrame) -> str:
    name = labels_briefings.name(row)
    if own.empty:
        return t("announcements.none", briefing=name)
    works, figures = _works(own), int(own["kind"].eq("figure").sum())
    counts = {"others": len(own) - len(works) - figures, "figures": figures}
    first = "works" if len(works) else "workless"
    parts = [t(f"announcements.part.{first}", n=len(works), tenses=_tenses(works))]
    parts += [t(f"announcements.part.{name}", n=n) for name, n in counts.items() if n]
    items = t("announcements.comma").join(parts[:-1])
    listed = t("announcements.and_last", items=items, last=parts[-1]) if items else parts[-1]
    said = t("announcements.headline", briefing=name, items=listed)
    return join_sentences(said, *_status_sentences(works, STATUSES))


def _tenses(works: pd.DataFrame) -> str:
    counted = works["tense"].fillna("not_stated").value_counts().to_dict()
    return join(
        [
            t(f"announcements.of_tense.{tense}", n=counted[tense])
            for tense in ("promised", "under_way", "done", "not_stated")
            if tense in counted
        ]
    )


def _status_sentences(works: pd.DataFrame, statuses: Sequence[str]) -> Iterator[str]:
    """Say how many works are there again, new and not again, and of how many it is not known."""
    for status in statuses:
        rows = rows_of(of_status(works, status), Announcement)
        if rows:
            yield t(
                f"announcements.of_status.{status}",
                n=len(rows),
                other=words.briefings({words.other_briefing(row, status) for row in rows}),
                briefing=words.briefings({row.briefing_id for row in rows}),
            )


def figures_sentence(
    figures: pd.DataFrame, briefings: pd.DataFrame, *, is_narrowed: bool = False
) -> str:
    """Say how many figures each briefing gives, which are the largest, how many are inexact.

    figures: with `is_small`, as queries.announcements.figures returns them.
    """

    def say(row: BriefingRow, own: pd.DataFrame) -> str:
        if own.empty:
            return ""
        inexact, uncounted = int(own["modifier"].notna().sum()), int(own["counted"].isna().sum())
        name = labels_briefings.name(row)
        form = "figures_reading" if inexact else "figures_exact"
        said = t(f"announcements.{form}", briefing=name, n=len(own), inexact=inexact)
        large = [short_name(row) for row in rows_of(own.loc[~own["is_small"]], Announcement)]
        named = words.join_clauses(large[:_NAMED])
        led = t("announcements.largest", names=named) if named else ""
        rest = t("announcements.uncounted", n=uncounted) if uncounted else ""
        return join_sentences(said, led, rest)

    said = sentences(briefings.iloc[::-1], figures, say)
    return join_sentences(t("announcements.narrowed"), said) if is_narrowed and said else said


def dates_sentence(dated: pd.DataFrame, everything: pd.DataFrame) -> str:
    """Say how many announcements have a date, and for how many it is that of the conference."""
    at_conference = int(dated["date_basis"].eq("conference").sum())
    if dated.empty:
        return ""
    key = "dates_conference" if at_conference else "dates_reading"
    return t(f"announcements.{key}", n=len(dated), all=len(everything), conference=at_conference)


def timeline_rows(dated: pd.DataFrame) -> pd.DataFrame:
    """Return rows of charts.timeline: each date or span, with how many announcements it has.

    A span without an end reaches to the end of the year of its briefing, or of a later first year.
    """
    colours = {
        row.briefing_id: (row.year, labels_briefings.colour(row))
        for row in rows_of(selection.briefings(Filters()), BriefingRow)
    }
    rows = []
    for group in by_date(rows_of(dated, Announcement)):
        first, (year, colour) = group[0], colours[group[0].briefing_id]
        start, end = first.date_start or "", first.date_end
        rows.append(
            {
                "start": year_fraction(start),
                "end": year_fraction(end, is_end=True) if end else _open_end(start, year),
                "is_open": end is None,
                "name": dates(first),
                "note": t("announcements.at_date", n=len(group)),
                "colour": colour,
                "hover": "\n".join([dates(first), *(short_name(row) for row in group)]),
            }
        )
    columns = ["start", "end", "is_open", "name", "note", "colour", "hover"]
    return pd.DataFrame(rows, columns=columns)


def _open_end(start: str, year: int) -> float:
    return max(year + 1.0, year_fraction(start[:4], is_end=True))


def by_date(rows: Sequence[Announcement]) -> list[list[Announcement]]:
    """Return the rows of each briefing and date together, in order."""
    groups: dict[tuple[object, ...], list[Announcement]] = {}
    for row in rows:
        key = (row.date_start, row.date_end, row.date_basis, row.briefing_id)
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def timeline_alt(rows: pd.DataFrame) -> str:
    """Return the alt text of the timeline."""
    items = [f"{name}: {note}" for name, note in zip(rows["name"], rows["note"], strict=True)]
    return t("announcements.timeline_alt", items=join(items))
