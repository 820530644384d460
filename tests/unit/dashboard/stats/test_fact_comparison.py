"""Facts of two invented conferences, matched by hand."""

import pandas as pd
import pytest

from dashboard.stats.fact_comparison import (
    COLUMNS,
    STATES,
    changed_parts,
    fact_comparison,
    stretches,
)

EARLIER, LATER = "kite-2031", "kite-2032"
# briefing, field, value, match
STATED = [
    (EARLIER, "dates", "2031-04-05", None),
    (EARLIER, "city", "青禾", None),
    (EARLIER, "theme", "放飞春天", None),
    (EARLIER, "sub_forum", "纸鸢工艺", "craft"),
    (EARLIER, "sub_forum", "灯彩传承", "light"),
    (EARLIER, "sub_forum", "风的科学", "wind"),
    (EARLIER, "sub_forum", "放飞", "flight"),
    (EARLIER, "sub_forum", "童谣", "song"),
    (EARLIER, "sub_forum", "旧题", None),
    (LATER, "dates", "2032-04-04", None),
    (LATER, "city", "青禾", None),
    (LATER, "venue", "湖光会堂", None),
    (LATER, "venue", "松岭剧场", None),
    (LATER, "theme", "一线牵", None),
    (LATER, "sub_forum", "花灯之夜", "light"),
    (LATER, "sub_forum", "风的科学", "other"),
    (LATER, "sub_forum", "纸鸢工艺", "craft"),
    (LATER, "sub_forum", "少年放飞", "flight"),
    (LATER, "sub_forum", "童谣和诗歌", "song"),
    (LATER, "sub_forum", "新题", None),
]
# value -> the wider value of the same match
WIDER = {"少年放飞": "放飞", "童谣": "歌谣、童谣和诗歌"}


def stated(rows: list[tuple[str, str, str, str | None]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["briefing_id", "field", "value", "match"])
    return frame.assign(
        value_en=[f"en {value}" for value in frame["value"]],
        paragraph=range(len(frame)),
        wider=frame["value"].map(WIDER),
    )


def compared(rows: list[tuple[str, str, str, str | None]]) -> list[tuple[str, str, object, object]]:
    found = fact_comparison(stated(rows), earlier=EARLIER, later=LATER)
    listed = found[["field", "state", "earlier_value", "later_value"]]
    return list(listed.itertuples(index=False, name=None))


def test_each_fact_has_one_row_with_its_counterpart() -> None:
    assert compared(STATED) == [
        ("dates", "different", "2031-04-05", "2032-04-04"),
        ("city", "same", "青禾", "青禾"),
        ("venue", "new", None, "湖光会堂"),
        ("venue", "new", None, "松岭剧场"),
        ("theme", "different", "放飞春天", "一线牵"),
        ("sub_forum", "same", "纸鸢工艺", "纸鸢工艺"),
        ("sub_forum", "reworded", "灯彩传承", "花灯之夜"),
        ("sub_forum", "same", "风的科学", "风的科学"),
        ("sub_forum", "narrowed", "放飞", "少年放飞"),
        ("sub_forum", "widened", "童谣", "童谣和诗歌"),
        ("sub_forum", "gone", "旧题", None),
        ("sub_forum", "new", None, "新题"),
    ]


def test_equal_words_go_before_equal_meaning() -> None:
    rows: list[tuple[str, str, str, str | None]] = [
        (EARLIER, "sub_forum", "甲", "one"),
        (EARLIER, "sub_forum", "乙", "one"),
        (LATER, "sub_forum", "乙", "one"),
        (LATER, "sub_forum", "丙", "one"),
    ]
    assert compared(rows) == [
        ("sub_forum", "reworded", "甲", "丙"),
        ("sub_forum", "same", "乙", "乙"),
    ]


def test_facts_without_a_match_id_do_not_match() -> None:
    rows: list[tuple[str, str, str, str | None]] = [
        (EARLIER, "organiser", "甲", None),
        (EARLIER, "organiser", "乙", None),
        (LATER, "organiser", "丙", None),
    ]
    assert [state for _, state, *_ in compared(rows)] == ["gone", "gone", "new"]


def test_facts_of_one_side_only_are_new_or_gone() -> None:
    both = [compared([row]) for row in (STATED[3], STATED[-1])]
    assert both == [[("sub_forum", "gone", "纸鸢工艺", None)], [("sub_forum", "new", None, "新题")]]


def test_english_value_and_paragraph_are_kept() -> None:
    found = fact_comparison(stated(STATED), earlier=EARLIER, later=LATER)
    row = found.loc[found["state"] == "reworded"].iloc[0]
    assert (row["earlier_value_en"], row["later_value_en"]) == ("en 灯彩传承", "en 花灯之夜")
    assert (row["earlier_paragraph"], row["later_paragraph"]) == (4, 14)
    new = found.loc[found["state"] == "new"].iloc[0]
    assert new["earlier_paragraph"] is pd.NA
    assert set(found["state"]) == set(STATES)


def test_swapped_sides_narrow_what_widened() -> None:
    opposite = {"narrowed": "widened", "widened": "narrowed", "new": "gone", "gone": "new"}
    there, back = (
        fact_comparison(stated(STATED), earlier=earlier, later=later)
        for earlier, later in ((EARLIER, LATER), (LATER, EARLIER))
    )
    columns = ["earlier_value", "later_value", "state"]
    turned = [
        (later, earlier, opposite.get(state, state))
        for earlier, later, state in there[columns].itertuples(index=False, name=None)
    ]
    assert set(turned) == set(back[columns].itertuples(index=False, name=None))


def test_other_words_are_named_for_changed_pairs_alone() -> None:
    found = fact_comparison(stated(STATED), earlier=EARLIER, later=LATER)
    named = found.loc[found["dropped"].notna() | found["added"].notna()]
    assert named[["state", "dropped", "added"]].to_numpy().tolist() == [
        ["reworded", "灯彩传承", "花灯之夜"],
        ["narrowed", None, "少年"],
        ["widened", None, "和诗歌"],
    ]


@pytest.mark.parametrize(
    ("earlier", "later", "dropped", "added"),
    [
        ("灯会", "灯会", [], []),
        ("放灯", "", ["放灯"], []),
        ("湖上灯谜大会", "湖上灯会", ["谜大"], []),
        ("灯会谜语竞猜", "灯会猜谜", ["谜语竞猜"], ["猜谜"]),
        ("A fair of lamps", "a Fair for old lamps", ["of"], ["for old"]),
        ("Lamps", "Kites", ["Lamps"], ["Kites"]),
    ],
)
def test_changed_parts(earlier: str, later: str, dropped: list[str], added: list[str]) -> None:
    parts = changed_parts(earlier, later)
    assert [stretches(side) for side in parts] == [dropped, added]
    assert ["".join(text for _, text in side) for side in parts] == [earlier, later]


def test_other_briefings_and_empty_input_give_no_row() -> None:
    others = stated(STATED).assign(briefing_id="kite-2030")
    for facts in (others, others.iloc[:0]):
        found = fact_comparison(facts, earlier=EARLIER, later=LATER)
        assert found.empty
        assert list(found.columns) == COLUMNS
    assert (
        len(fact_comparison(pd.concat([others, stated(STATED)]), earlier=EARLIER, later=LATER))
        == 12
    )
