"""The compared parts and the facts of both briefings, side by side and in both languages."""

import pytest

from dashboard import i18n
from dashboard.features.comparison import panels, side_by_side
from dashboard.filters import Filters
from dashboard.labels.pair import Pair
from dashboard.run_context import current_run
from tests.fixtures.compared_corpus import YEARS, said

pytestmark = pytest.mark.usefixtures("language")


def test_like_is_compared_with_like(pair: Pair) -> None:
    words = {**YEARS[current_run().language], "earlier": "300", "later": "400"}
    assert panels.banner(Filters(), pair) == said("compared.statements", **words)


def test_the_wider_banner_says_what_the_other_year_lacks(pair: Pair) -> None:
    text = panels.banner(Filters(scope="whole"), pair)
    years = YEARS[current_run().language]
    whole = {**years, "earlier": "500", "later": "1,000"}
    assert said("compared.whole", **whole) in text
    # Ten turns of 2032, 540 of its 1,000 characters, are questions and answers.
    section = i18n.t("code.section.q_and_a")
    lacking = {"side": years["last"], "other": years["first"], "cause": years["cause"]}
    size = {"characters": "540", "share": "54.0%"}
    assert said("one_sided", sections=section, **lacking, **size) in text


@pytest.mark.parametrize(
    ("chosen", "comparable", "readings"),
    [
        (Filters(scope="whole"), True, True),
        (Filters(scope="whole", slot=("moderator",)), True, False),
        (Filters(scope="whole", slot=("press",)), False, False),
    ],
)
def test_both_readings_are_promised_where_both_are(
    pair: Pair, chosen: Filters, comparable: bool, readings: bool
) -> None:
    text, years = panels.banner(chosen, pair), YEARS[current_run().language]
    assert (said("nothing.whole", **years) not in text) == comparable
    assert (said("compared.readings") in text) == readings
    lacking = {"side": years["last"], "other": years["first"], "cause": years["cause"]}
    section = i18n.t("code.section.q_and_a")
    none = said("one_sided", sections=section, characters="100", share="100.0%", **lacking)
    assert none not in text


def test_the_banner_says_which_filters_apply(pair: Pair) -> None:
    who = panels.banner(Filters(slot=("convening_body",), kind=("answer",)), pair)
    assert said("filters_both", **YEARS[current_run().language]) in who
    assert said("filters_fixed") in who
    assert said("filters_topic") not in who
    assert said("filters_topic") in panels.banner(Filters(topic=("kites",)), pair)
    none = panels.banner(Filters(slot=("association",)), pair)
    assert said("nothing.statements", **YEARS[current_run().language]) in none
    assert "0" not in none


def test_slots_are_side_by_side_with_what_is_left_out(pair: Pair, language: str) -> None:
    table = panels.slot_table(Filters(), pair).map(lambda cell: cell.replace("\\", ""))
    cells = {str(row[0]): [str(cell) for cell in row[1:]] for row in table.to_numpy()}
    slot = {key: i18n.t(f"code.slot.{key}") for key in ("convening_body", "host_province")}
    name = {"zh": "陶见山", "en": "Tao Jianshan"}[language]
    assert table.columns.tolist()[1:] == ["2031", "2032"]
    first, last = cells[slot["convening_body"]]
    assert name in first
    assert "300" in first
    assert "400" in last
    answer = i18n.t("code.kind.answer")
    assert said("slot_left_out_same", kinds=answer, characters="250") in last
    left_out, nobody = cells[slot["host_province"]]
    statement = i18n.t("code.kind.statement")
    who = {"zh": "周棠（松岭省委）", "en": "Zhou Tang (Songling Province)"}[language]
    assert left_out == said("slot_left_out", who=who, kinds=statement, characters="140")
    assert nobody == said("nobody")
    of_zhou = panels.slot_table(Filters(speaker=("zhou-tang",)), pair).to_numpy().ravel()
    assert said("nobody_selected") in of_zhou
    assert said("nobody") not in of_zhou
    assert i18n.t("code.slot.press") not in cells
    whole = panels.slot_table(Filters(scope="whole"), pair)
    assert i18n.t("code.slot.press") in whole.iloc[:, 0].tolist()


