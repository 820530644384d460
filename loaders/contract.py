"""Constants that the parser and the server share; each half would otherwise keep a copy."""

MAX_BYTES = 5_000_000  # of a page
# The endings of file names, by the name of their format (readers.READERS).
FORMATS = {
    "pdf": (".pdf",),
    "docx": (".docx", ".docm"),
    "cues": (".vtt", ".srt"),
    "html": (".html", ".htm", ".xhtml", ".shtml"),
    "text": (".txt", ".text", ".md", ".markdown"),
}
SUFFIXES = tuple(suffix for suffixes in FORMATS.values() for suffix in suffixes)

MAX_NAME = 200  # characters of a name, title or organisation in an edition
# The last fields of a turn of an edition: its lines on the page, and its repairs.
POSITION_FIELDS = ("line", "line_end", "lines", "repairs")
ADDED_SERIES = "added"  # the series of a page that names none

# Exit status for a page that is not a transcript, and for one that cannot be read or was stopped.
NOT_A_TRANSCRIPT_STATUS, UNREADABLE_STATUS = 3, 4
