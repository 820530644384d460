"""The text of a paragraph in parts: with the matches marked, and in its three versions."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Literal

from dashboard.components.passages import Part
from dashboard.escape import printable

MAX_CHARACTERS = 4_000  # characters shown of a paragraph
_MAX_COMPARED = 1_500  # differing characters: the time grows with their square


def mark_spans(text: str, spans: Iterable[tuple[int, int]]) -> list[Part]:
    """Split `text` into parts of kind "find" inside `spans` and kind "" outside of them.

    A character inside several spans is in one part only.

    >>> mark_spans("湖光灯会", [(2, 3), (2, 4)])
    [('', '湖光'), ('find', '灯会')]
    """
    parts: list[Part] = []
    done = 0
    for begin, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end > done:
            parts += [("", text[done : max(begin, done)]), ("find", text[max(begin, done) : end])]
            done = end
    return [part for part in [*parts, ("", text[done:])] if part[1]]


def versions(published: str, repaired: str, text: str) -> dict[str, list[Part]]:
    """Split each version of a text into parts, with the changes marked.

    "published" marks as "gone" what the repairs removed; "repaired" and "simplified" mark as "new"
    what differs from the version before.

    >>> versions("湖(hú)光燈會", "湖光燈會", "湖光灯会")["published"]
    [('', '湖'), ('gone', '(hú)'), ('', '光燈會')]
    """
    return {
        "published": _differences(published, repaired, kept_of=0, kind="gone"),
        "repaired": _differences(published, repaired, kept_of=1, kind="new"),
        "simplified": _differences(repaired, text, kept_of=1, kind="new"),
    }


def _differences(
    before: str, after: str, *, kept_of: Literal[0, 1], kind: Literal["gone", "new"]
) -> list[Part]:
    """Split `before` (`kept_of` 0) or `after` (1) into parts; what only this text has is of `kind`.

    Nothing is marked if more than _MAX_COMPARED characters differ.
    """
    ends = _common_ends(before, after)
    inner = tuple(text[ends[0] : len(text) - ends[1]] for text in (before, after))
    whole = (before, after)[kept_of]
    if max(map(len, inner)) > _MAX_COMPARED:
        return [("", whole)]
    parts: list[Part] = [("", whole[: ends[0]])]
    for tag, *places in SequenceMatcher(None, inner[0], inner[1], autojunk=False).get_opcodes():
        stretch = inner[kept_of][slice(*places[2 * kept_of : 2 * kept_of + 2])]
        parts.append(("" if tag == "equal" else kind, stretch))
    return _merge_parts([*parts, ("", whole[len(whole) - ends[1] :])])


def _common_ends(before: str, after: str) -> tuple[int, int]:
    """Return the lengths, in characters, of the common prefix and suffix of two texts."""
    shorter = min(len(before), len(after))
    start = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    rest = shorter - start
    end = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    return start, end


def _merge_parts(parts: list[Part]) -> list[Part]:
    """Drop empty parts and merge neighbours of one kind."""
    joined: list[Part] = []
    for kind, text in parts:
        if text and joined and joined[-1][0] == kind:
            joined[-1] = (kind, joined[-1][1] + text)
        elif text:
            joined.append((kind, text))
    return joined


def truncate(text: str) -> str:
    """Return `text` cut to MAX_CHARACTERS, with control characters replaced by U+FFFD."""
    return printable(text, limit=MAX_CHARACTERS)


def first_shown(text: str, spans: Iterable[tuple[int, int]]) -> int:
    """Return the offset in `text` of the first character that is shown.

    It is 0 unless `text` has over MAX_CHARACTERS; then half that many precede the first of `spans`.
    """
    if len(text) <= MAX_CHARACTERS:
        return 0
    first = min((begin for begin, _ in spans), default=0)
    return max(0, first - MAX_CHARACTERS // 2)