def test_facts_are_side_by_side_in_the_readers_language(pair: Pair, language: str) -> None:
    tables = panels.fact_tables(Filters(), pair)
    (heading, forums), (_, short) = (
        (title, rows.map(lambda cell: cell.replace("\\", ""))) for title, rows in tables
    )
    dates = ["2031-04-05 – 2031-04-06", "2032-04-04 – 2032-04-05"]
    assert short.iloc[0].tolist() == [i18n.t("fact.dates"), *dates]
    province = {"zh": "松岭", "en": "Songling"}[language]
    assert short.iloc[1].tolist() == [said("fact.province"), said("not_stated"), province]
    assert i18n.t("fact.organiser") not in short.iloc[:, 0].tolist(), "it is the same"
    assert (
        panels.same_facts(Filters(), pair).splitlines()[::2]
        == {
            "zh": ["**主办单位** 风筝节办公室", "**分论坛** 纸鸢"],
            "en": ["**Organisers** Kite Office", "**Sub\\-forums** Kites"],
        }[language]
    )
    states = ["reworded", "narrowed", "widened", "gone", "new", "new"]
    marked = [
        said("marked", mark=said(f"mark.{state}"), state=i18n.t(f"code.state.{state}"))
        for state in states
    ]
    assert [cell.startswith(mark) for cell, mark in zip(forums.iloc[:, 0], marked, strict=True)]
    shown = {
        "zh": (
            ["~~灯彩~~", "放飞~~教育~~", "童谣", "旧题", "—", "—"],
            ["**花灯**", "**少年**放飞**建设**", "**诗歌和**童谣", "—", "新题", "水题"],
        ),
        # Without an English name the Chinese one is shown.
        "en": (
            ["~~Lamps~~", "Flying lessons", "Nursery rhymes", "Old matters", "—", "—"],
            [
                "**Lanterns**",
                "**Building** flying lessons **for children**",
                "**Poems and** nursery rhymes",
                "—",
                "New matters",
                "水题",
            ],
        ),
    }
    assert (forums["2031"].tolist(), forums["2032"].tolist()) == shown[language]
    counted = {
        "same": 1, "narrowed": 1, "widened": 1, "reworded": 1, "new": 2, "gone": 1,
    }  # fmt: skip
    for state, n in counted.items():
        assert said("tally", state=i18n.t(f"code.state.{state}"), n=n) in heading.replace("\\", "")
    assert i18n.t("code.state.different") not in heading


# The sentence above the facts; then the first cells of the sub-forums.
STATED_CHANGES = {
    "zh": """按主题配对，其中
        收窄：放飞教育 → 少年放飞建设；扩大：童谣 → 诗歌和童谣；改称：灯彩 → 花灯。
        ≈ 改称：增“花灯”，删“灯彩”
        ＞ 收窄：增“少年”、“建设”，删“教育”
        ＜ 扩大：增“诗歌和”
        － 未再列""",
    "en": """Paired by subject. Of the pairs, narrowed: Flying lessons → Building flying
        lessons for children; widened: Nursery rhymes → Poems and nursery rhymes; reworded: Lamps →
        Lanterns.
        ≈ reworded: added "Lanterns", dropped "Lamps"
        > narrowed: added "Building", "for children"
        < widened: added "Poems and"
        – not listed again""",
}


def test_row_sentence_and_file_state_the_same_change(pair: Pair, language: str) -> None:
    lines = [line.strip() for line in STATED_CHANGES[language].splitlines()]
    sentence, rows = {"zh": "", "en": " "}[language].join(lines[:-4]), lines[-4:]
    panel = panels.facts(Filters(), pair)
    assert panel.text.takeaway == sentence
    forums = panels.fact_tables(Filters(), pair)[0][1]
    assert [cell.replace("\\", "") for cell in forums.iloc[:4, 0]] == rows
    listed = panel.frame.loc[panel.frame["field"] == "sub_forum", ["state", "dropped", "added"]]
    assert listed.iloc[:4].to_numpy().tolist() == [
        ["same", None, None],
        ["reworded", "灯彩", "花灯"],
        ["narrowed", "教育", "少年、建设"],
        ["widened", None, "诗歌和"],
    ]


def test_unchanged_pairs_are_said_to_be_unchanged(pair: Pair, language: str) -> None:
    same = panels.facts(Filters(), pair).frame.query("state in ['same', 'new', 'gone']")
    sentence = {
        "zh": "按主题配对，没有收窄、扩大或改称的。",
        "en": "Paired by subject. No pair was narrowed, widened or reworded.",
    }
    for frame in (same, same.iloc[:0]):
        assert side_by_side.pairing_sentence(frame) == sentence[language]
