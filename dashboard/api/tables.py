"""The data API: every table, under the same filters and the same parameters as the pages.

`/api/tables` lists the tables; `/api/tables/<name>.json` and `/api/tables/<name>.csv` hold the rows
of one. The versions of corpus and schema form the ETag. A response names the filters that were
applied to its rows, and what of its selection was not captured; a request with a parameter that
cannot be applied to the table is refused, with status 400 and one sentence.
"""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

import pandas as pd
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard import escape, filters, i18n, run_context, session_corpus
from dashboard.csv_export import to_csv
from dashboard.filters import Filters
from dashboard.labels import corpus_state, provenance
from dashboard.queries import conditions, identifiers, selection, statistics
from dashboard.run_context import current_run
from loaders.errors import BriefingsError
from loaders.schema import SCHEMA_VERSION, TABLES

_LOG = logging.getLogger(__name__)
_DEFAULT_LANGUAGE = "en"
_MAX_NAMED = 5  # parameters that a refusal names


class _RefusedError(Exception):
    """A request that is refused, with an HTTP status and a sentence.

    key: of the sentence in the locales. values: for the placeholders of the sentence.
    """

    def __init__(self, status: int, key: str, **values: str) -> None:
        super().__init__(key)
        self.status, self.key, self.values = status, key, values


class _Answer(NamedTuple):
    """Rows of table `name`; `about` states their filters, corpus version, source and caveat.

    gaps: briefing_id and section of what the filters select and the corpus does not have.
    """

    name: str
    frame: pd.DataFrame
    about: Mapping[str, str]
    gaps: Sequence[Mapping[str, str]]


def _with_errors_as_sentences(
    endpoint: Callable[[Request], Response],
) -> Callable[[Request], Response]:
    """Wrap `endpoint` so that an exception becomes the JSON response {"error": sentence}.

    Its status is that of a _RefusedError, 503 for a BriefingsError, and 500 for anything else.
    """

    def answer(request: Request) -> Response:
        try:
            # One answer is of one corpus, rows and ETag, whatever is opened meanwhile.
            named = session_corpus.of_link(_named_corpus(request))
            with run_context.with_corpus(named or session_corpus.server_corpus()):
                return endpoint(request)
        except _RefusedError as refused:
            sentence = i18n.text(_language(request), refused.key, **refused.values)
            return JSONResponse({"error": sentence}, refused.status)
        except BriefingsError as error:
            _LOG.error("%s: %s", request.url.path, error)
            return JSONResponse({"error": corpus_state.sentence(error, _language(request))}, 503)
        except Exception:  # noqa: BLE001 - a caller gets a sentence, the log gets the traceback
            _LOG.exception("%s failed", request.url.path)
            return JSONResponse({"error": i18n.text(_language(request), "error.unexpected")}, 500)

    return answer


def _named_corpus(request: Request) -> str:
    query = {each: request.query_params.getlist(each) for each in request.query_params}
    return filters.named_corpus(query)


def _list_tables(request: Request) -> Response:
    _parse_query(request, takes=("lang", "corpus"))
    not_modified = _not_modified(request)
    if not_modified:
        return not_modified
    corpus = current_run().corpus
    listed = [
        {
            "name": name,
            "rows": corpus.manifest.rows(name),
            "columns": [{"name": f.name, "type": str(f.type)} for f in table.fields],
            "key": table.key,
        }
        for name, table in TABLES.items()
    ]
    return _with_etag(JSONResponse({"corpus_version": corpus.version, "tables": listed}))


def _get_table(request: Request) -> Response:
    name, form = request.path_params["name"], request.path_params["form"]
    if name not in TABLES:
        raise _RefusedError(
            404, "error.no_table", name=escape.printable(name), known=", ".join(TABLES)
        )
    if form not in _WRITERS:
        raise _RefusedError(
            404, "error.no_format", form=escape.printable(form), known=", ".join(_WRITERS)
        )
    chosen = _parse_query(request, takes=(*conditions.applicable_filters(name), "lang", "corpus"))
    not_modified = _not_modified(request)
    if not_modified:
        return not_modified
    return _with_etag(_WRITERS[form](_answer(name, chosen)))


