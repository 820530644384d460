"""Remove lines that are not speech: placeholders, navigation, captions, credits, the footer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from loaders.lexicon.labels import labels
from loaders.parsing.label_forms import parse_head
from loaders.parsing.label_names import parse_label
from loaders.parsing.label_scoring import ends_as_sentence
from loaders.parsing.turn_openings import MAX_LINES, Layout, find_openings, strip_quote_mark, unfold
from loaders.repair.document import CleanDocument, CleanLine, Repair
from loaders.repair.pipeline import shorten_for_log, sort_repairs

PLACEHOLDER = re.compile(r"^[\[【(（]?(?:图片已损坏|图片|此处有图片|图片来源.{0,20})[\]】)）]?$")
SITE_LINE = re.compile(
    r"^(?:您?当前的?位置 ?[:：].{0,200}|分享到.{0,20}|官方微(?:信|博)平台|文档附件|扫一扫.{0,20}"
    r"|打印|关闭窗口|\|?(?: ?:?-{3,}:? ?\|?){1,20}|[*_=—-]{3,80})$"
)
CREDIT = re.compile(
    r"^(?:[(（【\[][^)）】\]]{0,16}(?:编辑|责编)[^)）】\]]{1,20}[)）】\]]"
    r"|(?:责任编辑|责编|编辑) ?[:：] ?\S{1,20})$"
)
NOTICE = re.compile(r"^(?:版权声明|反侵权公告|免责声明|特别声明|声明)[:：]?$")
# A notice whose heading and text are on one line.
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
_FRAME_MARKS = re.compile(r"[【】\[\]:：#>*》 ]")
CLOSING = re.compile(
    r"(?:发布会|吹风会|记者会|见面会|茶叙|访谈|采访|直播)[^。]{0,12}(?:到此|到这里|就此)[^。]{0,6}(?:结束|为止)?"
)


def strip_boilerplate(document: CleanDocument) -> CleanDocument:
    """Remove the lines that are not text of the briefing, and log each of them as a repair.

    Lines that contain several are split first (`unfold`). A notice (copyright, disclaimer) extends
    from its heading to the end of the page, unless somebody speaks below: then the heading is a
    link of the site. Lines of the site are kept and marked as boilerplate, because they may name
    the publisher. A page of more than MAX_LINES lines keeps its boilerplate; read_transcript
    refuses such a page.
    """
    lines = list(unfold(document.lines))
    if len(lines) > MAX_LINES:
        return replace(document, lines=tuple(lines))
    layout = find_openings(tuple(line.text for line in lines))
    kinds = _classify_lines(lines, layout)
    log = [
        Repair(kind, line.number, 1, shorten_for_log(line.printed), "")
        for line, kind in zip(lines, kinds, strict=True)
        if kind
    ]
    kept = (
        replace(line, is_boilerplate=True) if kind else strip_quote_mark(line)
        for line, kind in zip(lines, kinds, strict=True)
        if kind in (None, "furniture")
    )
    return replace(
        document,
        lines=tuple(line for line in kept if line.text),
        repairs=sort_repairs([*document.repairs, *log]),
        unsettled=sort_repairs([*document.unsettled, *_headings_left_out(lines, kinds, layout)]),
    )


def _headings_left_out(
    lines: Sequence[CleanLine], kinds: Sequence[str | None], layout: Layout
) -> Iterator[Repair]:
    """Yield a doubt for each removed Markdown heading that may be the name of a speaker.

    It may be if other headings of the same level are labels.
    """
    heads = [parse_head(line.text) if line.text[:1] == "#" else None for line in lines]
    labels = {
        head.level for head, found in zip(heads, layout.openings, strict=True) if head and found
    }
    for line, kind, head in zip(lines, kinds, heads, strict=True):
        if kind == "heading" and head and head.level in labels:
            words = shorten_for_log(line.printed)
            yield Repair("heading", line.number, 1, words, words)


def _classify_lines(lines: Sequence[CleanLine], layout: Layout) -> list[str | None]:
    """Return the kind of boilerplate of each line, or None for text of the briefing."""
    footer = _footer_start(lines, layout)
    first = layout.first if layout.first is not None else len(lines)
    kinds: list[str | None] = []
    for index, line in enumerate(lines):
        if index >= footer:
            kinds.append("notice")
        elif layout.openings[index]:
            kinds.append(None)
        else:
            kind = _classify(line)
            if kind is None and first < index:
                kind = _classify_among_speech(lines, index, layout)
            kinds.append(kind)
    return kinds


def _classify(line: CleanLine) -> str | None:
    """Return the kind of a line that is boilerplate anywhere on a page; None for other lines."""
    if PLACEHOLDER.match(line.text):
        return "placeholder"
    if SITE_LINE.match(line.text) or _is_notice(line.text):
        return "furniture"
    return "credit" if CREDIT.match(line.text) else None


def _classify_among_speech(lines: Sequence[CleanLine], index: int, layout: Layout) -> str | None:
    """Return the kind of a line that is boilerplate among speech; None for speech.

    The kinds are stage_direction, heading (of an editor), caption and credit.
    """
    text = lines[index].text
    if DIRECTION.match(text):
        return None if _is_whole_turn(lines, index, layout) else "stage_direction"
    if re.match(r"#{1,6} ", text):
        return "heading"
    if CAPTION.match(text) or _repeats_a_speaker(lines, index, layout):
        return "caption"
    head = parse_head(text)
    credit = head is not None and head.is_closed and head.text.casefold() in _credit_words()
    return "credit" if credit and len(text) <= 60 and not text.endswith("。") else None


def _is_whole_turn(lines: Sequence[CleanLine], index: int, layout: Layout) -> bool:
    """Return whether the stage direction at `index` is all that follows a label.

    The direction is then kept, as the speaker's turn.
    """
    above = layout.openings[index - 1]
    labelled = bool(above) and not lines[index - 1].text[above[-1].speech_start :].strip()
    return labelled and (index + 1 == len(lines) or bool(layout.openings[index + 1]))


def _repeats_a_speaker(lines: Sequence[CleanLine], index: int, layout: Layout) -> bool:
    """Return whether the line at `index` repeats a speaker: a post and a name, and no label.

    It does if it is the caption of a picture, whose placeholder is above or below it, or if the
    next line opens with a label of the same name.
    """
    head = parse_head(lines[index].text)
    label = parse_label(head.text) if head and head.form == "bare" else None
    if label is None:
        return False
    nearby = lines[max(0, index - 1) : index + 2]
    pictured = any(PLACEHOLDER.match(line.text) for line in nearby)
    following = layout.openings[index + 1] if index + 1 < len(lines) else ()
    return pictured or any(opening.label.name == label.name for opening in following)


def _footer_start(lines: Sequence[CleanLine], layout: Layout) -> int:
    """Return the index of the footer's first line: a notice, links or another article.

    The footer is below all speech. After the closing words of the briefing, however, a notice or a
    heading of links begins the footer even if a label follows. Without a footer, the number of
    lines is returned.
    """
    last = layout.last
    if (start := _footer_after_closing(lines, layout)) is not None:
        return start
    closed = last >= 0 and bool(CLOSING.search(lines[last].text[-200:]))
    for index in range(last + 1, len(lines)):
        text = lines[index].text
        if _is_notice(text) or _is_footer_heading(text):
            return index
        if last >= 0 and DATELINE.match(text):
            return index - (index > last + 1 and _is_headline(lines[index - 1]))
        if closed and not ends_as_sentence(text) and _classify(lines[index]) is None:
            return index
        closed = closed or (last >= 0 and bool(CLOSING.search(text[-200:])))
    return len(lines)


def _footer_after_closing(lines: Sequence[CleanLine], layout: Layout) -> int | None:
    """Return the index of the first notice or heading of links after the closing words.

    None if there is no such line above the last label.
    """
    closed = False
    for index in range(layout.first or 0, layout.last):
        text = lines[index].text
        if closed and not layout.openings[index] and (_is_notice(text) or _is_footer_heading(text)):
            return index
        closed = closed or bool(CLOSING.search(text[-200:]))
    return None


def _is_notice(text: str) -> bool:
    return bool(NOTICE.match(text) or _INLINE_NOTICE.match(text))


def _is_footer_heading(text: str) -> bool:
    return _FRAME_MARKS.sub("", text[:40]).casefold() in _footer_headings()


def _is_headline(line: CleanLine) -> bool:
    return not ends_as_sentence(line.text) and _classify(line) is None


@cache
def _credit_words() -> frozenset[str]:
    return frozenset(labels().look_alikes.page)


@cache
def _footer_headings() -> frozenset[str]:
    words = labels().look_alikes.foot
    return frozenset(_FRAME_MARKS.sub("", word) for word in words)
