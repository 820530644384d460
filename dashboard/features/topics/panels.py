"""Panels of the topics page: statistics, texts and figures of the selection.

`rates`, `matrix` and `strips` draw everything in the selected years and sections and fade what the
other filters exclude (`matrix` leaves out other kinds), so that a click never removes its
surroundings. All three list the topics in the same order.
"""

from functools import partial

import pandas as pd

from dashboard import theme
from dashboard.charts.dispersion_strip import Strip, dispersion_strip
from dashboard.charts.share_bars import share_bars
from dashboard.charts.style import label_width
from dashboard.charts.topic_bars import axis_end, topic_bars
from dashboard.charts.topic_matrix import topic_matrix
from dashboard.components.panel import Chart, Panel, PanelText
from dashboard.components.small_multiples import small_multiples
from dashboard.features.ribbon import view as ribbon_view
from dashboard.features.topics import coverage_view, view
from dashboard.filters import BRIEFING_PARAMETERS, Filters
from dashboard.i18n import t
from dashboard.labels import names, provenance
from dashboard.queries import selection, statistics, vocabulary
from dashboard.stats.dispersion import dispersion
from dashboard.stats.topic_coverage import distinctive_terms, topic_coverage, uncovered_paragraphs
from dashboard.stats.topic_frequency import (
    MIN_OCCURRENCES,
    sort_by_frequency,
    speaker_group_bases,
    speaker_groups,
    topic_frequency,
)

MAX_LEADING_TOPICS = 20  # topics drawn unless all are requested
_MAX_COLUMNS = 12  # speakers that fit into the matrix on a phone
_MAX_LISTED = 12  # paragraphs of longest_uncovered
_GROUP_KEY = ["briefing_id", "parameter", "id"]


def rates(chosen: Filters) -> Panel:
    """Build the panel of how often each topic occurs in each briefing."""
    briefings, order = selection.briefings(chosen), _topic_order(chosen)
    groups = briefings[["briefing_id", "base_characters"]]
    unfiltered = topic_frequency(
        selection.hits(_years_and_sections(chosen)), topics=order, groups=groups
    )
    frequency = topic_frequency(selection.hits(_without_topic(chosen)), topics=order, groups=groups)
    drawn_topics = _drawn_topics(order, chosen)
    is_drawn = frequency["topic_id"].isin(drawn_topics)
    rows = view.bar_rows(
        frequency.loc[is_drawn],
        unfiltered=unfiltered.loc[is_drawn],
        briefings=briefings,
        chosen=chosen,
    )
    axis_max = axis_end(rows)
    charts = []
    for part in _halves(drawn_topics):
        part_rows = rows.loc[rows["topic_id"].isin(part)]
        figure = topic_bars(part_rows, axis_max=axis_max, palette=theme.palette())
        alt = names.bars_alt_text(part_rows, heading=t("topics.frequency_title"))
        charts.append(Chart(figure, alt=alt))
    text = PanelText(
        t("topics.frequency_title"),
        view.leaders_sentences(frequency, briefings=briefings, chosen=chosen),
        t("topics.frequency_caveat", least=MIN_OCCURRENCES, gaps=_coverage_caveat(chosen)),
    )
    return Panel(view.add_names(_selected_topics(frequency, chosen)), charts, text)


def matrix(chosen: Filters) -> Panel:
    """Build the panel of how often each speaker mentions each topic."""
    briefings, coverage = selection.briefings(chosen), statistics.coverage(chosen)
    order = _topic_order(chosen)
    groups, left_out = _matrix_groups(chosen)
    frequency = topic_frequency(
        speaker_groups(selection.hits(chosen.only(*BRIEFING_PARAMETERS, "section", "kind"))),
        topics=order,
        groups=groups[[*_GROUP_KEY, "base_characters"]],
    )
    columns = view.matrix_columns(groups, briefings=briefings, coverage=coverage, chosen=chosen)
    drawn_topics = _drawn_topics(order, chosen)
    drawn = frequency.loc[frequency["topic_id"].isin(drawn_topics)]
    cells = view.matrix_cells(drawn, groups=groups, columns=columns, chosen=chosen)
    charts = []
    for part in _halves(drawn_topics):
        part_cells = cells.loc[cells["topic_id"].isin(part)]
        part_cells = part_cells.assign(row=part_cells["topic_id"].map(part.index))
        titles = [names.filter_name("topic", topic) for topic in part]
        figure = topic_matrix(part_cells, names=titles, columns=columns, palette=theme.palette())
        charts.append(Chart(figure, alt=view.cells_alt(part_cells, columns)))
    hatched = t("topics.matrix_hatched") if any(column.missing for column in columns) else ""
    text = PanelText(
        t("topics.matrix_title"),
        t(f"topics.matrix_{chosen.measure}", least=MIN_OCCURRENCES),
        " ".join(filter(None, (t("topics.matrix_caveat"), hatched, left_out))),
        page_caveat=_coverage_caveat(chosen),
    )
    selected = frequency.merge(groups.loc[groups["selected"], _GROUP_KEY], on=_GROUP_KEY)
    return Panel(view.add_names(_selected_topics(selected, chosen)), charts, text)


