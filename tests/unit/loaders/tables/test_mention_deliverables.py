"""Works that are released under a name without marks, in invented sentences."""

import pytest

from tests.fixtures.mentioned import described


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
        # Not names.
        ("发布报告、公约、共识等", []),
        ("发布一系列全民阅读发展报告", []),
        ("发布有关全民阅读发展报告", []),
        ("发布海江省书香建设的成果", []),
        ("发布海江省书香建设成果", []),
        ("发布“十佳书店”和“慢读”三项成果", []),
        ("发布信息、解读全民阅读发展报告", []),
        ("我们发布的全民阅读发展报告", []),
        # Not released.
        ("尚未发布全民阅读发展报告", []),
        ("起草全民阅读发展报告", []),
        ("发布会介绍全民阅读发展报告", []),
        ("评论“发布全民阅读发展报告”", []),
    ],
)
def test_deliverables(text: str, names: list[str]) -> None:
    assert described(text, "surface", kind="deliverable") == [(name,) for name in names]


def test_a_deliverable_has_verb_subject_and_status() -> None:
    found = described("海江省政府将发布海江省青少年阅读公约", "verb", "subject", "status")
    assert found == [("发布", "海江省政府", "announced")]


def test_no_figure_is_found_in_the_name_of_a_deliverable() -> None:
    found = described("发布海江省30家书店发展报告", "surface", kind="figure")
    assert found == []


def test_a_deliverable_of_24_han_characters_is_left_out() -> None:
    name = "海江省青少年书香海江全民阅读慢读夜读晨读发展报告"
    assert len(name) == 24
    assert described(f"发布{name}", "surface") == []
    assert described(f"发布{name[1:]}", "surface") == [(name[1:],)]
