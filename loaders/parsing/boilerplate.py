"""Whole lines that are no speech: placeholders, site furniture, captions, directions, the foot."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from loaders import lexicon
from loaders.parsing.label_forms import head_of
from loaders.parsing.label_names import parse_label
from loaders.parsing.label_scoring import ends_as_sentence
from loaders.parsing.turn_openings import MOST_LINES, Layout, find_openings, unfolded, without_mark
from loaders.repair.document import CleanDocument, CleanLine, Repair
from loaders.repair.pipeline import in_order, shortened

PLACEHOLDER = re.compile(r"^[\[【(（]?(?:图片已损坏|图片|此处有图片|图片来源.{0,20})[\]】)）]?$")
FURNITURE = re.compile(
    r"^(?:您?当前的?位置 ?[:：].{0,200}|分享到.{0,20}|官方微(?:信|博)平台|文档附件|扫一扫.{0,20}"
    r"|打印|关闭窗口|\|?(?: ?:?-{3,}:? ?\|?){1,20}|[*_=—-]{3,80})$"
)
CREDIT = re.compile(
    r"^(?:[(（【\[][^)）】\]]{0,16}(?:编辑|责编)[^)）】\]]{1,20}[)）】\]]"
    r"|(?:责任编辑|责编|编辑) ?[:：] ?\S{1,20})$"
)
NOTICE = re.compile(r"^(?:版权声明|反侵权公告|免责声明|特别声明|声明)[:：]?$")
# A notice with its text on the same line.
_INLINE_NOTICE = re.compile(
    r"^[【\[]?(?:版权声明|反侵权公告|免责声明|特别声明|声明|版权所有)[】\]]? ?[:：]"
    r".{0,300}?(?:转载|本网|本站|本平台|侵权|侵删|不代表)"
)
CAPTION = re.compile(
    r"^(?:[▲△↑].{1,120}|图为.{2,120}|.{2,80} 摄"
    r"|.{2,80}[(（].{0,12}摄(?:影)?[:： ]{0,2}.{0,12}[)）])$"
)
DIRECTION = re.compile(
    r"^(?:> ?[(（\[].{1,300}[)）\]]|[(（\[](?:全场|现场|众人|热烈|一片)?"
    r"(?:掌声|鼓掌|笑|笑声|大笑|众笑|停顿|沉默|音乐|播放.{0,12}|laughter|laughs|applause|pause|crosstalk"
    r"|inaudible|music|silence)[)）\]])$",
    re.IGNORECASE,
)
DATELINE = re.compile(
    r"\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?.{0,20}(?:来源|稿源)|(?:来源|稿源) ?[:：]"
)
_FRAME = re.compile(r"[【】\[\]:：#>*》 ]")
CLOSED = re.compile(
    r"(?:发布会|吹风会|记者会|见面会|茶叙|访谈|采访|直播)[^。]{0,12}(?:到此|到这里|就此)[^。]{0,6}(?:结束|为止)?"
)


def strip_boilerplate(document: CleanDocument) -> CleanDocument:
    """`document` without the lines that are no text of the briefing, each of them in its log.

    Lines that hold several are cut first; a page of more than MOST_LINES comes back as it is, for
    read_transcript to refuse. A notice runs from its heading to the foot of the page;
    where somebody speaks below it, the heading is a link of the site. Furniture stays as such: it
    may name the site.
    """
    lines = list(unfolded(document.lines))
    if len(lines) > MOST_LINES:
        return replace(document, lines=tuple(lines))
    layout = find_openings(tuple(line.text for line in lines))
    kinds = _kinds(lines, layout)
    log = [
        Repair(kind, line.number, 1, shortened(line.printed), "")
        for line, kind in zip(lines, kinds, strict=True)
        if kind
    ]
    kept = (
        replace(line, furniture=True) if kind else without_mark(line)
        for line, kind in zip(lines, kinds, strict=True)
        if kind in (None, "furniture")
    )
    return replace(
        document,
        lines=tuple(line for line in kept if line.text),
        repairs=in_order([*document.repairs, *log]),
        doubts=in_order([*document.doubts, *_doubted(lines, kinds, layout)]),
    )


def _doubted(
    lines: Sequence[CleanLine], kinds: Sequence[str | None], layout: Layout
) -> Iterator[Repair]:
    """The headings set aside of a level whose headings label turns: one may be a name as well."""
    heads = [head_of(line.text) if line.text[:1] == "#" else None for line in lines]
    labels = {
        head.level for head, found in zip(heads, layout.openings, strict=True) if head and found
    }
    for line, kind, head in zip(lines, kinds, heads, strict=True):
        if kind == "heading" and head and head.level in labels:
            words = shortened(line.printed)
            yield Repair("heading", line.number, 1, words, words)


def _kinds(lines: Sequence[CleanLine], layout: Layout) -> list[str | None]:
    """What each line is, None for text of the briefing."""
    foot = _foot(lines, layout)
    begun = layout.first if layout.first is not None else len(lines)
    kinds: list[str | None] = []
    for index, line in enumerate(lines):
        if index >= foot:
            kinds.append("notice")
        elif layout.openings[index]:
            kinds.append(None)
        else:
            inside = begun < index
            kinds.append(_kind(line) or (_kind_inside(lines, index, layout) if inside else None))
    return kinds


def _kind(line: CleanLine) -> str | None:
    """What a line is wherever it stands."""
    if PLACEHOLDER.match(line.text):
        return "placeholder"
    if FURNITURE.match(line.text) or _is_notice(line.text):
        return "furniture"
    return "credit" if CREDIT.match(line.text) else None


def _kind_inside(lines: Sequence[CleanLine], index: int, layout: Layout) -> str | None:
    """What a line is among speech: a direction, a heading of the editors, a caption, a credit."""
    text = lines[index].text
    if DIRECTION.match(text):
        return None if _is_a_turn(lines, index, layout) else "stage_direction"
    if re.match(r"#{1,6} ", text):
        return "heading"
    if CAPTION.match(text) or _repeats_a_speaker(lines, index, layout):
        return "caption"
    head = head_of(text)
    credit = head is not None and head.closed and head.text.casefold() in _of_page()
    return "credit" if credit and len(text) <= 60 and not text.endswith("。") else None


def _is_a_turn(lines: Sequence[CleanLine], index: int, layout: Layout) -> bool:
    """Whether a direction is all that stands under a label: then somebody's turn was that."""
    above = layout.openings[index - 1]
    labelled = bool(above) and not lines[index - 1].text[above[-1].speech :].strip()
    return labelled and (index + 1 == len(lines) or bool(layout.openings[index + 1]))