def strips(chosen: Filters) -> Panel:
    """Build the panel of where in each briefing each topic occurs, and how evenly it is spread."""
    briefings, turns = selection.briefings(chosen), selection.turns(_without_topic(chosen))
    topic_order, turn_order = _topic_order(chosen), statistics.turn_order(chosen)
    dispersions = dispersion(
        selection.hits(_without_topic(chosen)), topics=topic_order, parts=turns
    )
    layouts = view.strip_layouts(
        briefings,
        coverage=statistics.coverage(chosen),
        turn_order=turn_order,
        section_turns=selection.turns(_years_and_sections(chosen)),
    )
    drawn_topics = _drawn_topics(topic_order, chosen)
    rows = view.strip_rows(dispersions, topics=drawn_topics, briefings=briefings, chosen=chosen)
    blocks = ribbon_view.ribbon_rows(turn_order, selected=names.turn_keys(turns))
    dotted = t("topics.strip_dotted") if any(strip.missing for strip in layouts) else ""
    text = PanelText(
        t("topics.strip_title"),
        t("topics.strip_reading"),
        " ".join(filter(None, (t("topics.strip_caveat", least=MIN_OCCURRENCES), dotted))),
        page_caveat=_coverage_caveat(chosen),
    )
    charts = _strip_charts(rows, layouts=layouts, blocks=blocks, chosen=chosen)
    return Panel(view.add_names(_selected_topics(dispersions, chosen)), charts, text)


def _strip_charts(
    rows: pd.DataFrame, *, layouts: list[Strip], blocks: pd.DataFrame, chosen: Filters
) -> list[Chart]:
    selected_paragraphs = selection.paragraphs(_without_topic(chosen))
    hits = selection.hits(_years_and_sections(chosen))
    drawn_hits = hits.loc[hits["topic_id"].isin(rows["topic_id"])]
    ticks = view.tick_rows(drawn_hits, selected_paragraphs=selected_paragraphs, chosen=chosen)
    room = label_width([label for labels in rows["labels"] for label in labels])
    charts = []
    for part in _halves(rows["topic_id"].tolist()):
        part_rows = rows.loc[rows["topic_id"].isin(part)]
        figure = dispersion_strip(
            ticks.loc[ticks["topic_id"].isin(part)],
            rows=part_rows,
            strips=layouts,
            blocks=blocks,
            right_margin=room,
            palette=theme.palette(),
        )
        charts.append(Chart(figure, alt=view.strips_alt(part_rows)))
    return charts


def coverage(chosen: Filters) -> Panel:
    """Build the panel of the share of characters under no topic, per briefing and per speaker."""
    briefings, coverage = selection.briefings(chosen), statistics.coverage(chosen)
    paragraphs, hits = speaker_groups(selection.paragraphs(chosen)), selection.hits(chosen)
    by = [*_GROUP_KEY, "slot"]
    as_one_group = paragraphs.assign(parameter="year", id=paragraphs["year"].astype(str), slot="")
    by_briefing = topic_coverage(as_one_group, hits=hits, by=by)
    shares = pd.concat(
        [by_briefing, topic_coverage(paragraphs, hits=hits, by=by)], ignore_index=True
    )
    named = coverage_view.add_names(shares)
    uncovered = uncovered_paragraphs(paragraphs, hits=hits)
    text = PanelText(
        t("topics.coverage_title"),
        coverage_view.sentence(by_briefing, briefings=briefings, uncovered=uncovered),
        t("topics.coverage_caveat"),
        page_caveat=_coverage_caveat(chosen),
    )
    rows = coverage_view.bar_rows(named, briefings=briefings)
    draw = partial(share_bars, palette=theme.palette())
    return Panel(named, small_multiples(rows, draw, briefings=briefings, coverage=coverage), text)


