"""One page through everything that is done with it: read, tables, an edition and back, TEI."""

import json
from collections.abc import Mapping
from datetime import date

import pyarrow as pa

from loaders import schema
from loaders.briefing import Briefing, read_briefing
from loaders.corpus.ingest import assign_id
from loaders.corpus.validation import validate
from loaders.edition import serialize
from loaders.edition.tei import to_tei
from loaders.errors import BriefingsError
from loaders.readers import read_bytes
from loaders.tables.build import tables_of

READ = "read"
YEAR = 2031


class Broken(AssertionError):  # noqa: N818 - what is found, rather than an error of a reader
    """A promise that the program did not keep, though nothing else was raised."""


def whole_way(name: str, data: bytes) -> str:
    """READ, or the name of the error that refused the page.

    A page that was read can be made tables, an edition, and tables of that edition: an error of any
    kind on that way is the program's own. Raises Broken where the sentence of a refusal is none, or
    the edition does not come back as it was.
    """
    try:
        briefing = assign_id(read_briefing(read_bytes(name, data)), year=YEAR)
    except BriefingsError as error:
        if name not in str(error) or "\n" in str(error):
            raise Broken(f"A refusal is no sentence on its file: {error!r}") from error
        return type(error).__name__
    try:
        _check_what_is_made(briefing)
    except BriefingsError as error:
        raise Broken(f"What was read is refused afterwards: {error}") from error
    return READ


def _check_what_is_made(briefing: Briefing) -> None:
    _check(tables_of(briefing))
    stated = json.loads(json.dumps(serialize.to_json(briefing)))
    again = serialize.from_json(stated)
    if serialize.to_json(again) != stated:
        raise Broken("An edition does not come back as it was.")
    _check(tables_of(assign_id(again)))
    to_tei(stated, made=date(YEAR, 1, 1))


def _check(tables: Mapping[str, pa.Table]) -> None:
    validate({name: schema.to_pandas(table) for name, table in tables.items()})
