r"""WebVTT and SubRip (SRT): cues with start and end, read in one pass over the lines.

`00:01.000 --> 00:04.000` opens a cue; hours may be missing, the point may be a comma, settings or
positions may follow. Its lines run to the next empty one. A voice (`<v 陆明远>`) becomes the line
`陆明远：` where it begins to speak. Text outside of any cue is kept, without times.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.errors import UnreadableError
from loaders.readers.encodings import decode
from loaders.readers.markup import LONG_NUMBER
from loaders.readers.result import Text, require_text

CLOCK = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
TIMING = re.compile(rf"^[ \t]{{0,10}}{CLOCK}[ \t]{{0,10}}-->[ \t]{{0,10}}{CLOCK}(?:[ \t]|$)")
SIGN = re.compile(r"WEBVTT(?:[ \t]|$)")
BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)")
VOICE = re.compile(r"<v(?:\.[^\s<>]{0,60})?[ \t]{1,4}([^<>\n]{1,80})>")
TAG = re.compile(
    r"</?(?:c|i|b|u|s|v|lang|ruby|font)(?:[.\s][^<>\n]{0,200})?>|<\d[\d:.]{3,15}>|\{\\an?\d{1,2}\}",
    re.IGNORECASE,
)
READING = re.compile(r"<rt(?:[.\s][^<>\n]{0,60})?>[^<>\n]{0,40}(?:</rt>)?", re.IGNORECASE)
HEAD = 4096


def knows(data: bytes) -> bool:
    """Whether `data` opens as WebVTT does, or holds the timing of a cue near its beginning."""
    head = data[:HEAD].replace(b"\0", b"").decode("latin-1").lstrip("\xef\xbb\xbf\xff\xfe")
    if SIGN.match(head):
        return True
    return any(TIMING.match(line) for line in head.splitlines()[:4])


def read(name: str, data: bytes) -> Text:
    """The lines of the cues, with the times of each. Raises UnreadableError where there is none."""
    page, encoding, warnings = decode(name, data)
    lines = re.split(r"\r\n|\r|\n", page.removeprefix("\ufeff"))
    reading = _Cues()
    for index, line in enumerate(lines):
        reading.take(line, lines[index + 1] if index + 1 < len(lines) else "")
    if not reading.timed:
        raise UnreadableError(
            f"{name} holds no cue (a line such as 00:00:01.000 --> 00:00:04.000); if it is plain "
            "text, name it .txt."
        )
    text = require_text(name, "\n".join(reading.lines))
    return Text(text, encoding, reading.times, (*warnings, *reading.warnings(name)))


@dataclass
class _Cues:
    """What is open while the lines of a file go by."""

    lines: list[str] = field(default_factory=list)
    times: dict[int, tuple[float, float]] = field(default_factory=dict)
    timed: bool = False
    _span: tuple[float, float] | None = None
    _voice: str = ""
    _passing: bool = False
    _after_blank: bool = True
    _backwards: int = 0
    _outside: int = 0

    def take(self, line: str, following: str) -> None:
        """Take one line; the one that follows tells whether it is the name or number of a cue."""
        if not line.strip():
            self._span, self._passing, self._after_blank = None, False, True
            return
        begins, self._after_blank = self._after_blank, False
        if "-->" in line and (timing := TIMING.match(line)):
            self._open(timing)
        elif begins and self._span is None and self._is_head(line, following):
            self._passing = not TIMING.match(following)
        elif not self._passing:
            self._outside += self._span is None
            for voice, text in _spoken(line):
                self._say(voice, text)

    def warnings(self, name: str) -> Iterator[str]:
        """What a person should look at."""
        if self._backwards:
            yield f"{name} has cues that end before they begin ({self._backwards}); check them."
        if self._outside:
            yield f"{name} has lines outside of any cue ({self._outside}); they have no times."

    def _is_head(self, line: str, following: str) -> bool:
        """Whether `line` opens a block that is no cue, or names the cue whose timing follows."""
        first = not self.timed and not self.lines and SIGN.match(line)
        return bool(first or BLOCK.match(line) or TIMING.match(following))

    def _open(self, timing: re.Match[str]) -> None:
        start, end = _seconds(timing.groups()[:4]), _seconds(timing.groups()[4:])
        self._backwards += end < start
        self._span = (start, max(start, end))
        self.timed, self._passing = True, False

    def _say(self, voice: str, text: str) -> None:
        if voice and voice != self._voice:
            self._voice = voice
            self._line(f"{voice}：")
        if text.strip():
            self._line(text.strip())

    def _line(self, text: str) -> None:
        self.lines.append(text)
        if self._span is not None:
            self.times[len(self.lines)] = self._span


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + int((fraction or "0").ljust(3, "0")) / 1000


def _spoken(line: str) -> Iterator[tuple[str, str]]:
    """The pieces of a line of a cue: voice (or "") and text, each piece of one voice."""
    if not any(sign in line for sign in "<&{"):
        yield "", line
        return
    before, *voiced = VOICE.split(line)
    if before.strip():
        yield "", _bare(before)
    for voice, text in zip(voiced[::2], voiced[1::2], strict=True):
        yield _bare(voice).strip(), _bare(text)


def _bare(text: str) -> str:
    text = LONG_NUMBER.sub("\ufffd", TAG.sub("", READING.sub("", text)))
    return html.unescape(text)
