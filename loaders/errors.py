"""The exception classes of Briefing Watch: one tree, rooted at BriefingsError.

The message of an exception is one sentence for the user: the file, the place, what was found, what
was expected, and what to do about it. Why a file was refused is a code, whose sentence is made when
somebody asks for it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from loaders import messages
from loaders.contract import NOT_A_TRANSCRIPT_STATUS, UNREADABLE_STATUS
from loaders.messages import Value


class BriefingsError(Exception):
    """Base class of all errors of Briefing Watch; catch it to show a message, not a traceback."""


class RefusedFileError(BriefingsError):
    """A file was refused: `code` and `values` say why, as loaders.messages.refusal words it.

    The message is that sentence. One of the values is `name`, that of the file.
    """

    def __init__(self, code: str, /, **values: Value) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values

    def __str__(self) -> str:
        return messages.refusal(self.code, self.values)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (type(self), self.code, self.values)

    def of(self, name: str) -> Self:
        """Return the same error of the file `name`."""
        return type(self)(self.code, **{**self.values, "name": name})

    def as_object(self) -> dict[str, Value]:
        """Return the refusal as an object of JSON: its code, and its values by name."""
        return {"code": self.code, **self.values}


def _rebuilt(kind: type[RefusedFileError], code: str, values: dict[str, Value]) -> RefusedFileError:
    return kind(code, **values)


class UnreadableError(RefusedFileError):
    """A file could not be opened, decoded or parsed."""


class NotATranscriptError(RefusedFileError):
    """The text was read and contains no turn of speech."""


class SourceMissingError(BriefingsError):
    """A page that the bundled corpus is built from was not found."""


class LexiconError(BriefingsError):
    """A file or a row of data/lexicon/ is missing or not valid."""


class SchemaError(BriefingsError):
    """A table violates the schema: a column, a type, a code, a key or a reference."""


class CorpusError(BriefingsError):
    """The corpus on disk is missing, damaged, of another version, or cannot be written."""


def unopened(path: Path, error: OSError) -> UnreadableError:
    """Return the error for a file that the system does not open."""
    return UnreadableError("unopened.system", name=str(path), error=error.strerror or str(error))


_EXIT_STATUS: Mapping[type[BriefingsError], int] = {
    NotATranscriptError: NOT_A_TRANSCRIPT_STATUS,
    UnreadableError: UNREADABLE_STATUS,
    SourceMissingError: UNREADABLE_STATUS,
}


def exit_status(error: BriefingsError) -> int:
    """Return the exit status of a command that ends with `error`; 1 if no file is its reason."""
    return _EXIT_STATUS.get(type(error), 1)
