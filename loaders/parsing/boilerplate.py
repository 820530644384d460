"""Remove lines that are not speech: placeholders, navigation, captions, credits, the footer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from loaders.lexicon.labels import labels
from loaders.parsing.page import Page, PageLine, read_line
from loaders.repair.document import Repair, shorten_for_log, sort_repairs

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
_QUOTED = re.compile(r"> ?")
_FRAME_MARKS = re.compile(r"[【】\[\]:：#>*》 ]")
# The closing words of a briefing: a footer may follow.
BRIEFING_ENDS = re.compile(
    r"(?:发布会|吹风会|记者会|见面会|茶叙|访谈|采访|直播)[^。]{0,12}(?:到此|到这里|就此)[^。]{0,6}(?:结束|为止)?"
)


def strip_boilerplate(page: Page) -> Page:
    """Remove the lines that are not text of the briefing, and log each of them as a repair.

    A notice (copyright, disclaimer) extends from its heading to the end of the page, unless
    somebody speaks below: then the heading is a link of the site. Lines of the site stay in the
    document, marked as boilerplate, because they may name the publisher. The page is returned
    unchanged if all of it is text, else without openings, since labels are judged by all lines.
    """
    kinds = _classify_lines(page)
    lines = [_strip_quote_mark(line) for line in page.lines]
    if not any(kinds) and tuple(lines) == page.lines:
        return page
    kept = [
        (line, kind)
        for line, kind in zip(lines, kinds, strict=True)
        if line.text and kind in (None, "furniture")
    ]
    document = replace(
        page.document,
        lines=tuple(
            replace(line.clean, is_boilerplate=True) if kind else line.clean for line, kind in kept
        ),
        repairs=sort_repairs([*page.document.repairs, *_removals(page, kinds)]),
        unsettled=sort_repairs([*page.document.unsettled, *_headings_left_out(page, kinds)]),
    )
    return Page(page.name, document, tuple(line for line, kind in kept if kind is None))


def _strip_quote_mark(line: PageLine) -> PageLine:
    """Return `line` without the > of a Markdown quotation at its beginning, if it has one."""
    mark = _QUOTED.match(line.text)
    return read_line(line.clean.slice(mark.end())) if mark else line


def _removals(page: Page, kinds: Sequence[str | None]) -> Iterator[Repair]:
    """Yield the row of the log for each line that is boilerplate."""
    for line, kind in zip(page.lines, kinds, strict=True):
        if kind:
            words = shorten_for_log(line.clean.printed)
            yield Repair(kind, line.clean.number, 1, words, "")


def _headings_left_out(page: Page, kinds: Sequence[str | None]) -> Iterator[Repair]:
    """Yield a doubt for each removed Markdown heading that may be the name of a speaker.

    It may be if other headings of the same level are labels.
    """
    levels = [
        line.head.level if line.head and line.text[:1] == "#" else None for line in page.lines
    ]
    labels = {level for level, found in zip(levels, page.openings, strict=True) if found}
    for line, kind, level in zip(page.lines, kinds, levels, strict=True):
        if kind == "heading" and level is not None and level in labels:
            words = shorten_for_log(line.clean.printed)
            yield Repair("heading", line.clean.number, 1, words, words)


def _classify_lines(page: Page) -> list[str | None]:
    """Return the kind of boilerplate of each line, or None for text of the briefing."""
    footer = _footer_start(page)
    first = page.first if page.first is not None else len(page.lines)
    kinds: list[str | None] = []
    for index, line in enumerate(page.lines):
        if index >= footer:
            kinds.append("notice")
        elif page.openings[index]:
            kinds.append(None)
        else:
            kind = _classify(line)
            if kind is None and first < index:
                kind = _classify_among_speech(page, index)
            kinds.append(kind)
    return kinds


def _classify(line: PageLine) -> str | None:
    """Return the kind of a line that is boilerplate anywhere on a page; None for other lines."""
    if PLACEHOLDER.match(line.text):
        return "placeholder"
    if SITE_LINE.match(line.text) or _is_notice(line.text):
        return "furniture"
    return "credit" if CREDIT.match(line.text) else None


def _classify_among_speech(page: Page, index: int) -> str | None:
    """Return the kind of a line that is boilerplate among speech; None for speech.

    The kinds are stage_direction, heading (of an editor), caption and credit.
    """
    text = page.lines[index].text
    if DIRECTION.match(text):
        return None if _is_whole_turn(page, index) else "stage_direction"
    if re.match(r"#{1,6} ", text):
        return "heading"
    if CAPTION.match(text) or _repeats_a_speaker(page, index):
        return "caption"
    head = page.lines[index].head
    credit = head is not None and head.is_closed and head.text.casefold() in _credit_words()
    return "credit" if credit and len(text) <= 60 and not text.endswith("。") else None


def _is_whole_turn(page: Page, index: int) -> bool:
    """Return whether the stage direction at `index` is all that follows a label.

    The direction is then kept, as the speaker's turn.
    """
    above = page.openings[index - 1]
    labelled = bool(above) and not page.lines[index - 1].text[above[-1].speech_start :].strip()
    return labelled and (index + 1 == len(page.lines) or bool(page.openings[index + 1]))


def _repeats_a_speaker(page: Page, index: int) -> bool:
    """Return whether the line at `index` repeats a speaker: a post and a name, and no label.

    It does if it is the caption of a picture, whose placeholder is above or below it, or if the
    next line opens with a label of the same name.
    """
    head = page.lines[index].head
    label = head.words.titled if head and head.form == "bare" else None
    if label is None:
        return False
    nearby = page.lines[max(0, index - 1) : index + 2]
    pictured = any(PLACEHOLDER.match(line.text) for line in nearby)
    following = page.openings[index + 1] if index + 1 < len(page.lines) else ()
    return pictured or any(opening.label.name == label.name for opening in following)


def _footer_start(page: Page) -> int:
    """Return the index of the footer's first line: a notice, links or another article.

    The footer is below all speech. After the closing words of the briefing, however, a notice or a
    heading of links begins the footer even if a label follows. Without a footer, the number of
    lines is returned.
    """
    last = page.last
    if (start := _footer_after_closing(page)) is not None:
        return start
    closed = last >= 0 and bool(BRIEFING_ENDS.search(page.lines[last].text[-200:]))
    for index in range(last + 1, len(page.lines)):
        text = page.lines[index].text
        if _is_notice(text) or _is_footer_heading(text):
            return index
        if last >= 0 and DATELINE.match(text):
            return index - (index > last + 1 and _is_headline(page.lines[index - 1]))
        if closed and _is_headline(page.lines[index]):
            return index
        closed = closed or (last >= 0 and bool(BRIEFING_ENDS.search(text[-200:])))
    return len(page.lines)


def _footer_after_closing(page: Page) -> int | None:
    """Return the index of the first notice or heading of links after the closing words.

    None if there is no such line above the last label.
    """
    closed = False
    for index in range(page.first or 0, page.last):
        text = page.lines[index].text
        if closed and not page.openings[index] and (_is_notice(text) or _is_footer_heading(text)):
            return index
        closed = closed or bool(BRIEFING_ENDS.search(text[-200:]))
    return None


def _is_notice(text: str) -> bool:
    return bool(NOTICE.match(text) or _INLINE_NOTICE.match(text))


def _is_footer_heading(text: str) -> bool:
    return _FRAME_MARKS.sub("", text[:40]).casefold() in _footer_headings()


def _is_headline(line: PageLine) -> bool:
    return not line.ends_as_sentence and _classify(line) is None


@cache
def _credit_words() -> frozenset[str]:
    return frozenset(labels().look_alikes.page)


@cache
def _footer_headings() -> frozenset[str]:
    words = labels().look_alikes.foot
    return frozenset(_FRAME_MARKS.sub("", word) for word in words)
