"""The text of a paragraph that is at hand: its three versions, and what is marked in them."""

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dashboard.features.reader import texts
from dashboard.features.reader.view import ParagraphRow
from dashboard.queries import reading
from dashboard.queries.rows import rows_of
from loaders.corpus.store import Corpus


def test_the_three_texts_are_whole_and_their_differences_marked(held: Corpus, choose: Any) -> None:
    choose(held)
    turn = rows_of(reading.turn("lantern-2030", 4), ParagraphRow)
    (row,) = (each for each in turn if each.paragraph == 4)
    assert row.published
    assert row.repaired
    assert row.text
    made = texts.versions(row.published, row.repaired, row.text)
    for name, whole in (
        ("published", row.published), ("repaired", row.repaired), ("simplified", row.text),
    ):  # fmt: skip
        assert "".join(text for _, text in made[name]) == whole
    gone = "".join(text for kind, text in made["published"] if kind == "gone")
    assert re.fullmatch(r"(\([^)]+\))+", gone)  # the readings, and nothing of the speech
    assert {kind for kind, _ in made["repaired"]} == {""}
    new = [text for kind, text in made["simplified"] if kind == "new"]
    assert new
    assert set("".join(new)).isdisjoint(row.repaired)


written = st.text(alphabet="灯會会(hu)，。a", max_size=40)


@given(written, written, written)
def test_no_character_of_a_text_is_lost_or_doubled(one: str, two: str, three: str) -> None:
    made = texts.versions(one, two, three)
    whole = {name: "".join(text for _, text in parts) for name, parts in made.items()}
    assert whole == {"published": one, "repaired": two, "simplified": three}
    if one == two:
        assert all(kind == "" for kind, _ in made["published"])


@given(written, st.lists(st.tuples(st.integers(0, 40), st.integers(1, 5))))
def test_marks_cover_what_was_found_and_change_nothing(
    text: str, places: list[tuple[int, int]]
) -> None:
    spans = [(begin, begin + n) for begin, n in places if begin + n <= len(text)]
    parts = texts.mark_spans(text, spans)
    assert "".join(part for _, part in parts) == text
    covered = {i for begin, end in spans for i in range(begin, end)}
    assert sum(len(part) for kind, part in parts if kind == "find") == len(covered)


def test_what_is_too_different_is_shown_unmarked() -> None:
    one, two = "甲乙" * 2_000, "丙丁戊" * 2_000
    assert texts.versions(one, two, two)["published"] == [("", one)]
