r"""Read WebVTT and SubRip (SRT): cues with start and end times, in one pass over the lines.

A line such as `00:01.000 --> 00:04.000` opens a cue. Hours may be missing, the decimal point may be
a comma, and settings or positions may follow. The cue ends at the next empty line. Where a voice
tag (`<v 陆明远>`) changes the speaker, the line `陆明远：` is inserted. Text outside any cue is
kept, without times.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.errors import UnreadableError
from loaders.messages import Doubt, doubt
from loaders.readers.encodings import decode
from loaders.readers.markup import LONG_NUMBER
from loaders.readers.result import ReadResult, require_text

TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
TIMING = re.compile(rf"^[ \t]{{0,10}}{TIME}[ \t]{{0,10}}-->[ \t]{{0,10}}{TIME}(?:[ \t]|$)")
SIGNATURE = re.compile(r"WEBVTT(?:[ \t]|$)")
OTHER_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)")
VOICE = re.compile(r"<v(?:\.[^\s<>]{0,60})?[ \t]{1,4}([^<>\n]{1,80})>")
TAG = re.compile(
    r"</?(?:c|i|b|u|s|v|lang|ruby|font)(?:[.\s][^<>\n]{0,200})?>|<\d[\d:.]{3,15}>|\{\\an?\d{1,2}\}",
    re.IGNORECASE,
)
RUBY_READING = re.compile(r"<rt(?:[.\s][^<>\n]{0,60})?>[^<>\n]{0,40}(?:</rt>)?", re.IGNORECASE)
HEAD_BYTES = 4096


def recognises(data: bytes) -> bool:
    """Return whether `data` begins with WEBVTT or has the timing of a cue in its first 4 lines."""
    head = data[:HEAD_BYTES].replace(b"\0", b"").decode("latin-1").lstrip("\xef\xbb\xbf\xff\xfe")
    if SIGNATURE.match(head):
        return True
    return any(TIMING.match(line) for line in head.splitlines()[:4])


def read(name: str, data: bytes) -> ReadResult:
    """Return the text of a WebVTT or SRT file, and the times of the lines inside cues.

    Raises UnreadableError if there is no cue or no text, and for the errors of encodings.decode.
    """
    page, encoding, doubts = decode(name, data)
    lines = re.split(r"\r\n|\r|\n", page.removeprefix("\ufeff"))
    parser = _CueParser()
    for index, line in enumerate(lines):
        parser.feed(line, lines[index + 1] if index + 1 < len(lines) else "")
    if not parser.has_cues:
        raise UnreadableError("uncued.none", name=name)
    text = require_text(name, "\n".join(parser.lines))
    return ReadResult(text, encoding, parser.times, (*doubts, *parser.doubts()))


@dataclass
class _CueParser:
    """Parser of a cue file, fed line by line, which collects the lines of text in `lines`.

    `times` maps the number of a line in `lines` (from 1) to its start and end in seconds.
    """

    lines: list[str] = field(default_factory=list)
    times: dict[int, tuple[float, float]] = field(default_factory=dict)
    has_cues: bool = False
    _span: tuple[float, float] | None = None
    _voice: str = ""
    _skipping: bool = False
    _after_blank: bool = True
    _reversed_cues: int = 0
    _outside: int = 0

    def feed(self, line: str, following: str) -> None:
        """Parse `line`; `following` is the next line, or "" at the end of the file.

        If `following` is the timing of a cue, `line` may be the name or number of that cue.
        """
        if not line.strip():
            self._span, self._skipping, self._after_blank = None, False, True
            return
        begins_block, self._after_blank = self._after_blank, False
        if "-->" in line and (timing := TIMING.match(line)):
            self._begin_cue(timing)
        elif begins_block and self._span is None and self._is_block_head(line, following):
            self._skipping = not TIMING.match(following)
        elif not self._skipping:
            self._outside += self._span is None
            for voice, text in _split_voices(line):
                self._add_speech(voice, text)

    def doubts(self) -> Iterator[Doubt]:
        """Yield the problems that a person should check."""
        if self._reversed_cues:
            yield doubt("backwards", n=self._reversed_cues)
        if self._outside:
            yield doubt("untimed", n=self._outside)

    def _is_block_head(self, line: str, following: str) -> bool:
        """Return whether `line` opens a block other than a cue, or is the name of the next cue.

        Such blocks are the WEBVTT signature, NOTE, STYLE and REGION.
        """
        first = not self.has_cues and not self.lines and SIGNATURE.match(line)
        return bool(first or OTHER_BLOCK.match(line) or TIMING.match(following))

    def _begin_cue(self, timing: re.Match[str]) -> None:
        start, end = _seconds(timing.groups()[:4]), _seconds(timing.groups()[4:])
        self._reversed_cues += end < start
        self._span = (start, max(start, end))
        self.has_cues, self._skipping = True, False

    def _add_speech(self, voice: str, text: str) -> None:
        if voice and voice != self._voice:
            self._voice = voice
            self._add_line(f"{voice}：")
        if text.strip():
            self._add_line(text.strip())

    def _add_line(self, text: str) -> None:
        self.lines.append(text)
        if self._span is not None:
            self.times[len(self.lines)] = self._span


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    total = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return total + int((fraction or "0").ljust(3, "0")) / 1000


def _split_voices(line: str) -> Iterator[tuple[str, str]]:
    """Split a line at its voice tags; yield each voice and its text, without other tags.

    The voice is "" for the text before the first voice tag.
    """
    if not any(sign in line for sign in "<&{"):
        yield "", line
        return
    before, *pieces = VOICE.split(line)
    if before.strip():
        yield "", _strip_tags(before)
    for voice, text in zip(pieces[::2], pieces[1::2], strict=True):
        yield _strip_tags(voice).strip(), _strip_tags(text)


def _strip_tags(text: str) -> str:
    text = LONG_NUMBER.sub("\ufffd", TAG.sub("", RUBY_READING.sub("", text)))
    return html.unescape(text)
