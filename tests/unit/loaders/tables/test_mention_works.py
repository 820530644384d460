"""Works that are released under a name without marks, in invented sentences."""

import pytest

from tests.fixtures.mentioned import described, mentions_of


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "将发布海江省青少年阅读公约、海江图书发展报告和书香海江主题歌曲等成果",
            ["海江省青少年阅读公约", "海江图书发展报告", "书香海江主题歌曲"],
        ),
        ("将发布《书目》、2031年度海江书香十件大事和“书香”丛书", ["2031年度海江书香十件大事"]),
        ("发布《书目》和书香海江主题歌曲等", ["书香海江主题歌曲"]),
        ("发布科技创新和产业发展白皮书", ["科技创新和产业发展白皮书"]),
        ("发布全民阅读发展报告并启动“书香周”", ["全民阅读发展报告"]),
        ("发布2031年“慢读”竞赛成果", ["2031年“慢读”竞赛成果"]),
        # Made, not yet released; a list goes on behind a comma.
        ("起草全民阅读发展报告", ["全民阅读发展报告"]),
        (
            "制定青少年阅读守则,机关干部阅读准则。",
            ["青少年阅读守则", "机关干部阅读准则"],
        ),
        ("制定青少年阅读守则,推进机关干部阅读准则。", ["青少年阅读守则"]),
        ("制定了会务接待、读者服务等阅读工作方案", []),
        # Not names.
        ("发布报告、公约、共识等", []),
        ("发布一系列全民阅读发展报告", []),
        ("发布有关全民阅读发展报告", []),
        ("发布海江省书香建设的成果", []),
        ("发布海江省书香建设成果", []),
        ("发布“十佳书店”和“慢读”三项成果", ["十佳书店"]),
        ("发布信息、解读全民阅读发展报告", []),
        ("我们发布的全民阅读发展报告", []),
        # Not released.
        ("尚未发布全民阅读发展报告", []),
        ("发布会介绍全民阅读发展报告", []),
        ("评论“发布全民阅读发展报告”", []),
    ],
)
def test_deliverables(text: str, names: list[str]) -> None:
    assert described(text, "surface", kind="deliverable") == [(name,) for name in names]


def test_a_deliverable_has_verb_subject_and_tense() -> None:
    found = described("海江省政府将发布海江省青少年阅读公约", "verb", "subject", "tense")
    assert found == [("发布", "海江省政府", "promised")]


def test_no_figure_is_found_in_the_name_of_a_deliverable() -> None:
    found = described("发布海江省30家书店发展报告", "surface", kind="figure")
    assert found == []


def test_a_deliverable_of_24_han_characters_is_left_out() -> None:
    name = "海江省青少年书香海江全民阅读慢读夜读晨读发展报告"
    assert len(name) == 24
    assert described(f"发布{name}", "surface") == []
    assert described(f"发布{name[1:]}", "surface") == [(name[1:],)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("举办了海江省网络文化节", [("event", "海江省网络文化节")]),
        ("举办第三届望川阅读音乐会", [("event", "第三届望川阅读音乐会")]),
        (
            "连续举办四届青少年朗读大赛和六届少年儿童创客大赛等20多项活动",
            [("event", "青少年朗读大赛"), ("event", "少年儿童创客大赛")],
        ),
        ("举办中国海洋图书展播活动", [("campaign", "中国海洋图书展播活动")]),
        # No names: a kind of event, a pointer, another verb, a campaign without a proper name.
        ("举办高峰论坛", []),
        ("举办本届望川海洋阅读大会", []),
        ("举办开幕式及主论坛", []),
        ("参加海江省网络文化节", []),
        ("开展专项整治行动", []),
        ("举办的海江省网络文化节", []),
        ("没有举办海江省网络文化节", []),
    ],
)
def test_events_and_campaigns(text: str, found: list[tuple[str, str]]) -> None:
    assert described(text, "kind", "surface") == found


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("发布海江省阅读“十佳案例”和“十大书店”", ["海江省阅读十佳案例", "海江省阅读十大书店"]),
        ("发布了望川河流域《行动倡议》、白皮书等", ["望川河流域行动倡议", "望川河流域白皮书"]),
        # No words, too few, with 的, a quantifier, a name that is long enough by itself.
        ("发布《行动倡议》、白皮书", ["行动倡议"]),
        ("发布新版《读者手册》", ["读者手册"]),
        ("印发的《读者手册》", ["读者手册"]),
        ("发布一系列阅读推广“十佳案例”", ["十佳案例"]),
        ("发布海江省文旅厅《望川市阅读发展报告》", ["望川市阅读发展报告"]),
        # No work.
        ("推出海江读书节“慢读”栏目", ["慢读"]),
    ],
)  # fmt: skip
def test_the_words_that_tell_works_of_one_name_apart(text: str, keys: list[str]) -> None:
    assert [row["title_key"] for row in mentions_of(text)] == keys
