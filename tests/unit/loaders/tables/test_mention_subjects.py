"""Subjects of verbs: bodies and people that issue, hold or say something, in invented text."""

import pytest

from tests.fixtures.mentioned import described, mentions_of


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        # The body or person that opens the clause.
        ("海江省文旅厅将发布《书目》", "海江省文旅厅"),
        ("海江省教育厅、省文明办联合印发《书目》", "海江省教育厅、省文明办"),
        ("工业和信息化部、海江省教育厅联合印发《书目》", "工业和信息化部、海江省教育厅"),
        ("省委宣传部等五部门联合印发《书目》", "省委宣传部等五部门"),
        ("在发布会上,海江省文旅厅将发布《书目》", "海江省文旅厅"),
        ("李梅部长指出,“慢读为上”", "李梅部长"),
        ("主管阅读的李梅同志已提出“慢读”", "李梅同志"),
        ("会议强调,“慢读为上”", "会议"),
        # The speaker and others.
        ("我们将发布《书目》", "我们（望川市文旅局）"),
        ("今年,我们还在望川启动了“书香周”", "我们（望川市文旅局）"),
        ("同时,我们和新华网共同推出“书香”", "我们（望川市文旅局）和新华网"),
        # An agent, or a body between two verbs.
        ("由海江省政府发布的《书目》很好", "海江省政府"),
        ("贯彻落实中办国办印发的《书目》", "中办国办"),
        ("支持最高人民法院修订《书目》", "最高人民法院"),
        ("《书目》由海江省政府印发。", "海江省政府"),
        ("海江省文旅厅新闻发言人沈望舒表示,“慢读”", "海江省文旅厅新闻发言人沈望舒"),
        ("海江省文旅厅会同12个部门出台《书目》", "海江省文旅厅会同12个部门"),
        # The clause before.
        ("我们制定了方案,编制《书目》", "我们（望川市文旅局）"),
        ("海江省政府高度重视,已出台《书目》", "海江省政府"),
        ("大会期间,我们将举办“夜读”,发布《书目》", "我们（望川市文旅局）"),
        # Not said, or not to be read.
        ("发布《书目》", None),
        ("我们都来。发布《书目》", None),
        ("我们都来,会上还将发布《书目》", None),
        ("我们都来,展览反响热烈,发布《书目》", None),
        ("高峰论坛由海江省政府指导,还要发布《书目》", None),
        ("会同司法部加快推进《书目》", None),
        ("会上强调,“慢读为上”", None),
        ("多次强调“慢读为上”", None),
        ("反复强调“慢读为上”", None),
        ("报告中提出“慢读”", None),
        ("沈望舒曾强调“慢读”", None),
        ("座谈会深入分析阅读推广形势强调“慢读”", None),
        ("我们将学习各地印发的《书目》", None),
        ("《书目》已经印发。", None),
        ("我们喜欢《书目》", None),
    ],
)
def test_the_subject(text: str, subject: str | None) -> None:
    assert described(text, "subject")[-1] == (subject,)


def test_a_speaker_without_a_body_is_we() -> None:
    (row,) = mentions_of("我们将发布《书目》", organisation=None)
    assert row["subject"] == "我们"
