"""One case for each file format: an invented briefing and the lines that are read from it.

The kinds are those of the golden label cases: synthetic, in the wild, negative, known failure.
"""

from collections.abc import Mapping
from typing import NamedTuple

import pytest

from loaders.messages import Doubt, doubt
from loaders.readers import read_bytes
from tests.fixtures.file_formats import docx, paragraph, part, pdf, srt, table, vtt
from tests.fixtures.transcripts import traditional

# The page of a provincial site as saved from a browser: navigation, nested tables for layout,
# fonts, a line broken in the source, and hidden text.
SITE = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "xhtml1-transitional.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>青禾省举行湖光灯会新闻发布会-青禾在线</title>
<style>p { text-indent: 2em }</style><script>if (a < b) document.write("<p>脚本</p>");</script>
</head><body>
<div class="top"><ul><li><a href="/">首页</a></li><li><a href="/n">新闻</a></li>
<li><a href="/v">视频</a></li><li><a href="/p">图片</a></li></ul></div>
<table width="960"><tr><td class="left"><table><tr><td>
<div>您当前的位置 : <a href="/">青禾在线</a> &gt; <a href="/n">要闻</a></div>
<h1>青禾省举行湖光灯会新闻发布会</h1>
<div>2031-05-06 09:30&nbsp;&nbsp;来源：青禾发布</div>
<div style="display:none"><img src="share.png">青禾省举行湖光灯会新闻发布会，请看图文直播。</div>
<p>　　<strong>青禾省文旅厅副厅长<font color="red">陆明远</font>：</strong></p>
<p>　　大家好。<ruby>灯<rt>dēng</rt></ruby>会以&ldquo;点亮湖光
   照见家乡&rdquo;为主题，请看&amp;记住。<br>　　第二是把旧灯修好。</p>
