"""Read the hand-edited TOML files of data/lexicon/, and hash them all into one version."""

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from loaders.errors import LexiconError

__all__ = ["FOLDER", "read", "version"]

FOLDER = Path(__file__).resolve().parents[2] / "data" / "lexicon"


@cache
def read(name: str) -> dict[str, Any]:
    """Return the contents of data/lexicon/`name`.toml, cached, as they are in the file.

    The accessors of this package (titles.titles, labels.labels and so on) check and type them.

    Raises LexiconError if the file is missing or not valid TOML.
    """
    path = FOLDER / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LexiconError(f"{path} is missing; restore it from the repository.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path} cannot be read: {error}; correct that line.") from error


@cache
def version() -> str:
    """Return the version of the lexicon: 12 hexadecimal digits, a hash of all its files."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.toml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]