def _repeats_a_speaker(lines: Sequence[CleanLine], index: int, layout: Layout) -> bool:
    """Whether a line of a post and a name stands beside a picture, or above that person's label."""
    head = head_of(lines[index].text)
    label = parse_label(head.text) if head and head.form == "bare" else None
    if label is None:
        return False
    beside = lines[max(0, index - 1) : index + 2]
    pictured = any(PLACEHOLDER.match(line.text) for line in beside)
    following = layout.openings[index + 1] if index + 1 < len(lines) else ()
    return pictured or any(opening.label.name == label.name for opening in following)


def _foot(lines: Sequence[CleanLine], layout: Layout) -> int:
    """Where the foot of the page begins: a notice, links, another article, below all speech.

    Once the briefing was closed, a notice or the heading of links ends it whoever is named below.
    """
    last = layout.last
    if (after_close := _foot_after_close(lines, layout)) is not None:
        return after_close
    closed = last >= 0 and bool(CLOSED.search(lines[last].text[-200:]))
    for index in range(last + 1, len(lines)):
        text = lines[index].text
        if _is_notice(text) or _heads_foot(text):
            return index
        if last >= 0 and DATELINE.match(text):
            return index - (index > last + 1 and _is_headline(lines[index - 1]))
        if closed and not ends_as_sentence(text) and _kind(lines[index]) is None:
            return index
        closed = closed or (last >= 0 and bool(CLOSED.search(text[-200:])))
    return len(lines)


def _foot_after_close(lines: Sequence[CleanLine], layout: Layout) -> int | None:
    """The first notice or heading of links above the last label, below the closing words."""
    closed = False
    for index in range(layout.first or 0, layout.last):
        text = lines[index].text
        if closed and not layout.openings[index] and (_is_notice(text) or _heads_foot(text)):
            return index
        closed = closed or bool(CLOSED.search(text[-200:]))
    return None


def _is_notice(text: str) -> bool:
    return bool(NOTICE.match(text) or _INLINE_NOTICE.match(text))


def _heads_foot(text: str) -> bool:
    return _FRAME.sub("", text[:40]).casefold() in _feet()


def _is_headline(line: CleanLine) -> bool:
    return not ends_as_sentence(line.text) and _kind(line) is None


@cache
def _of_page() -> frozenset[str]:
    return frozenset(lexicon.read("labels")["look_alikes"]["page"])


@cache
def _feet() -> frozenset[str]:
    words = lexicon.read("labels")["look_alikes"]["foot"]
    return frozenset(_FRAME.sub("", word) for word in words)