<!-- <p>编辑留言</p> --><p><b>望川晚报记者：</b>请问今年的灯比去年多了多少盏？</p>
<p><b>陆明远：</b>今年会有2300多盏。</p>
<p align="right">（编辑：甘棠）</p>
</td></tr></table></td><td class="right"><h3>相关新闻</h3><ul><li><a href="1">灯会日程</a>
<li><a href="2">灯会交通</a><li><a href="3">灯会门票</a></ul></td></tr></table>
<div class="foot">版权声明<select><option>友情链接<option>青禾政府网</select></div>
</body></html>"""
SITE_LINES = """您当前的位置 : 青禾在线 > 要闻
青禾省举行湖光灯会新闻发布会
2031-05-06 09:30\xa0\xa0来源：青禾发布
青禾省文旅厅副厅长陆明远：
大家好。灯会以“点亮湖光照见家乡”为主题，请看&记住。
第二是把旧灯修好。
望川晚报记者：请问今年的灯比去年多了多少盏？
陆明远：今年会有2300多盏。
（编辑：甘棠）
相关新闻
版权声明"""

# A live feed: one row per turn, some with the time of posting before.
FEED = """<html><body><h2>灯会发布会图文直播</h2><table>
<tr><th>主持人</th><td>各位来宾，下午好。</td></tr>
<tr><td>10:02</td><td>陆明远</td><td><p>大家好。</p><p>先说第一件事。</p></td></tr>
<tr><td><b>白杉：</b></td><td>我补充一句：灯都由本地工匠扎制。</td></tr>
<tr><td>届次</td><td>时间</td><td>盏数</td></tr><tr><td>第一届</td><td>2030年</td><td>1700</td></tr>
</table></body></html>"""
FEED_LINES = """灯会发布会图文直播
主持人：各位来宾，下午好。
10:02
陆明远：大家好。
先说第一件事。
白杉：我补充一句：灯都由本地工匠扎制。
届次\t时间\t盏数
第一届\t2030年\t1700"""

WORD = docx(
    paragraph("青禾省举行湖光灯会新闻发布会")
    + "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>陆明远</w:t></w:r><w:r><w:t>：</w:t></w:r>"
    "<w:ins><w:r><w:t>大家好。</w:t></w:r></w:ins>"
    "<w:del><w:r><w:delText>各位好。</w:delText></w:r></w:del>"
    '<w:r><w:footnoteReference w:id="1"/><w:br/><w:t>第二件事。</w:t></w:r>'
    "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    + table([["望川晚报记者"], ["请问今年有多少盏？", "谢谢。"]], [["陆明远："], ["2300多盏。"]])
    + f"<w:sdt><w:sdtContent>{paragraph('框里的话。')}</w:sdtContent></w:sdt>"
    "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>"
    f"{paragraph('旁注。')}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>"
    f"{paragraph('旁注。')}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    {
        "word/header1.xml": part(paragraph("页眉"), "hdr"),
        "word/comments.xml": part(paragraph("批注"), "comments"),
        "word/footnotes.xml": part(
            f"<w:footnote>{paragraph('据青禾发布。')}</w:footnote>", "footnotes"
        ),
    },
)
WORD_LINES = """青禾省举行湖光灯会新闻发布会
陆明远：大家好。
第二件事。
望川晚报记者：请问今年有多少盏？
谢谢。
陆明远：2300多盏。
框里的话。
旁注。
据青禾发布。"""

# Two pages with 30 characters a line, first lines indented by two, a page number at the foot. A
# sentence continues on the next page.
PDF = pdf(
    [
        (210, 780, "青禾省湖光灯会新闻发布会"),
        (114, 750, "青禾省文旅厅副厅长陆明远："),
        (114, 730, "大家好。今年灯会以点亮湖光为主题，准备了三件事。第一是请孩"),
        (90, 710, "子们来画灯，第二是把旧灯修好，第三是请老匠人来讲怎样扎灯，请"),
        (90, 690, "大家六月来看。"),
        (114, 670, "灯会的筹备由三个组分头负责，每一组都有专人，进展顺利，安排也"),
        (270, 40, "— 1 —"),
    ],
    [
        (90, 780, "很周到。"),
        (114, 760, "望川晚报记者：Is it the largest?"),
        (114, 740, "陆明远：是的。"),
        (270, 40, "— 2 —"),
    ],
)
PDF_LINES = """青禾省湖光灯会新闻发布会
青禾省文旅厅副厅长陆明远：
大家好。今年灯会以点亮湖光为主题，准备了三件事。第一是请孩子们来画灯，第二是把旧灯修好，第三是请老匠人来讲怎样扎灯，请大家六月来看。
灯会的筹备由三个组分头负责，每一组都有专人，进展顺利，安排也很周到。
望川晚报记者：Is it the largest?
陆明远：是的。"""

VTT = """WEBVTT - 灯会发布会
Kind: captions

STYLE
::cue { color: white }

NOTE 由机器听写
第二行

1
00:01.000 --> 00:04.250 align:start position:10%
<v 陆明远>大家好。</v>
<v 陆明远>今年的<00:03.000><c.strong>灯</c>更多 &amp; 更亮。</v>

