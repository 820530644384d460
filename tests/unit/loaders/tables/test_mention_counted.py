"""The things that figures of invented sentences count, decided by hand."""

import pytest

from tests.fixtures.mentioned import mentions_of


@pytest.mark.parametrize(
    ("text", "surface", "counted"),
    [
        # The noun phrase behind.
        ("设12场分论坛和读书活动", "12场", "分论坛"),
        ("十个分论坛紧紧围绕阅读", "十个", "分论坛"),
        ("共有42家图书企业和相关机构", "42家", "图书企业和相关机构"),
        ("下架了800多款违规阅读类APP", "800多款", "违规阅读类APP"),
        ("帮助1,200个困难的家庭", "1,200个", "家庭"),
        ("来了20名读者代表,很高兴", "20名", "读者代表"),
        ("邀请20名", "20名", None),
        ("有300个人来", "300个", "人"),
        ("15个部门密切配合", "15个", "部门"),
        # The one before, at the end of a clause.
        ("开设专题专栏36个,", "36个", "专题专栏"),
        ("收集了读者有价值的意见建议1700多件", "1700多件", "意见建议"),
        ("收集了书,又去了20个", "20个", None),
        # A quantity.
        ("网上阅读量超过61亿", "超过61亿", "网上阅读量"),
        ("覆盖率达98%", "98%", "覆盖率"),
        ("增长了98%", "98%", None),
        ("游了100公里到海江", "100公里", None),
        ("18岁的朋友", "18岁", None),
        # Durations and sessions.
        ("会期一天半", "一天半", "会期"),
        ("《海江阅读条例》已经印发了近两年", "近两年", "印发以来"),
        ("再有二十天,大会将举行", "二十天", "倒计时"),
        ("还有二十天的时间", "二十天", None),
        ("我们连续四年举办了海江阅读大会", "四年", "海江阅读大会"),
        ("筹备了三个月", "三个月", None),
        ("海江阅读大会已连续成功举办了两届", "两届", "海江阅读大会"),
        ("举办了11届望川文化节", "11届", "望川文化节"),
        ("已经是两届", "两届", None),
        # The subject of a verb before 的 is not counted.
        ("100件政府做的事", "100件", None),
    ],
)
def test_what_a_figure_counts(text: str, surface: str, counted: str | None) -> None:
    found = {row["surface"]: row["counted"] for row in mentions_of(text)}
    assert found[surface] == counted
