"""Tenses, dates and occasions in invented sentences of a briefing of 2031, decided by hand."""

import pytest

from tests.fixtures.mentioned import YEAR, described, mentions_of


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("启动了“书香海江”活动", "done"),
        ("我们编制了《读者手册》", "done"),
        ("继修订《海江阅读条例》,设立专章后,我们继续努力", "done"),
        ("2019年至2021年,我们举办“夜读”活动", "done"),
        ("持续开展“书香海江”活动", "under_way"),
        ("加快推进《海江阅读条例》立法工作", "under_way"),
        ("将持续开展“书香海江”活动", "promised"),
        ("下一步,持续开展“书香海江”活动", None),
        ("开展“书香海江”活动", None),
        ("两办印发的《海江阅读条例》要求", "done"),
        ("正在起草的《海江阅读条例》要求", "under_way"),
        ("将印发的《海江阅读条例》要求", "promised"),
        ("计划印发的《海江阅读条例》要求", None),
        ("届时由两办印发的《海江阅读条例》要求", None),
        ("连续举办四届望川灯谜大赛", "done"),
        ("将连续举办四届望川灯谜大赛", "promised"),
        ("下一步,连续举办四届望川灯谜大赛", None),
        ("连续举办望川灯谜大赛", None),
        ("推进《海江阅读条例》实施", None),
        ("继续修订《海江阅读条例》,大会开幕后", None),
    ],
)
def test_the_tense(text: str, tense: str | None) -> None:
    assert described(text, "tense")[0] == (tense,)


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("举办了四届望川灯谜大赛", "done"),
        ("连续举办四届望川灯谜大赛等20多项活动", "done"),
        ("将连续举办四届望川灯谜大赛", "promised"),
        ("下一步,连续举办四届望川灯谜大赛", None),
        ("举办四届望川灯谜大赛", None),
        ("两届海江阅读大会举办以来", "done"),
        ("12场分论坛举办后", None),
    ],
)
def test_the_tense_of_a_figure(text: str, tense: str | None) -> None:
    rows = [row["tense"] for row in mentions_of(text) if row["kind"] == "figure"]
    assert set(rows) == {tense}


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("6月15日,我们启动了“书香海江”活动", "2031-06-15", "2031-06-15"),
        ("大家知道,我们6月15日启动了“书香海江”活动", "2031-06-15", "2031-06-15"),
        ("6月中旬,我们启动了“书香海江”活动", "2031-06-11", "2031-06-20"),
        ("2月底启动“书香海江”活动", "2031-02-21", "2031-02-28"),
        ("2029年7月,我们启动了“书香海江”活动", "2029-07", "2029-07"),
        ("将于7月18日至19日举办“夜读”晚会", "2031-07-18", "2031-07-19"),
        ("将于7月30日至8月2日举办“夜读”晚会", "2031-07-30", "2031-08-02"),
        ("2018年至2021年,我们举办了“夜读”晚会", "2018", "2021"),
        ("从2029年开始,我们开展“书香海江”活动", "2029", None),
        ("自2029年以来,我们开展“书香海江”活动", "2029", None),
        ("去年,我们开展“书香海江”活动", "2030", "2030"),
        # No date of what is done: a name, another sentence, a day in no calendar.
        ("举办2031年海江阅读大会,启动“书香海江”活动", None, None),
        ("去年的大会上,启动“书香海江”活动", None, None),
        ("6月15日开会。我们启动“书香海江”活动", None, None),
        ("2月31日,我们启动“书香海江”活动", None, None),
        ("13月1日,我们启动“书香海江”活动", None, None),
        ("启动“书香海江”活动,6月15日结束", None, None),
    ],
)
def test_dates(text: str, start: str | None, end: str | None) -> None:
    rows = [row for row in mentions_of(text) if row["surface"] in ("书香海江", "夜读")]
    assert [(row["date_start"], row["date_end"]) for row in rows] == [(start, end)]
    assert YEAR == 2031


@pytest.mark.parametrize(
    ("text", "verb", "tense"),
    [
        ("我们起草了《慢读指南》,正在征求意见,将适时向社会公开。", "公开", "promised"),
        ("我们起草了《慢读指南》和《夜读手册》,即将印发", "印发", "promised"),
        # Another sentence, another object, no word of the future, a document that is out.
        ("我们起草了《慢读指南》。将适时公开", "起草", "done"),
        ("我们起草了《慢读指南》,将公开征求意见", "起草", "done"),
        ("我们起草了《慢读指南》,将发布书目", "起草", "done"),
        ("我们起草了《慢读指南》,向社会公开", "起草", "done"),
        ("我们印发了《慢读指南》,将适时公布", "印发", "done"),
    ],
)
def test_what_is_made_and_will_be_released(text: str, verb: str, tense: str) -> None:
    assert set(described(text, "verb", "tense", kind="document")) == {(verb, tense)}


@pytest.mark.parametrize(
    ("text", "occasion"),
    [
        ("会上将发布《海江阅读报告》", "会上"),
        ("大会期间,将在论坛环节发布《海江阅读报告》", "大会期间"),
        ("望川论坛以“慢读”为主题,还要发布《海江阅读报告》", "论坛"),
        ("将发布《海江阅读报告》", None),
        ("会上讲话。将发布《海江阅读报告》", None),
    ],
)
def test_the_occasion(text: str, occasion: str | None) -> None:
    assert described(text, "occasion", kind="document") == [(occasion,)]
