"""Sentences, words and tables of the page Announcements, by hand, in both languages.

The invented announcements: 2031 promises a report and a song; 2032 the report again, a pledge, and
in an answer a rule; a campaign; figures of both years.
"""

import pandas as pd
import pytest

from dashboard.components.ledger import Count, Row
from dashboard.features.announcements import panels, tables, view
from dashboard.filters import Filters
from dashboard.i18n import pick
from dashboard.labels import announcements as words
from dashboard.labels.announcements import Announcement
from dashboard.queries import selection
from dashboard.queries.announcements import announcements, figures
from dashboard.queries.rows import rows_of
from loaders.corpus.store import Corpus
from loaders.schema import TABLES, empty
from tests.fixtures import invented_corpus
from tests.support.run import show

pytestmark = pytest.mark.usefixtures("language")

PROMISED = {"verb": "发布", "verb_use": "release", "tense": "promised", "occasion": "会上"}
DONE = {"verb": "制定", "verb_use": "make", "tense": "done"}
# briefing, paragraph (the number of its turn in the invented corpus), kind, surface, the rest
MENTIONS: list[tuple[str, int, str, str, dict[str, object]]] = [
    ("kite-2031", 2, "document", "风筝报告2031", {**PROMISED, "title_key": "风筝报告",
     "marks": "title", "english": "Kite Report"}),
    ("kite-2031", 2, "deliverable", "风筝歌", {**PROMISED, "title_key": "风筝歌"}),
    ("kite-2031", 2, "figure", "10场", {"low": 10.0, "high": 10.0, "counted": "分论坛"}),
    ("kite-2032", 2, "document", "风筝报告2032", {**PROMISED, "title_key": "风筝报告",
     "marks": "title", "english": "Kite Report"}),
    ("kite-2032", 2, "deliverable", "青少年风筝公约", {**PROMISED, "title_key": "青少年风筝公约"}),
    ("kite-2032", 2, "campaign", "点亮风筝", {"title_key": "点亮风筝", "verb": "启动",
     "verb_use": "hold", "tense": "done", "marks": "quotation", "date_start": "2032-03-15",
     "date_end": "2032-03-15"}),
    ("kite-2032", 2, "quotation", "天高", {"verb": "坚持", "verb_use": "act"}),
    ("kite-2032", 2, "figure", "两场", {"low": 2.0, "high": 2.0, "counted": "分论坛"}),
    ("kite-2032", 5, "document", "风筝条例", {**DONE, "title_key": "风筝条例", "marks": "title"}),
    ("kite-2032", 5, "document", "风筝意见", {"title_key": "风筝意见", "verb": "贯彻",
     "verb_use": "act"}),
    ("kite-2032", 5, "figure", "800多款", {"low": 800.0, "high": 900.0, "unit": "款",
     "modifier": "多", "counted": "纸鸢", "english": "paper kites"}),
    ("kite-2032", 5, "figure", "超过61亿", {"low": 6.1e9, "modifier": "超过"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def shown_corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The invented corpus with MENTIONS."""
    needed = {"mention": 0, "offset": 0, "characters": 1, "is_whole": True}
    rows = [
        {**dict.fromkeys(TABLES["mentions"].columns), **needed, **more, "briefing_id": briefing_id,
         "mention": number, "paragraph": paragraph, "kind": kind, "surface": surface}
        for number, (briefing_id, paragraph, kind, surface, more) in enumerate(MENTIONS, 1)
    ]  # fmt: skip
    dtypes = empty("mentions").select_dtypes("number").dtypes.to_dict()
    mentions = pd.DataFrame(rows, columns=TABLES["mentions"].columns).astype(dtypes)
    filled = {**invented_corpus.tables(), "mentions": mentions}
    return invented_corpus.corpus(tmp_path_factory.mktemp("corpus") / "announced", filled)


def briefings(chosen: Filters) -> pd.DataFrame:
    return selection.briefings(chosen.briefings_only)


def headline(chosen: Filters) -> str:
    return view.ledger_sentence(announcements(chosen), briefings(chosen))


def test_the_headline_of_two_briefings() -> None:
    assert headline(Filters()) == pick(
        "2032 青禾：文件与成果 3 项（承诺 2、已办 1），活动、会议与栏目 1 项，数字 3 个。"
        "文件与成果中有 1 项，2031 青禾也有。1 项，2031 青禾没有。"
        "1 项无从判断：2031 青禾的这一环节没有收录。"
        "2031 青禾宣布的 1 项，2032 青禾未再宣布。",
        "2032 Qinghe names 3 documents and releases (2 promised, 1 done), 1 campaign, event or "
        "platform, and 3 figures. 1 of the documents and releases is also in 2031 Qinghe. "
        "1 is new since 2031 Qinghe. Of 1 it cannot be told: that part of 2031 Qinghe was not "
        "captured. 1 of 2031 Qinghe is not announced again in 2032 Qinghe.",
    )


def test_filters_are_named_above_what_they_leave() -> None:
    chosen = Filters(speaker=("tao-jianshan",), year=("2032",))
    for text in (panels.ledger_panel(chosen).text, panels.figures_panel(chosen).text):
        assert text.takeaway.startswith(
            pick("按筛选后留下的段落计：", "In the paragraphs that the filters leave:")
        )
    whole = panels.ledger_panel(Filters(year=("2032",))).text.takeaway
    assert whole.startswith(pick("2032 青禾：", "2032 Qinghe names"))


def test_the_headline_of_one_briefing_and_of_one_speaker() -> None:
    assert headline(Filters(year=("2031",))) == pick(
        "2031 青禾：文件与成果 2 项（承诺 2），数字 1 个。"
        "文件与成果中有 1 项，2032 青禾也有。"
        "2031 青禾宣布的 1 项，2032 青禾未再宣布。",
        "2031 Qinghe names 2 documents and releases (2 promised), and 1 figure. "
        "1 of the documents and releases is also in 2032 Qinghe. "
        "1 of 2031 Qinghe is not announced again in 2032 Qinghe.",
    )
    assert headline(Filters(speaker=("zhou-tang",))) == ""


def test_what_was_new_can_be_gone_from_the_last_briefing() -> None:
    """As with a third briefing before these two, which has none of it."""
    frame = announcements(Filters())
    middle = frame.assign(series_status=frame["series_status"].replace("not_again", "new"))
    assert view.ledger_sentence(middle, briefings(Filters())) == headline(Filters())
    row = next(row for row in rows_of(middle, Announcement) if row.surface == "风筝歌")
    assert words.in_others(row) == [pick("2032 青禾未再宣布", "not announced again in 2032 Qinghe")]


def test_an_announcement_is_what_a_verb_releases_makes_or_holds() -> None:
    assert announcements(Filters(year=("2032",)))["surface"].tolist() == [
        "风筝报告2032", "青少年风筝公约", "点亮风筝", "两场", "风筝条例", "800多款", "超过61亿",
    ]  # fmt: skip


def test_a_promise_for_the_conference_has_its_days() -> None:
    rows = announcements(Filters()).set_index("surface")
    assert list(rows.loc["风筝报告2032", ["date_start", "date_end", "date_basis"]]) == [
        "2032-04-04", "2032-04-04", "conference",
    ]  # fmt: skip
    assert list(rows.loc["点亮风筝", ["date_start", "date_basis"]]) == ["2032-03-15", "stated"]


def test_a_pair_is_one_row_and_choices_leave_what_they_name() -> None:
    def surfaces(**choices: str) -> list[str]:
        return panels.listed(Filters(**choices))["surface"].tolist()  # type: ignore[arg-type]

    assert surfaces() == ["风筝歌", "风筝报告2032", "青少年风筝公约", "风筝条例"]
    assert surfaces(announced="campaign") == ["点亮风筝"]
    assert surfaces(announced="event") == []
    assert surfaces(announced="all", tense="done") == ["点亮风筝", "风筝条例"]
    assert surfaces(tense="not_stated") == []
    assert surfaces(series="not_captured") == ["风筝条例"]
    assert surfaces(series="not_again") == ["风筝歌"]
    assert panels.is_narrowed_to_none(Filters(announced="event"))
    assert not panels.is_narrowed_to_none(Filters(year=("2031",)))
    assert panels.listed(Filters(year=("2031",)))["surface"].tolist() == ["风筝报告2031", "风筝歌"]


def test_the_ledger_of_announcements() -> None:
    drawn = tables.ledger(panels.listed(Filters()))
    assert [(group.status, group.title) for group in drawn.groups] == [
        ("kept", pick("2032 青禾有，2031 青禾也有（1）", "2032 Qinghe: also in 2031 Qinghe (1)")),
        ("new", pick("2032 青禾新增，2031 青禾没有（1）",
                     "2032 Qinghe: new, not in 2031 Qinghe (1)")),
        ("gone", pick("2031 青禾宣布，2032 青禾未再宣布（1）",
                      "2031 Qinghe: not announced again in 2032 Qinghe (1)")),
        ("not_captured", pick(
            "2032 青禾：无从判断，2031 青禾的这一环节未收录（1）",
            "2032 Qinghe: cannot be told, that part of 2031 Qinghe was not captured (1)",
        )),
    ]  # fmt: skip
    (entry,) = drawn.groups[0].entries
    assert entry.rows == [
        Row(
            wording=pick("《风筝报告2032》", "Kite Report"),
            gloss=pick("", "《风筝报告2032》"),
            about=pick(
                "文件；2031 青禾：《风筝报告2031》", "Document; in 2031 Qinghe: 《风筝报告2031》"
            ),
            counts=(),
            texts=(
                [
                    pick("承诺：发布", "Promised: to be released"),
                    pick("2032年4月4日（大会期间）", "4 April 2032, at the conference"),
                ],
            ),
            lines=[pick("陶见山", "Tao Jianshan"), pick("风筝节办公室", "Kite Office")],
            place=Count(pick("第 2 段", "¶ 2"), "kite-2032:2"),
        )
    ]
    language = pick("zh", "en")
    assert drawn.links["kite-2032:2"] == f"?lang={language}&passage=kite-2032:2#"
    assert len(drawn.columns) == 3


def test_what_is_new_and_gone_is_in_both_groups() -> None:
    frame = panels.listed(Filters())
    middle = frame.assign(series_status=frame["series_status"].replace("not_again", "new"))
    groups = tables.ledger(middle).groups
    listed = {group.status: [entry.rows[0].wording for entry in group.entries] for group in groups}
    assert "风筝歌" in listed["new"]
    assert listed["gone"] == ["风筝歌"]


def test_a_thing_under_two_titles_is_one_row() -> None:
    frame = announcements(Filters())
    own = frame["title_key"].eq("风筝报告")
    assert panels.last_of_each(frame.assign(surface=frame["surface"].mask(own, "报告"))).loc[
        lambda rows: rows["surface"].eq("报告"), "briefing_id"
    ].tolist() == ["kite-2032"]


def test_the_ledger_of_figures() -> None:
    drawn = tables.figures(*panels.figures_known(Filters(year=("2032",))))
    assert [(group.title, group.is_open) for group in drawn.groups] == [
        (pick("2032 青禾（2）", "2032 Qinghe (2)"), True),
        (pick("2032 青禾：不到十的、届次和时长（1）",
              "2032 Qinghe: fewer than ten, sessions and spans of time (1)"), False),
    ]  # fmt: skip
    rows = [entry.rows[0] for group in drawn.groups for entry in group.entries]
    assert [(row.wording, row.gloss, row.place.link) for row in rows] == [
        (pick("超过61亿", "more than 6.1 billion"), pick("", "超过61亿"), "kite-2032:5"),
        (pick("800多款", "800 to under 900"),
         pick("800 以上、不到 900 款", "800多款"), "kite-2032:5"),
        (pick("两场", "2"), pick("", "两场"), "kite-2032:2"),
    ]  # fmt: skip
    assert [row.lines for row in rows] == [
        [pick("无法与2031 青禾对应", "cannot be matched with 2031 Qinghe")],
        [pick("无法与2031 青禾对应", "cannot be matched with 2031 Qinghe")],
        [pick("2031 青禾：10场", "10 in 2031 Qinghe")],
    ]


def test_figures_say_what_they_imply_and_count() -> None:
    frame = figures(Filters())
    rows = rows_of(frame.iloc[:2], Announcement)
    assert [words.implied_range(row) for row in rows] == pick(
        "超过 61 亿|800 以上、不到 900 款", "more than 6.1 billion|800 to under 900"
    ).split("|")
    assert [words.counted(row) for row in rows] == pick(
        "原文未说明|纸鸢", "the page does not say|paper kites"
    ).split("|")
    assert view.figures_sentence(frame, briefings(Filters())) == pick(
        "2032 青禾给出 3 个数字，其中 2 个是约数。最大的是：超过 61 亿；"
        "纸鸢（800 以上、不到 900 款）。有 1 个，规则判断不出所计的对象。 "
        "2031 青禾给出 1 个数字，都不是约数。最大的是：分论坛（10）。",
        "2032 Qinghe gives 3 figures, 2 of them inexact. The largest: more than 6.1 billion; "
        "800 to under 900 paper kites. Of 1 no rule tells what it "
        "counts. 2031 Qinghe gives 1 figure, none of them inexact. The largest: 10 分论坛.",
    )


def test_dates_are_in_order_with_all_that_is_announced_for_them() -> None:
    frame = panels.dated(Filters())
    assert frame["surface"].tolist() == [
        "风筝报告2031", "风筝歌", "点亮风筝", "风筝报告2032", "青少年风筝公约",
    ]  # fmt: skip
    assert view.dates_sentence(frame, announcements(Filters())) == pick(
        "10 个事项与数字中，5 个有日期；其中 4 个承诺在大会期间发布或举办，日期即会期。",
        "5 of 10 announcements and figures have a date; for 4 it is that of the conference, "
        "at which they are promised.",
    )
    lines = tables.dates(frame).splitlines()[2:]
    assert len(lines) == 3
    assert pick("2032年3月15日", "15 March 2032") in lines[1]


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        ("2031-07-18", "2031-07-19", "2031年7月18日至19日", "18–19 July 2031"),
        ("2031-06-30", "2031-07-02", "2031年6月30日至2031年7月2日", "30 June 2031 – 2 July 2031"),
        ("2031-06", "2031-06", "2031年6月", "June 2031"),
        ("2018", "2021", "2018年至2021年", "2018 – 2021"),
        ("2022", None, "2022年起", "since 2022"),
    ],
)
def test_dates_in_words(start: str, end: str | None, zh: str, en: str) -> None:
    assert words.date_span(start, end) == pick(zh, en)


@pytest.mark.parametrize(
    ("modifier", "low", "high", "zh", "en"),
    [
        ("近", float("nan"), 300, "将近 300 家", "nearly 300"),
        ("不到", float("nan"), 300, "不到 300 家", "less than 300"),
        ("以上", 90, float("nan"), "90 家以上", "90 or more"),
        ("约", 20, 20, "约 20 家", "about 20"),
        (None, 10, 20, "10 至 20 家", "10 to 20"),
        (None, 12, 12, "12 家", "12"),
    ],
)
def test_ranges_in_words(modifier: str | None, low: float, high: float, zh: str, en: str) -> None:
    (row,) = rows_of(figures(Filters()).iloc[:1], Announcement)
    row.modifier, row.low, row.high, row.unit = modifier, low, high, "家"
    assert words.implied_range(row) == pick(zh, en)


def test_a_place_on_a_list_in_words() -> None:
    (row,) = rows_of(figures(Filters()).iloc[:1], Announcement)
    row.modifier, row.low, row.high, row.unit = None, 2, 2, "名次"
    assert words.implied_range(row) == pick("第 2 名", "no. 2")


def test_without_announcements_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = Filters(speaker=("zhou-tang",))
    built = panels.ledger_panel(chosen)
    assert built.frame.empty
    assert built.text.nothing == pick(
        "所选 2 场发布会已收录的部分，在筛选范围内没有宣布文件、成果、活动、会议，也没有数字。",
        "No document, release, campaign, event or figure is announced in what was captured of "
        "these briefings within the filters.",
    )
    assert panels.figures_panel(chosen).text.nothing == pick(
        "筛选范围内没有数字。", "No figure within the filters."
    )
    show(monkeypatch, chosen)


def test_the_timeline_has_a_row_for_each_date_of_a_briefing() -> None:
    rows = view.timeline_rows(panels.dated(Filters()))
    assert rows["note"].tolist() == pick("2 项|1 项|2 项", "2 items|1 item|2 items").split("|")
    assert rows["start"].round(3).tolist() == [2031.257, 2032.203, 2032.257]
    assert not rows["is_open"].any()
    assert panels.dates_panel(Filters()).charts[0].alt == pick(
        "按时间排列的日期，各有多少个事项与数字：2031年4月5日（大会期间）: 2 项、"
        "2032年3月15日: 1 项、2032年4月4日（大会期间）: 2 项。",
        "Dates in order, each with the number of announcements and figures: "
        "5 April 2031, at the conference: 2 items, 15 March 2032: 1 item, "
        "4 April 2032, at the conference: 2 items.",
    )


@pytest.mark.parametrize(
    ("start", "end"), [("2030", 2033.0), ("2035", 2036.0), ("2035-11", 2036.0)]
)
def test_an_open_span_never_ends_before_it_starts(start: str, end: float) -> None:
    frame = panels.dated(Filters()).iloc[-1:].assign(date_start=start, date_end=None)
    (row,) = view.timeline_rows(frame).to_dict("records")
    assert (row["end"], row["is_open"]) == (end, True)
