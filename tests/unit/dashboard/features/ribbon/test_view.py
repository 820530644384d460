"""Rows of the ribbon, on the invented corpus, in both languages."""

import pandas as pd
import pytest

from dashboard import i18n
from dashboard.features.ribbon import view
from dashboard.filters import Filters
from dashboard.labels import names
from dashboard.queries import selection
from dashboard.stats.coverage import coverage
from dashboard.stats.sequence import sequence
from loaders.corpus.store import Corpus
from loaders.schema import SECTIONS

pytestmark = pytest.mark.usefixtures("language")


@pytest.fixture
def covered(corpus: Corpus) -> pd.DataFrame:
    turns = selection.turns(Filters())
    return coverage(corpus.table("briefings"), turns=turns, sections=SECTIONS)


def test_rows_mark_the_questions_and_what_is_missing(covered: pd.DataFrame) -> None:
    order = sequence(selection.turns(Filters()))
    first, second = view.ribbon_layouts(
        selection.briefings(Filters()),
        covered,
        view.ribbon_rows(order, selected=names.turn_keys(order)),
    )
    assert first.missing
    assert first.questions_start is None
    assert second.missing == ""
    assert second.questions_start == 460
    assert [section[1:] for section in second.sections] == [(0, 460), (460, 1000)]


def test_a_hover_has_the_title_in_the_language_of_the_page(language: str) -> None:
    order = sequence(selection.turns(Filters()))
    hovers = view.ribbon_rows(order, selected=[])["hover"].tolist()
    spoken = {"zh": "风筝节办公室主任", "en": "Head of the Kite Office"}
    assert hovers[1].split("\n")[1] == spoken[language]
    # A title without an English form is shown as stated; an outlet has none.
    assert hovers[0].split("\n")[1] == "主持人"
    outlets = hovers[order["speaker_id"].tolist().index("morning-news")].split("\n")
    assert len(outlets) == len(hovers[1].split("\n")) - 1


@pytest.mark.parametrize(("years", "marks"), [((0, 1), (1, 1)), ((0,), (0, 0)), ((1,), (0, 1))])
def test_the_ribbon_is_explained_by_what_it_has(
    years: tuple[int, ...], marks: tuple[int, int], covered: pd.DataFrame
) -> None:
    order = sequence(selection.turns(Filters()))
    blocks = view.ribbon_rows(order, selected=names.turn_keys(order.iloc[:0]))
    briefings = selection.briefings(Filters()).iloc[list(years)]
    layouts = view.ribbon_layouts(briefings, covered, blocks)
    said = view.explanation(layouts)
    parts = (i18n.t("chart.one_scale"), i18n.t("chart.questions_line"))
    assert tuple(said.count(part) for part in parts) == marks
    turns = {0: "4", 1: "10"}[years[0]]
    assert layouts[0].note == i18n.t(
        "chart.ribbon_note_selected", selected="0", turns=turns, characters=""
    )
