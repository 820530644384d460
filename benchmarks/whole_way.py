"""Take one page through the whole pipeline: reading, tables, edition and back, TEI."""

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


class Broken(AssertionError):  # noqa: N818 - a finding of the fuzzer, not an error of the program
    """Raised if an output of the pipeline violates an invariant."""


def whole_way(name: str, data: bytes) -> str:
    """Process the page; return READ, or the name of the error class that refused it.

    name: file name of the page, with its suffix. A page that was read must give tables, an edition,
    and tables of that edition: any error on the way is a bug. Raises Broken if a refusal is not one
    line that names the file, if a page is refused after it was read, or if the edition changes when
    it is read back.
    """
    try:
        briefing = assign_id(read_briefing(read_bytes(name, data)), year=YEAR)
    except BriefingsError as error:
        if name not in str(error) or "\n" in str(error):
            raise Broken(f"A refusal is no sentence on its file: {error!r}") from error
        return type(error).__name__
    try:
        _check_outputs(briefing)
    except BriefingsError as error:
        raise Broken(f"What was read is refused afterwards: {error}") from error
    return READ


def _check_outputs(briefing: Briefing) -> None:
    _check(tables_of(briefing))
    edition = json.loads(json.dumps(serialize.to_json(briefing)))
    read_back = serialize.from_json(edition)
    if serialize.to_json(read_back) != edition:
        raise Broken("An edition does not come back as it was.")
    _check(tables_of(assign_id(read_back)))
    to_tei(edition, made=date(YEAR, 1, 1))


def _check(tables: Mapping[str, pa.Table]) -> None:
    validate({name: schema.to_pandas(table) for name, table in tables.items()})
