"""The panels of the topics page: from what is selected to statistics, words and figures.

The first three draw everything of the selected years and sections and fade what the other filters
leave out, so that a click never takes away what it was made in. All have the topics in one order.
"""

from functools import partial

import pandas as pd

from dashboard import theme
from dashboard.charts.dispersion_strip import Strip, dispersion_strip
from dashboard.charts.share_bars import share_bars
from dashboard.charts.style import label_width
from dashboard.charts.topic_bars import reach, topic_bars
from dashboard.charts.topic_matrix import topic_matrix
from dashboard.components.panel import Chart, Panel, Words
from dashboard.components.small_multiples import small_multiples
from dashboard.features.ribbon import view as ribbon_view
from dashboard.features.topics import coverage_view as words_of_coverage
from dashboard.features.topics import view
from dashboard.filters import BRIEFING_PARAMETERS, Filters
from dashboard.i18n import t
from dashboard.labels import names, provenance
from dashboard.queries import selection, statistics, vocabulary
from dashboard.stats.dispersion import dispersion
from dashboard.stats.topic_coverage import distinctive_terms, topic_coverage, uncovered
from dashboard.stats.topic_frequency import (
    LEAST,
    bases,
    most_frequent,
    speaker_groups,
    topic_frequency,
)

LEADING = 20  # topics that are drawn where not all are asked for
_COLUMNS = 12  # speakers that a matrix on a phone has room for
_LISTED = 12  # paragraphs under no topic
_VOICE = ["briefing_id", "parameter", "id"]


def rates(chosen: Filters) -> Panel:
    """How often each topic comes up in each briefing."""
    briefings, order = selection.scope(chosen), _order(chosen)
    groups = briefings[["briefing_id", "base_characters"]]
    whole = topic_frequency(selection.hits(_context(chosen)), topics=order, groups=groups)
    found = topic_frequency(selection.hits(_any_topic(chosen)), topics=order, groups=groups)
    shown = _shown(order, chosen)
    drawn = found["topic_id"].isin(shown)
    rows = view.bar_rows(
        found.loc[drawn], whole=whole.loc[drawn], briefings=briefings, chosen=chosen
    )
    longest = reach(rows)
    charts = []
    for part in _halves(shown):
        own = rows.loc[rows["topic_id"].isin(part)]
        figure = topic_bars(own, longest=longest, palette=theme.palette())
        alt = names.bars_alt(own, heading=t("topics.frequency_title"))
        charts.append(Chart(figure, alt=alt))
    words = Words(
        t("topics.frequency_title"),
        view.leaders(found, briefings=briefings, chosen=chosen),
        t("topics.frequency_caveat", least=LEAST, gaps=_gaps(chosen)),
    )
    return Panel(view.named(_on_topic(found, chosen)), charts, words)


def matrix(chosen: Filters) -> Panel:
    """How often each speaker comes to each topic."""
    briefings, covered, order = selection.scope(chosen), statistics.covered(chosen), _order(chosen)
    groups, left_out = _speakers(chosen)
    found = topic_frequency(
        speaker_groups(selection.hits(chosen.only(*BRIEFING_PARAMETERS, "section", "kind"))),
        topics=order,
        groups=groups[[*_VOICE, "base_characters"]],
    )
    columns = view.columns(groups, briefings=briefings, covered=covered, chosen=chosen)
    shown = _shown(order, chosen)
    drawn = found.loc[found["topic_id"].isin(shown)]
    cells = view.matrix_cells(drawn, groups=groups, columns=columns, chosen=chosen)
    charts = []
    for part in _halves(shown):
        own = cells.loc[cells["topic_id"].isin(part)]
        own = own.assign(row=own["topic_id"].map(part.index))
        titles = [names.name("topic", topic) for topic in part]
        figure = topic_matrix(own, names=titles, columns=columns, palette=theme.palette())
        charts.append(Chart(figure, alt=view.cells_alt(own, columns)))
    hatched = t("topics.matrix_hatched") if any(column.missing for column in columns) else ""
    words = Words(
        t("topics.matrix_title"),
        t(f"topics.matrix_{chosen.measure}", least=LEAST),
        " ".join(filter(None, (t("topics.matrix_caveat"), hatched, left_out))),
        said_above=_gaps(chosen),
    )
    inside = found.merge(groups.loc[groups["selected"], _VOICE], on=_VOICE)
    return Panel(view.named(_on_topic(inside, chosen)), charts, words)


