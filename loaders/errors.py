"""The exception classes of Briefing Watch: one tree, rooted at BriefingsError.

The message of an exception is one sentence for the user: the file, the place, what was found, what
was expected, and what to do about it.
"""


class BriefingsError(Exception):
    """Base class of all errors of Briefing Watch; catch it to show a message, not a traceback."""


class UnreadableError(BriefingsError):
    """A file could not be opened, decoded or parsed."""


class NotATranscriptError(BriefingsError):
    """The text was read and contains no turn of speech."""


class SourceMissingError(BriefingsError):
    """A page that the bundled corpus is built from was not found."""


class LexiconError(BriefingsError):
    """A file or a row of data/lexicon/ is missing or not valid."""


class SchemaError(BriefingsError):
    """A table violates the schema: a column, a type, a code, a key or a reference."""


class CorpusError(BriefingsError):
    """The corpus on disk is missing, damaged, of another version, or cannot be written."""
