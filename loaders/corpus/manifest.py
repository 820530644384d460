"""The layout of a corpus on disk: immutable files, manifests that list them, and one pointer.

    current.json                the version that is read
    manifests/<version>.json    the files of each table of one version
    tables/<table>-<hash>.parquet

A file is named after its contents and never written to again, and a manifest after its own. So the
pointer is all that ever changes, by one rename: a reader sees one version or the next, and each of
them whole.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from loaders.errors import CorpusError
from loaders.schema import SCHEMA_VERSION, TABLES

POINTER = "current.json"
MANIFESTS, FILES = "manifests", "tables"
PARTS = (POINTER, MANIFESTS, FILES)  # all that a folder of a corpus holds
_VERSION_DIGITS, _FILE_DIGITS = 12, 16
_OF_EARLIER_RELEASES = "manifest.json"  # until 0.5.0, beside a file for each table
REMEDY = (
    "the bundled corpus is restored by `git checkout` or `python -m loaders build`, another one "
    "from a copy or by adding its pages to an empty folder"
)


@dataclass(frozen=True)
class Fragment:
    """One file of a table: its name in FILES, its number of rows, and its SHA-256."""

    name: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """One version of a corpus. `metadata`: versions of the parser and the lexicon that made it.

    tables: each table -> its fragments, whose rows are sorted by the key of the table over all of
    them. Version and file name follow from the content, see `version`.
    """

    tables: Mapping[str, tuple[Fragment, ...]]
    metadata: Mapping[str, Any]
    schema_version: int = SCHEMA_VERSION

    @cached_property
    def version(self) -> str:
        """12 hexadecimal digits, a hash of all that the manifest says."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:_VERSION_DIGITS]

    @property
    def text(self) -> str:
        """The text of the manifest's file."""
        listed = {name: [vars(each) for each in found] for name, found in self.tables.items()}
        head = {"schema_version": self.schema_version, **self.metadata}
        return json.dumps({**head, "tables": listed}, ensure_ascii=False, indent=1) + "\n"

    def rows(self, table: str) -> int:
        """Return the number of rows of `table`."""
        return sum(fragment.rows for fragment in self.tables[table])

    def fragments(self) -> Iterator[Fragment]:
        """Yield the fragments of all tables."""
        for name in self.tables:
            yield from self.tables[name]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the manifest of a file's text; ValueError, TypeError or KeyError if damaged."""
        stated = json.loads(text)
        tables, schema_version = stated.pop("tables"), stated.pop("schema_version")
        if schema_version != SCHEMA_VERSION:
            return cls({}, {}, schema_version)
        listed = {
            name: tuple(
                Fragment(str(each["name"]), int(each["rows"]), str(each["sha256"]))
                for each in found
            )
            for name, found in tables.items()
        }
        return cls(listed, stated, schema_version)


def file_name(table: str, sha256: str) -> str:
    """Return the name of the file of `table` with this hash."""
    return f"{table}-{sha256[:_FILE_DIGITS]}.parquet"


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal; OSError if it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pointer_to(version: str) -> str:
    """Return the text of a pointer to `version`."""
    return json.dumps({"version": version}) + "\n"


def has_pointer(folder: Path) -> bool:
    """Return whether `folder` has a corpus, whole or damaged."""
    return (folder / POINTER).exists()


def current_version(folder: Path) -> str:
    """Return the version that the corpus in `folder` points to.

    Raises CorpusError if there is none, OtherReleaseError for the layout of earlier releases.
    """
    path = folder / POINTER
    try:
        version = json.loads(path.read_text(encoding="utf-8"))["version"]
    except OSError as error:
        if (folder / _OF_EARLIER_RELEASES).exists():
            raise OtherReleaseError(
                f"{folder} holds a corpus of an earlier release; add its pages to an empty folder.",
                is_newer=False,
            ) from error
        raise CorpusError(
            f"{folder} holds no corpus ({error.strerror}: {path}); {REMEDY}."
        ) from error
    except (ValueError, TypeError, KeyError) as error:
        raise CorpusError(f"{path} is damaged ({error!r}); {REMEDY}.") from error
    if not is_version(version):
        raise CorpusError(f"{path} is damaged: it names no version; {REMEDY}.")
    return str(version)


def is_version(text: object) -> bool:
    """Return whether `text` has the form of a version; it is part of a path only if it has."""
    return (
        isinstance(text, str)
        and len(text) == _VERSION_DIGITS
        and not set(text) - set("0123456789abcdef")
    )


def manifest_path(folder: Path, version: str) -> Path:
    """Return the path of the manifest of `version` in the corpus or archive `folder`."""
    return folder / MANIFESTS / f"{version}.json"


def listed_files(path: Path) -> list[str]:
    """Return the names of the files that the manifest `path` lists, whatever its schema.

    Raises OSError if it cannot be read, ValueError if it is damaged.
    """
    try:
        tables = json.loads(path.read_text(encoding="utf-8"))["tables"]
        return [str(each["name"]) for found in tables.values() for each in found]
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"{path} is damaged") from error


def read_manifest(folder: Path, version: str) -> Manifest:
    """Return the manifest of `version` in the corpus or archive `folder`.

    Raises CorpusError if it is missing or damaged, OtherReleaseError for another SCHEMA_VERSION.
    """
    path = manifest_path(folder, version)
    try:
        manifest = Manifest.parse(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CorpusError(f"{path} cannot be read ({error.strerror}); {REMEDY}.") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CorpusError(f"{path} is damaged ({error!r}); {REMEDY}.") from error
    if manifest.schema_version != SCHEMA_VERSION:
        raise _other_schema(path, manifest.schema_version)
    if manifest.version != version or set(manifest.tables) != set(TABLES):
        raise CorpusError(f"{path} is damaged: its content is not of its name; {REMEDY}.")
    return manifest


class OtherReleaseError(CorpusError):
    """A corpus was written by a release that stores it otherwise: by a newer one or not."""

    def __init__(self, message: str, *, is_newer: bool) -> None:
        super().__init__(message)
        self.is_newer = is_newer


def _other_schema(path: Path, schema_version: object) -> OtherReleaseError:
    is_newer = isinstance(schema_version, int) and schema_version > SCHEMA_VERSION
    remedy = "update this one" if is_newer else "add its pages to an empty folder"
    written_by = "a newer" if is_newer else "an earlier"
    return OtherReleaseError(
        f"{path} is of schema {schema_version} of {written_by} release, and this release reads "
        f"schema {SCHEMA_VERSION}; {remedy}.",
        is_newer=is_newer,
    )