def longest_uncovered(chosen: Filters) -> Panel:
    """Build the panel that lists the longest paragraphs under no topic.

    Each has its distinctive terms. The panel has a table and no chart.
    """
    paragraphs = uncovered_paragraphs(
        selection.paragraphs(chosen), hits=selection.hits(chosen)
    ).head(_MAX_LISTED)
    terms = distinctive_terms(
        paragraphs,
        counts=selection.term_counts(chosen),
        everywhere=vocabulary.term_totals(),
        total=vocabulary.total_tokens(),
        names=selection.table("speakers", Filters())["name"].unique(),
    )
    text = PanelText(
        t("topics.largest_title"),
        t("topics.largest_reading", n=len(paragraphs)),
        t("topics.largest_caveat"),
        page_caveat=_coverage_caveat(chosen),
    )
    return Panel(coverage_view.uncovered_table(paragraphs, terms=terms), [], text)


def _years_and_sections(chosen: Filters) -> Filters:
    return chosen.only(*BRIEFING_PARAMETERS, "section")


def _without_topic(chosen: Filters) -> Filters:
    return chosen.replace(topic=())


def _coverage_caveat(chosen: Filters) -> str:
    return provenance.caveat(selection.briefings(chosen), statistics.coverage(chosen))


def _topic_order(chosen: Filters) -> list[str]:
    """Return all topic ids, the most frequent in the selected years and sections first."""
    topics = selection.topics()["topic_id"].tolist()
    return sort_by_frequency(selection.hits(_years_and_sections(chosen)), topics=topics)


def _drawn_topics(order: list[str], chosen: Filters) -> list[str]:
    """Return the topic ids to draw, in the order of `order`.

    All if `chosen.rows` is "all", else the first MAX_LEADING_TOPICS and the selected ones.
    """
    return [
        topic
        for place, topic in enumerate(order)
        if chosen.rows == "all" or place < MAX_LEADING_TOPICS or topic in chosen.topic
    ]


def _halves(topics: list[str]) -> list[list[str]]:
    """Split `topics` into up to two lists, drawn side by side, or below each other on a phone."""
    middle = (len(topics) + 1) // 2
    return [part for part in (topics[:middle], topics[middle:]) if part]


def _selected_topics(frame: pd.DataFrame, chosen: Filters) -> pd.DataFrame:
    return frame.loc[frame["topic_id"].isin(chosen.topic)] if chosen.topic else frame


def _matrix_groups(chosen: Filters) -> tuple[pd.DataFrame, str]:
    """Return the speaker groups that are columns of the matrix, and a sentence on the others.

    The frame has the columns of speaker_group_bases, selected (True within the filters) and year
    (see _click_years).
    """
    groups = speaker_group_bases(selection.paragraphs(_years_and_sections(chosen)))
    has_topic = _is_among(groups, speaker_groups(selection.hits(_years_and_sections(chosen))))
    largest = groups.loc[has_topic, "base_characters"].nlargest(_MAX_COLUMNS).index
    columns = groups.loc[groups.index.isin(largest)].reset_index(drop=True)
    is_selected = _is_among(
        columns, speaker_groups(selection.paragraphs(chosen.replace(topic=(), kind=())))
    )
    # A filter for one outlet does not select the column that all outlets share.
    one_outlet = (columns["parameter"] == "slot") & bool(chosen.speaker or chosen.org)
    left_out = view.left_out_sentence(
        groups.loc[~has_topic], beyond=int(has_topic.sum()) - len(columns)
    )
    columns = columns.assign(selected=is_selected & ~one_outlet, year=_click_years(columns, chosen))
    return columns, left_out


def _click_years(groups: pd.DataFrame, chosen: Filters) -> pd.Series:
    """Return the year of each group that occurs in several briefings, None for the others.

    A click on a cell of a group with a year must also select the briefing.
    """
    briefings = selection.briefings(chosen).set_index("briefing_id")["year"].astype(str)
    speakers = groups.loc[groups["parameter"] == "speaker", "id"]
    appearances = selection.table("appearances", Filters(speaker=tuple(sorted(set(speakers)))))
    counts = appearances.groupby("speaker_id")["briefing_id"].nunique()
    recurring = counts.loc[counts > 1].index
    press_recurs = (selection.briefings(Filters())["questions"] > 0).sum() > 1
    recurs = groups["id"].isin(recurring) | ((groups["parameter"] == "slot") & press_recurs)
    years = groups["briefing_id"].map(briefings).astype(object)
    return years.where(recurs, None)


def _is_among(groups: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """Return, for each row of `groups`, whether `rows` has a row of the same _GROUP_KEY."""
    keys = set(rows[_GROUP_KEY].itertuples(index=False, name=None))
    return pd.Series(
        [key in keys for key in groups[_GROUP_KEY].itertuples(index=False, name=None)],
        index=groups.index,
        dtype=bool,
    )