def strips(chosen: Filters) -> Panel:
    """Where along each briefing each topic comes up."""
    briefings, turns = selection.scope(chosen), selection.turns(_any_topic(chosen))
    order, spoken = _order(chosen), statistics.order(chosen)
    found = dispersion(selection.hits(_any_topic(chosen)), topics=order, parts=turns)
    drawn = view.strips(
        briefings,
        covered=statistics.covered(chosen),
        order=spoken,
        inside=selection.turns(_context(chosen)),
    )
    shown = _shown(order, chosen)
    rows = view.strip_rows(found, topics=shown, briefings=briefings, chosen=chosen)
    blocks = ribbon_view.ribbon_rows(spoken, selected=names.turn_keys(turns))
    dotted = t("topics.strip_dotted") if any(strip.missing for strip in drawn) else ""
    words = Words(
        t("topics.strip_title"),
        t("topics.strip_reading"),
        " ".join(filter(None, (t("topics.strip_caveat", least=LEAST), dotted))),
        said_above=_gaps(chosen),
    )
    charts = _strip_charts(rows, strips=drawn, blocks=blocks, chosen=chosen)
    return Panel(view.named(_on_topic(found, chosen)), charts, words)


def _strip_charts(
    rows: pd.DataFrame, *, strips: list[Strip], blocks: pd.DataFrame, chosen: Filters
) -> list[Chart]:
    inside = selection.paragraphs(_any_topic(chosen))
    hits = selection.hits(_context(chosen))
    shown = hits.loc[hits["topic_id"].isin(rows["topic_id"])]
    ticks = view.ticks(shown, inside=inside, chosen=chosen)
    kept = label_width([label for labels in rows["labels"] for label in labels])
    charts = []
    for part in _halves(rows["topic_id"].tolist()):
        own = rows.loc[rows["topic_id"].isin(part)]
        figure = dispersion_strip(
            ticks.loc[ticks["topic_id"].isin(part)],
            rows=own,
            strips=strips,
            blocks=blocks,
            room=kept,
            palette=theme.palette(),
        )
        charts.append(Chart(figure, alt=view.strips_alt(own)))
    return charts


def coverage(chosen: Filters) -> Panel:
    """How much of each briefing, and of each speaker, falls under no topic."""
    briefings, covered = selection.scope(chosen), statistics.covered(chosen)
    spoken, hits = speaker_groups(selection.paragraphs(chosen)), selection.hits(chosen)
    by = [*_VOICE, "slot"]
    whole = spoken.assign(parameter="year", id=spoken["year"].astype(str), slot="")
    wholes = topic_coverage(whole, hits=hits, by=by)
    found = pd.concat([wholes, topic_coverage(spoken, hits=hits, by=by)], ignore_index=True)
    named = words_of_coverage.named(found)
    left = uncovered(spoken, hits=hits)
    words = Words(
        t("topics.coverage_title"),
        words_of_coverage.sentence(wholes, briefings=briefings, left=left),
        t("topics.coverage_caveat"),
        said_above=_gaps(chosen),
    )
    rows = words_of_coverage.rows(named, briefings=briefings)
    draw = partial(share_bars, palette=theme.palette())
    return Panel(named, small_multiples(rows, draw, briefings=briefings, covered=covered), words)


