"""Whole lines that are no text of a briefing: placeholders, site furniture, the page's foot."""

import re
from dataclasses import replace

from loaders.repair import CleanDocument, CleanLine, Repair, in_order, shortened
from loaders.transcript import opens_turn

__all__ = ["set_aside"]

PLACEHOLDER = re.compile(r"^[\[【(（]?(?:图片已损坏|图片|此处有图片|图片来源.{0,20})[\]】)）]?$")
FURNITURE = re.compile(
    r"^(?:您?当前的?位置 ?[:：].{0,200}|分享到.{0,20}|官方微(?:信|博)平台|文档附件|扫一扫.{0,20}"
    r"|打印|关闭窗口)$"
)
CREDIT = re.compile(
    r"^(?:[(（【\[][^)）】\]]{0,16}(?:编辑|责编)[^)）】\]]{1,20}[)）】\]]"
    r"|(?:责任编辑|责编|编辑) ?[:：] ?\S{1,20})$"
)
NOTICE = re.compile(r"^(?:版权声明|反侵权公告|免责声明|特别声明|声明)[:：]?$")


def set_aside(document: CleanDocument) -> CleanDocument:
    """`document` without the lines that are no text of the briefing, each of them in its log.

    A notice runs from its heading to the foot of the page; where somebody speaks below it, the
    heading is a link of the site. Furniture stays as such: it may name the site.
    """
    speech = max((i for i, x in enumerate(document.lines) if opens_turn(x.text)), default=-1)
    foot = next(
        (i for i, line in enumerate(document.lines) if i > speech and NOTICE.match(line.text)),
        len(document.lines),
    )
    kinds = [_kind(line, is_foot=i >= foot) for i, line in enumerate(document.lines)]
    pairs = list(zip(document.lines, kinds, strict=True))
    log = [
        Repair(kind, line.number, 1, shortened(line.printed), "") for line, kind in pairs if kind
    ]
    kept = [
        replace(line, furniture=bool(kind)) for line, kind in pairs if kind in (None, "furniture")
    ]
    return replace(document, lines=tuple(kept), repairs=in_order([*document.repairs, *log]))


def _kind(line: CleanLine, *, is_foot: bool) -> str | None:
    if is_foot:
        return "notice"
    if PLACEHOLDER.match(line.text):
        return "placeholder"
    if FURNITURE.match(line.text) or NOTICE.match(line.text):
        return "furniture"
    return "credit" if CREDIT.match(line.text) else None