def _no_route(_request: Request) -> Response:
    raise _RefusedError(404, "error.no_route")


def _parse_query(request: Request, *, takes: Sequence[str]) -> Filters:
    """Parse the parameters `takes` from the query; a repeated filter adds its values.

    Raises _RefusedError, with status 400, for any other parameter and for values that a page would
    drop: no response is silently wider than its request. Parameters that programs add to links are
    ignored (see Filters.parse).
    """
    given = request.query_params
    query = {each: given.getlist(each) for each in given}
    chosen, dropped = Filters.parse(query, identifiers.known_ids())
    repeated = [each.parameter for each in dropped if each.is_repeated and each.parameter in takes]
    if repeated:
        raise _RefusedError(400, "error.repeated", parameter=repeated[0])
    versions = [each.value for each in dropped if each.parameter == "corpus"]
    if versions:
        reason = session_corpus.why_lost(versions[0])
        raise _RefusedError(400, f"error.version.{reason}")
    refused = [f"{each.parameter}={each.value}" for each in dropped if not each.is_repeated]
    refused += [each for each in filters.given_parameters(query) if each not in takes]
    if refused:
        named = ", ".join(escape.printable(item, limit=40) for item in refused[:_MAX_NAMED])
        raise _RefusedError(
            400, "error.refused", path=request.url.path, values=named, known=", ".join(takes)
        )
    return chosen.replace(lang=chosen.lang or _DEFAULT_LANGUAGE)


def _answer(name: str, chosen: Filters) -> _Answer:
    """Return the rows of table `name` within `chosen`, and what is said about them."""
    run_context.use(chosen)
    applied = selection.applied_filters(name, chosen)
    missing = statistics.missing_sections(applied)
    said = (
        provenance.missing_sentence(selection.briefings(applied), missing),
        i18n.t("api.caveat"),
    )
    about = {
        "filters": urlencode(applied.query()) or i18n.t("filter.all"),
        "corpus_version": current_run().corpus.version,
        "source": i18n.t("api.source"),
        "caveat": " ".join(filter(None, said)),
    }
    gaps = [
        {"briefing_id": briefing_id, "section": section}
        for briefing_id, section in zip(missing["briefing_id"], missing["section"], strict=True)
    ]
    return _Answer(name, selection.table(name, chosen), about, gaps)


def _as_json(part: _Answer) -> Response:
    head = {"table": part.name, **part.about, "not_captured": part.gaps, "rows": len(part.frame)}
    rows = part.frame.to_json(orient="records", force_ascii=False, double_precision=15)
    body = f'{json.dumps(head, ensure_ascii=False)[:-1]}, "data": {rows}}}'
    return Response(body, media_type="application/json")


def _as_csv(part: _Answer) -> Response:
    name = f"briefing-watch-{part.name}-{part.about['corpus_version']}.csv"
    return Response(
        to_csv(part.frame, about=part.about),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


_WRITERS: Mapping[str, Callable[[_Answer], Response]] = {"json": _as_json, "csv": _as_csv}


def _etag() -> str:
    return f'W/"{current_run().corpus.version}-{SCHEMA_VERSION}"'


def _not_modified(request: Request) -> Response | None:
    """Return a 304 response where If-None-Match holds the current ETag or "*", else None."""
    held = {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}
    return _with_etag(Response(status_code=304)) if held & {_etag(), "*"} else None


def _with_etag(response: Response) -> Response:
    response.headers["ETag"] = _etag()
    response.headers["Cache-Control"] = "no-cache"
    return response


def _language(request: Request) -> str:
    return "zh" if request.query_params.get("lang") == "zh" else _DEFAULT_LANGUAGE


ROUTES = [
    Route("/api/tables", _with_errors_as_sentences(_list_tables)),
    Route("/api/tables/{name}.{form}", _with_errors_as_sentences(_get_table)),
    Route("/api/{rest:path}", _with_errors_as_sentences(_no_route)),
]
