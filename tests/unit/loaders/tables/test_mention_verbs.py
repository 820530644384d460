"""Verbs that govern titles and quotations, and the time of releases, in invented sentences."""

import pytest

from tests.fixtures.mentioned import described

REPORT, RULES, BOOK = "海江阅读报告", "海江阅读条例", "读者手册"


@pytest.mark.parametrize(
    "between",
    ["、《{}》和《{}》", "《{}》《{}》", "《{}》,以及《{}》", ",《{}》,《{}》", "及《{}》与《{}》"],
)
def test_a_verb_governs_the_whole_list(between: str) -> None:
    text = f"会上将发布《{REPORT}》{between.format(RULES, BOOK)}等成果。"
    found = described(text, "surface", "verb", "tense")
    assert found == [(name, "发布", "promised") for name in (REPORT, RULES, BOOK)]


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        # A verb inside a quotation governs nothing outside.
        ("持续开展“海江读者评选”“十大书店”等活动", ["开展", "开展"]),
        ("评选“十大书店,开展慢读”,组织“夜读”", ["评选", "组织"]),
        # The verb of another clause.
        ("已连续举办十届,《海江阅读条例》很好", [None]),
        ("我们学习《海江阅读报告》,举办“书香周”", [None, "举办"]),
        ("发布《海江阅读报告》,《海江阅读条例》也已经印发", ["发布", "印发"]),
        # Several verbs: the nearest.
        ("制定出台了《海江阅读条例》《读者手册》", ["出台", "出台"]),
        ("起草并发布《海江阅读条例》", ["发布"]),
        ("发布《海江阅读报告》、组织“夜读”、凝聚“书香”力量", ["发布", "组织", None]),
        ("开展“书香周”活动、弘扬慢读之风、凝聚“书香”力量", ["开展", None]),
        # Words between the verb and the mark.
        ("发布海江省书香建设“十佳书店”和“十大读者”", ["发布", "发布"]),
        ("开展“青读”诵读和“少读”朗读传递活动", ["开展", "开展"]),
        ("举办海江图书征集展播活动、“书香节”等活动", ["举办"]),
        ("发布三项成果:《海江阅读报告》《读者手册》", ["发布", "发布"]),
        # Prepositions.
        ("举办以“慢读”为主题的展览和“夜读”晚会", [None, "举办"]),
        ("依托“书香云”平台,推出“慢读课”“夜读课”", [None, "推出", "推出"]),
        ("按照“慢读”的要求,由“读”到“思”", [None, None, None]),
        ("主题是“慢读”,体现在“四个一”", [None, "体现"]),
        ("发布在“书香云”上", [None]),
        ("大家叫做“慢读”,大家说:“好”", [None, None]),
        # Parts of nouns.
        ("发布会介绍了《海江阅读报告》", [None]),
        ("社会组织“书香社”和主办方“夜读社”", [None, None]),
        # Verbs of saying and of acting are near their objects.
        ("提出要有一个专门的“书香办”", [None]),
        ("发布推进书香海江建设与发展的《海江书目》", ["发布"]),
        # Negation reaches the whole list.
        ("尚未出台《海江阅读条例》", [None]),
        ("没有发布《海江阅读报告》和“书目”", [None, None]),
        ("不再举办“书香周”“夜读”", [None, None]),
        ("取消举办“书香周”,推迟发布《读者手册》", [None, None]),
        ("不断推出“慢读课”", ["推出"]),
        # A verb behind.
        ("《海江阅读条例》已于去年正式施行", ["施行"]),
        ("《海江阅读报告》《读者手册》即将出版。", ["出版", "出版"]),
        ("“书香周”专项活动已经启动。", ["启动"]),
        ("《海江阅读条例》印发以来", ["印发"]),
        ("《海江阅读条例》由海江省政府印发。", ["印发"]),
        ("《海江阅读条例》实施细则已经印发", [None]),
        ("《海江阅读条例》发布会已经举行", [None]),
        ("将《海江阅读条例》印发各县", ["印发"]),
        ("将《海江阅读条例》纳入课程", [None]),
        # Damaged punctuation.
        ("发布《海江阅读报告、读者手册和“书目”", [None]),
        ("发布《海江阅读报告》 《读者手册》", ["发布", "发布"]),
    ],
)  # fmt: skip
def test_the_verb_of_each_mention(text: str, verbs: list[str | None]) -> None:
    assert [verb for (verb,) in described(text, "verb")] == verbs


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("会上将发布《海江阅读报告》", "promised"),
        ("大会期间,将在开幕式上展演,在闭幕式上,发布《海江阅读报告》", "promised"),
        ("还要发布《海江阅读报告》", "promised"),
        ("我们会发布《海江阅读报告》", "promised"),
        ("发布了《海江阅读报告》", "done"),
        ("海江省已发布《海江阅读报告》", "done"),
        ("《海江阅读报告》已经发布。", "done"),
        ("《海江阅读报告》发布以来", "done"),
        ("会议将在望川举办,海江省已发布《海江阅读报告》", "done"),
        ("发布《海江阅读报告》", None),
        ("大会发布《海江阅读报告》", None),
        ("主要发布《海江阅读报告》", None),
        ("将研究成果汇编成册,发布《海江阅读报告》", None),
        ("将近十天的展览上发布《海江阅读报告》", None),
        ("我们将学习省政府印发的《海江阅读报告》", None),
        ("会上将展出了,发布《海江阅读报告》", None),
        ("将开会。发布《海江阅读报告》", None),
        ("将起草《海江阅读报告》", "promised"),
        ("尚未发布《海江阅读报告》", None),
    ],
)
def test_the_time_of_a_release(text: str, tense: str | None) -> None:
    assert described(text, "tense") == [(tense,)]


def test_a_part_of_a_name_is_not_released_itself() -> None:
    text = "将发布“书香”推广手册和“十佳书店”等三项成果"
    assert described(text, "kind", "surface", "tense") == [
        ("deliverable", "“书香”推广手册", "promised"),
        ("quotation", "书香", None),
        ("deliverable", "十佳书店", "promised"),
    ]