def longest_uncovered(chosen: Filters) -> Panel:
    """The longest paragraphs under no topic, and what sets each apart from the whole corpus."""
    left = uncovered(selection.paragraphs(chosen), hits=selection.hits(chosen)).head(_LISTED)
    terms = distinctive_terms(
        left,
        counts=selection.term_counts(chosen),
        everywhere=vocabulary.words(),
        total=vocabulary.tokens(),
        names=selection.table("speakers", Filters())["name"].unique(),
    )
    words = Words(
        t("topics.largest_title"),
        t("topics.largest_reading", n=len(left)),
        t("topics.largest_caveat"),
        said_above=_gaps(chosen),
    )
    return Panel(words_of_coverage.listed(left, terms=terms), [], words)


def _context(chosen: Filters) -> Filters:
    return chosen.only(*BRIEFING_PARAMETERS, "section")


def _any_topic(chosen: Filters) -> Filters:
    return chosen.replace(topic=())


def _gaps(chosen: Filters) -> str:
    return provenance.caveat(selection.scope(chosen), statistics.covered(chosen))


def _order(chosen: Filters) -> list[str]:
    """Every topic, the one that comes up most in the selected years and sections first."""
    listed = selection.topics()["topic_id"].tolist()
    return most_frequent(selection.hits(_context(chosen)), topics=listed)


def _shown(order: list[str], chosen: Filters) -> list[str]:
    """The topics that are drawn: all, or those that come up most and those selected."""
    return [
        topic
        for place, topic in enumerate(order)
        if chosen.rows == "all" or place < LEADING or topic in chosen.topic
    ]


def _halves(topics: list[str]) -> list[list[str]]:
    """`topics` in two columns, which stand below each other on a phone."""
    middle = (len(topics) + 1) // 2
    return [part for part in (topics[:middle], topics[middle:]) if part]


def _on_topic(frame: pd.DataFrame, chosen: Filters) -> pd.DataFrame:
    return frame.loc[frame["topic_id"].isin(chosen.topic)] if chosen.topic else frame


def _speakers(chosen: Filters) -> tuple[pd.DataFrame, str]:
    """The columns of the matrix, and who is left out of it.

    Those of bases, selected (within the filters) and year (None where no other year has the voice).
    """
    groups = bases(selection.paragraphs(_context(chosen)))
    heard = _among(groups, speaker_groups(selection.hits(_context(chosen))))
    largest = groups.loc[heard, "base_characters"].nlargest(_COLUMNS).index
    kept = groups.loc[groups.index.isin(largest)].reset_index(drop=True)
    within = _among(kept, speaker_groups(selection.paragraphs(chosen.replace(topic=(), kind=()))))
    # All outlets are one column: a single one that is selected is not the column.
    one_outlet = (kept["parameter"] == "slot") & bool(chosen.speaker or chosen.org)
    left_out = view.left_out(groups.loc[~heard], beyond=int(heard.sum()) - len(kept))
    return kept.assign(selected=within & ~one_outlet, year=_years(kept, chosen)), left_out


def _years(groups: pd.DataFrame, chosen: Filters) -> pd.Series:
    """The year of each of `groups` whose voice is heard in several years, else None."""
    briefings = selection.scope(chosen).set_index("briefing_id")["year"].astype(str)
    people = groups.loc[groups["parameter"] == "speaker", "id"]
    seen = selection.table("appearances", Filters(speaker=tuple(sorted(set(people)))))
    several = seen.groupby("speaker_id")["briefing_id"].nunique().loc[lambda n: n > 1].index
    asked = (selection.scope(Filters())["questions"] > 0).sum() > 1
    again = groups["id"].isin(several) | ((groups["parameter"] == "slot") & asked)
    years = groups["briefing_id"].map(briefings).astype(object)
    return years.where(again, None)


def _among(groups: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """Whether each of `groups` is the voice of one of `rows`."""
    keys = set(rows[_VOICE].itertuples(index=False, name=None))
    return pd.Series(
        [key in keys for key in groups[_VOICE].itertuples(index=False, name=None)],
        index=groups.index,
        dtype=bool,
    )
