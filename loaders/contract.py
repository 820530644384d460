"""Constants and types that the parser (loaders) and the server (dashboard) share."""

from typing import Literal, TypedDict

from loaders.messages import CodeObject

MAX_BYTES = 5_000_000  # largest file of a page
MAX_PAGES = 12  # files of an upload, and pages that a session of the server keeps
# Name of a format (readers.READERS) -> suffixes of its file names.
FORMATS = {
    "pdf": (".pdf",),
    "docx": (".docx", ".docm"),
    "cues": (".vtt", ".srt"),
    "html": (".html", ".htm", ".xhtml", ".shtml"),
    "text": (".txt", ".text", ".md", ".markdown"),
}
EDITION_SUFFIX = ".json"  # of a saved reading (edition.serialize), which no reader reads
SUFFIXES = tuple(suffix for suffixes in FORMATS.values() for suffix in suffixes)

# Han characters of a wording that is stored without the text: 24 in a row would be a passage.
MAX_STORED_HAN = 23
MAX_NAME = 200  # characters of a name, title or organisation in an edition
# Fields of a turn of an edition that say where the turn is on the page (lines count from 1), and
# which repairs were made in it. They follow all other fields.
POSITION_FIELDS = ("line", "line_end", "lines", "repairs")
# Marks each place in a text where a word may begin or end (paragraphs.segmented). The zero width
# space is Unicode's mark for that; repairs remove it from pages, so no text has one of its own.
BREAK = "\u200b"
ADDED_SERIES = "added"  # id of the series of a page that names no series

# Unit of a figure that is a place on a list (热搜榜第二名).
RANK = "名次"
# Units of spans of time, and of sessions (四届).
DURATIONS = frozenset(["年", "个月", "天", "周", "小时", "个小时", "分钟"])
SESSIONS = "届"
# Units of figures that count no things: shares, money, places on a list.
NO_COUNTS = frozenset(["%", "‰", "个百分点", "倍", "元", RANK])

# Exit status for a page that is not a transcript, and for one that cannot be read or was stopped.
NOT_A_TRANSCRIPT_STATUS, UNREADABLE_STATUS = 3, 4

# Administrative suffixes of a place: 天津 and 天津市 are one place.
PLACE_SUFFIXES = ("市", "省", "自治区", "特别行政区", "区", "县")

# What became of a file that was to be added to a corpus.
Outcome = Literal["read", "read_with_warnings", "text_filled_in", "already_there", "refused"]


class FileAnswer(TypedDict):
    """One file in the answer of `add --json`; detail: warnings or error, in English."""

    file: str
    outcome: Outcome
    briefing_id: str
    detail: str
    doubts: list[CodeObject]
    refusal: CodeObject | None


class Answer(TypedDict, total=False):
    """The answer of `--json`: of `add` the files, of a command that failed its refusal, if any."""

    files: list[FileAnswer]
    refusal: CodeObject | None
