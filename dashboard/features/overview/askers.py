"""Finding: which classes of outlets asked, and which did not."""

from dataclasses import dataclass
from functools import partial

import pandas as pd

from dashboard.charts.share_bars import share_bars
from dashboard.components.panel import Chart, Panel, PanelText
from dashboard.components.small_multiples import small_multiples
from dashboard.features.overview.finding import Finding, Subject
from dashboard.i18n import join, join_sentences, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import provenance
from dashboard.labels.briefings import selecting_filter
from dashboard.labels.numbers import join_lines, number
from dashboard.queries import statistics
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.queries.scope import all_selected
from dashboard.run_context import current_run
from loaders.schema import OUTLET_CLASSES

_WATCHED = "foreign"  # the class whose absence is the finding
_UNKNOWN = ("unlisted", "unnamed")  # classes of which one outlet may be of any listed class


@dataclass(slots=True)
class _Asked:
    """The questions of one class of outlets at one briefing."""

    briefing_id: str
    outlet_class: str
    questions: int
    outlets: int


def find(subject: Subject) -> Finding | None:
    """Return who asked at the last briefing whose questions were captured; None if none was."""
    asked = _asked(subject)
    if asked.empty:
        return None
    listed = rows_of(subject.briefings, BriefingRow)
    shown = [row for row in listed if row.briefing_id in set(asked["briefing_id"])]
    last = shown[-1]
    own = {
        row.outlet_class: row
        for row in rows_of(asked, _Asked)
        if row.briefing_id == last.briefing_id
    }
    covered = statistics.coverage(subject.chosen)
    text = PanelText(
        _title(last, own),
        labels_briefings.sentences(subject.briefings, asked, _sentence),
        join_sentences(
            t("overview.finding.askers.caveat"),
            provenance.missing_sentence(subject.briefings, covered),
        ),
    )
    return Finding(
        "askers",
        Panel(asked, _charts(subject, asked), text, applied=subject.chosen),
        changed=False,
        page="questions",
    )


def _asked(subject: Subject) -> pd.DataFrame:
    """Return questions and outlets by briefing and class, each listed class with a row.

    Columns: briefing_id, outlet_class, questions, outlets. A briefing without a captured question
    has no row.
    """
    exchanges = statistics.exchanges(subject.chosen)
    questions = exchanges.drop_duplicates(["briefing_id", "question"])
    classed = questions.assign(outlet_class=questions["outlet_class"].fillna("unnamed"))
    found = classed.groupby(["briefing_id", "outlet_class"]).agg(
        questions=("question", "size"), outlets=("outlet_id", "nunique")
    )
    listed = [kind for kind in (*OUTLET_CLASSES, "unnamed") if kind not in _UNKNOWN]
    wanted = [
        (briefing, kind)
        for briefing in dict.fromkeys(questions["briefing_id"])
        for kind in (*listed, *_UNKNOWN)
        if kind in listed or (briefing, kind) in found.index
    ]
    index = pd.MultiIndex.from_tuples(wanted, names=["briefing_id", "outlet_class"])
    return found.reindex(index, fill_value=0).reset_index()


def _title(row: BriefingRow, own: dict[str, _Asked]) -> str:
    """Say that no foreign outlet asked where that is known, else how many outlets did."""
    words = {
        "briefing": labels_briefings.name(row),
        "questions": number(sum(each.questions for each in own.values())),
        "outlets": number(sum(each.outlets for each in own.values())),
        "foreign": number(own[_WATCHED].questions),
    }
    if any(kind in own for kind in _UNKNOWN):
        return t("overview.finding.askers.unknown", **words)
    return t(f"overview.finding.askers.{'some' if own[_WATCHED].questions else 'none'}", **words)


def _sentence(row: BriefingRow, own: pd.DataFrame) -> str:
    listed = rows_of(own, _Asked)
    if not listed:
        return ""
    asked = [each for each in listed if each.questions]
    silent = [_name(each.outlet_class) for each in listed if not each.questions]
    classes = [
        t("overview.finding.askers.of_class", kind=_name(each.outlet_class), n=each.questions)
        for each in asked
    ]
    said = t(
        "overview.finding.askers.sentence",
        briefing=labels_briefings.name(row),
        n=sum(each.questions for each in asked),
        classes=join(classes),
    )
    return join_sentences(said, t("questions.silent", kinds=join(silent)) if silent else "")


def _name(code: str) -> str:
    return t(f"code.outlet_class.{code}")


def _charts(subject: Subject, asked: pd.DataFrame) -> list[Chart]:
    palette = current_run().palette
    listed = rows_of(asked, _Asked)
    texts = [
        t("overview.finding.askers.value", n=row.questions)
        if row.questions
        else t("overview.finding.askers.no_value")
        for row in listed
    ]
    rows = asked.assign(
        name=[_name(row.outlet_class) for row in listed],
        note="",
        value=asked["questions"].astype(float),
        value_text=texts,
        colour=palette.kind["question"],
        parameter=[selecting_filter(row.briefing_id)[0] for row in listed],
        id=[selecting_filter(row.briefing_id)[1] for row in listed],
        hover=[
            join_lines(_name(row.outlet_class), text)
            for row, text in zip(listed, texts, strict=True)
        ],
    )
    scope = all_selected(subject.chosen.replace(briefing=asked["briefing_id"].unique()))
    return small_multiples(
        rows,
        partial(share_bars, palette=palette),
        scope=scope,
        heading=provenance.heading,
    )
