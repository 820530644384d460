"""Every error that Briefing Watch raises on purpose: one tree, rooted at BriefingsError.

The message is one sentence for a person: which file, which place, what was found, what was
expected, what to do about it.
"""


class BriefingsError(Exception):
    """Root of the tree: catch this to show the sentence instead of a traceback."""


class UnreadableError(BriefingsError):
    """The bytes of a source could not be turned into text."""


class NotATranscriptError(BriefingsError):
    """The text was read, and no turn of speech stands in it."""


class SourceMissingError(BriefingsError):
    """A page that the corpus is built from is not at hand."""


class LexiconError(BriefingsError):
    """A row of data/lexicon/ is wrong."""


class SchemaError(BriefingsError):
    """A table breaks the schema: a column, a type, a key, a reference."""


class CorpusError(BriefingsError):
    """The corpus on disk is missing, damaged or of another version."""