问答
01:00:05.500 --> 01:00:07.000
<v.loud 白杉>我<i>补充</i>一句。
- 好的。
"""
VTT_LINES = """陆明远：
大家好。
今年的灯更多 & 更亮。
白杉：
我补充一句。
- 好的。"""
FIRST, SECOND = (1.0, 4.25), (3605.5, 3607.0)


# A page that hides most of its text until a click.
FOLDED = """<p>各位好。</p>
<div hidden><p>下面的话要点开才看得见，这一段比上面的长得多。</p></div>"""
FOLDED_LINES = "各位好。\n下面的话要点开才看得见，这一段比上面的长得多。"
LEFT_OUT, READ_ALL = doubt("hidden", n=22), doubt("hidden_read", n=23)


class Case(NamedTuple):
    """A file with its expected lines, encoding, cues and doubts."""

    kind: str
    name: str
    data: bytes
    lines: str
    encoding: str = "utf-8"
    cues: Mapping[int, tuple[float, float]] = {}
    doubts: tuple[Doubt, ...] = ()


CASES = (
    Case("in the wild", "site.html", SITE.encode("gb18030"), SITE_LINES, "gb18030",
         doubts=(LEFT_OUT,)),
    Case("in the wild", "feed.htm", FEED.encode(), FEED_LINES),
    Case("synthetic", "word.docx", WORD, WORD_LINES, "docx"),
    Case("synthetic", "page.pdf", PDF, PDF_LINES, "pdf"),
    Case("synthetic", "talk.vtt", VTT.encode(), VTT_LINES,
         cues={1: FIRST, 2: FIRST, 3: FIRST, 4: SECOND, 5: SECOND, 6: SECOND}),
    Case("synthetic", "talk.srt",
         srt([(1, 2.5, "陆明远：大家好。\n第二行"), (3, 4, "{\\an8}2031")]).encode("utf-16"),
         "陆明远：大家好。\n第二行\n2031", "utf-16", {1: (1, 2.5), 2: (1, 2.5), 3: (3, 4)}),
    Case("synthetic", "page.md", "# 灯会\n\n**陆明远：** 大家好。\n".encode(),
         "# 灯会\n\n**陆明远：** 大家好。\n"),
    Case("synthetic", "page.txt", traditional("请各位记者提问。\n谢谢主持人。").encode("big5"),
         traditional("请各位记者提问。\n谢谢主持人。"), "big5"),
    # A page that opens by script keeps most of its text hidden: all of it is read, with a doubt.
    Case("in the wild", "folded.html",
         FOLDED.encode(), FOLDED_LINES, doubts=(READ_ALL,)),
    # The names of the speakers are links, each above its speech: that is not navigation.
    Case("negative", "linked.html",
         '<p><a href="a">陆明远：</a><p>好。<p><a href="b">白杉：</a><p>是。'.encode(),
         "陆明远：\n好。\n白杉：\n是。"),
    # A transcript with a link to the recording in every sentence.
    Case("negative", "seek.html",
         "".join(f"<p><a href=#1>{x}</a>" for x in ("各位好。", "请讲。", "谢谢。")).encode(),
         "各位好。\n请讲。\n谢谢。"),
    Case("negative", "nav.html", "<nav><a href=a>首页</a><p>陆明远：各位好。</p>大家好。".encode(),
         "陆明远：各位好。\n大家好。"),
    Case("negative", "sum.docx", docx(table([["3.5"], ["亿元"]], [["共计。"], ["三百"]])),
         "3.5\t亿元\n共计。\t三百", "docx"),
    # Short lines of verse: nothing shows that they continue.
    Case("negative", "verse.pdf",
         pdf([(90, 700, "点亮湖光"), (90, 680, "照见家乡"), (90, 660, "画灯修灯")]),
         "点亮湖光\n照见家乡\n画灯修灯", "pdf"),
    Case("negative", "outside.srt",
         (srt([(0, 1, "好。")]) + "\n\n1\n\n2031\n").encode(), "好。\n1\n2031", cues={1: (0, 1)},
         doubts=(doubt("untimed", n=2),)),
    # Four characters of GB18030 that are Cyrillic in UTF-8 as well: they cannot be distinguished.
    Case("known failure", "short.txt", "一一".encode("gb18030"), "һһ"),
    # The voice of a cue applies until another is named, even if the next cue names nobody.
    Case("known failure", "voice.vtt",
         vtt([(0, 1, "<v 白杉>好。"), (1, 2, "谁在说？")]).encode(), "白杉：\n好。\n谁在说？",
         cues={1: (0, 1), 2: (0, 1), 3: (1, 2)}),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}-{case.name}")
def test_a_file_gives_its_lines(case: Case) -> None:
    document = read_bytes(case.name, case.data)
    assert document.text == case.lines
    assert document.encoding == case.encoding
    assert document.cues == case.cues
    assert document.doubts == case.doubts


def test_there_is_a_case_of_every_kind() -> None:
    kinds = {case.kind for case in CASES}
    assert kinds == {"synthetic", "in the wild", "negative", "known failure"}
