"""Briefings written for the tests: an invented festival in an invented province, in two layouts.

LABELS_APART: labels on lines of their own, role and name glued, later labels by name alone, with
the furniture of a site around them. LABELS_INLINE: label and speech on one line, role and name
apart, questions announced in the lead and not captured. DAMAGED is the second in traditional
characters with readings.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import opencc
from pypinyin import Style, pinyin

from loaders.furniture import set_aside
from loaders.repair import CleanDocument, repair

LABELS_APART = """您当前的位置 : 青禾在线  >  要闻  >  新闻发布厅

青禾省举行2031年湖光灯会新闻发布会

 2031/05/06/ 09:30 来源:青禾发布
图片已损坏

  青禾省政府新闻办新闻处处长、新闻发言人谷雨晴:

  各位记者,早上好。今天我们邀请到青禾省文旅厅副厅长陆明远先生,请他介绍灯会筹备的进展,并回答大家的提问。出席发布会的还有:青禾省灯彩协会秘书长欧阳岚女士,望川市文旅局局长白杉先生。

  先请陆明远先生作介绍。

图片已损坏

  青禾省文旅厅副厅长陆明远:

  大家好。本届灯会将于6月3日至5日在望川市举办,由青禾省文旅厅、青禾省广电局共同主办,由青禾省灯彩协会承办。

  今年灯会以“点亮湖光 照见家乡”为主题,准备了三件事:

  第一是请孩子画灯。第二是把旧灯修好。

  谢谢。

  谷雨晴:

  谢谢。下面请大家提问,提问前请报一下单位。

图片已损坏

  望川晚报记者:

  请问今年的灯比去年多了多少盏?

  陆明远:

  谢谢你的提问。去年是1700盏,今年会有2300多盏。

  白杉:

  我补充一句:灯都由本地工匠扎制。

  香港紫荆杂志记者:

  灯会结束以后,这些灯放在哪里?谢谢。

图片已损坏

  青禾省灯彩协会秘书长欧阳岚:

  一半留在湖边,一半送到学校。

  谷雨晴:

  今天的发布会到此结束,谢谢各位。

图片已损坏

版权声明

本页文字归青禾在线所有,转载请先联系我们。
"""

LABELS_INLINE = """望川网

2030湖光灯会将于6月1日至2日在望川举办

2030-05-06 10:20    青禾台
分享到
官方微信平台

  青禾台消息:5月5日下午,青禾省新闻办举行新闻发布会,介绍湖光灯会有关情况,并答记者问。

  青禾省新闻办副主任、新闻发言人 谷雨晴:各位来宾,下午好。今天请到青禾省文旅厅厅长毕岩先生,望川市委常委、宣传部部长白杉先生。

  下面请毕岩先生作介绍。

  青禾省文旅厅厅长 青禾省广电局局长 毕岩:各位媒体朋友,湖光灯会从一条小街开始,办到今年已经是第五届。我们为大家准备了新的灯组,也请省里的老匠人讲讲怎样扎灯。

  灯会的筹备由三个组(单位)分头负责,请大家放心。

  青禾省新闻办副主任、新闻发言人 谷雨晴:谢谢毕岩厅长,下面请白杉部长介绍。

  望川市委常委、宣传部部长 白杉:望川把灯会当作自家的事来办,欢迎大家六月来看灯。谢谢。

  (望川网编辑 甘棠)

免责声明:

本网转载的文字只为传播信息。
"""


def traditional(text: str) -> str:
    """The text in traditional characters, mechanically, as a careless mirror does it."""
    return str(opencc.OpenCC("s2t").convert(text))


def annotated(text: str, *, every: int = 7) -> str:
    """The text with the reading of every so many Han characters put behind it in brackets."""
    out = []
    for index, character in enumerate(text):
        out.append(character)
        if index % every == 0 and "\u4e00" <= character <= "\u9fff":
            out.append(f"({pinyin(character, style=Style.TONE)[0][0]})")
    return "".join(out)


def cleaned(page: str) -> CleanDocument:
    """The page as it comes to the reading of its turns."""
    return set_aside(repair(page))


DAMAGED = annotated(traditional(LABELS_INLINE))


def catalogue(pages: Mapping[str, str]) -> dict[str, Any]:
    """What data/lexicon/sources.toml would say of `pages`: a briefing's id, ending in its year."""
    return {
        "series": {"lantern": {"name_zh": "湖光灯会", "name_en": "Lantern Festival"}},
        "source": [
            {
                "briefing_id": name,
                "series": "lantern",
                "year": int(name[-4:]),
                "sha256": hashlib.sha256(page.encode()).hexdigest(),
            }
            for name, page in pages.items()
        ],
    }
