"""The data API: every table, under the same filters and the same parameters as the pages.

`/api/tables` lists them; `/api/tables/<name>.json` and `/api/tables/<name>.csv` hold their rows.
An answer is as new as the corpus and the schema, whose versions are its ETag. It states the filters
that cut its rows, and no others: one that cannot is refused. A refusal is one sentence.
"""

import json
import logging
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import urlencode

import pandas as pd
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard import escape, i18n
from dashboard.csv_export import to_csv
from dashboard.filters import PARAMETERS, Filters
from dashboard.queries import selection
from loaders.errors import BriefingsError
from loaders.schema import SCHEMA_VERSION, TABLES

_LOG = logging.getLogger(__name__)


class _RefusedError(Exception):
    """A request that cannot be answered: the status and the sentence's key in the locales."""

    def __init__(self, status: int, key: str, **values: str) -> None:
        super().__init__(key)
        self.status, self.key, self.values = status, key, values


class _Part(NamedTuple):
    """What one request gets: rows, and where they come from."""

    name: str
    frame: pd.DataFrame
    about: Mapping[str, str]


def _answered(endpoint: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """`endpoint`, with every failure turned into one sentence."""

    def answer(request: Request) -> Response:
        try:
            return endpoint(request)
        except _RefusedError as refused:
            sentence = i18n.text(_language(request), refused.key, **refused.values)
            return JSONResponse({"error": sentence}, refused.status)
        except BriefingsError as error:
            _LOG.error("%s: %s", request.url.path, error)
            return JSONResponse({"error": str(error)}, 503)
        except Exception:  # noqa: BLE001 - a caller gets a sentence, the log gets the traceback
            _LOG.exception("%s failed", request.url.path)
            return JSONResponse({"error": i18n.text(_language(request), "error.unexpected")}, 500)

    return answer


def _list(request: Request) -> Response:
    unchanged = _fresh(request)
    if unchanged:
        return unchanged
    corpus = selection.corpus()
    listed = [
        {
            "name": name,
            "rows": corpus.manifest["tables"][name]["rows"],
            "columns": [{"name": f.name, "type": str(f.type)} for f in table.fields],
            "key": table.key,
        }
        for name, table in TABLES.items()
    ]
    return _marked(JSONResponse({"corpus_version": corpus.version, "tables": listed}))


def _table(request: Request) -> Response:
    name, form = request.path_params["name"], request.path_params["form"]
    if name not in TABLES:
        raise _RefusedError(
            404, "error.no_table", name=escape.printable(name), known=", ".join(TABLES)
        )
    if form not in _WRITERS:
        raise _RefusedError(
            404, "error.no_format", form=escape.printable(form), known=", ".join(_WRITERS)
        )
    chosen = _filters(request, name)
    unchanged = _fresh(request)
    if unchanged:
        return unchanged
    part = _Part(name, selection.table(name, chosen), _about(name, chosen))
    return _marked(_WRITERS[form](part))


def _nothing_here(_request: Request) -> Response:
    raise _RefusedError(404, "error.no_route")


def _filters(request: Request, name: str) -> Filters:
    """The request's selection of table `name`; a parameter given again adds its values.

    Refuses what a page would drop and what does not reach the table: no answer is quietly a wider
    one.
    """
    given = request.query_params
    query = {each: ",".join(given.getlist(each)) for each in PARAMETERS}
    chosen, dropped = Filters.parse(query, selection.known())
    strange = [f"{each}={value}" for each, value in dropped]
    strange += [each for each in given if each not in PARAMETERS]
    if strange:
        named = ", ".join(escape.printable(item, limit=40) for item in strange[:5])
        raise _RefusedError(400, "error.unknown_values", values=named, known=", ".join(PARAMETERS))
    beyond = selection.unreached(name, chosen)
    if beyond:
        known = ", ".join(selection.reach(name)) or "—"
        raise _RefusedError(
            400, "error.unreached", name=name, values=", ".join(beyond), known=known
        )
    return chosen


def _about(name: str, chosen: Filters) -> dict[str, str]:
    language = chosen.lang or "en"
    return {
        "filters": urlencode(selection.applied(name, chosen).query())
        or i18n.text(language, "filter.all"),
        "corpus_version": selection.corpus().version,
        "source": i18n.text(language, "api.source"),
        "caveat": i18n.text(language, "api.caveat"),
    }


def _as_json(part: _Part) -> Response:
    head = {"table": part.name, **part.about, "rows": len(part.frame)}
    rows = part.frame.to_json(orient="records", force_ascii=False, double_precision=15)
    body = f'{json.dumps(head, ensure_ascii=False)[:-1]}, "data": {rows}}}'
    return Response(body, media_type="application/json")


def _as_csv(part: _Part) -> Response:
    name = f"briefing-watch-{part.name}-{part.about['corpus_version']}.csv"
    return Response(
        to_csv(part.frame, about=part.about),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


_WRITERS: Mapping[str, Callable[[_Part], Response]] = {"json": _as_json, "csv": _as_csv}


def _etag() -> str:
    return f'W/"{selection.corpus().version}-{SCHEMA_VERSION}"'


def _fresh(request: Request) -> Response | None:
    """The answer "not modified", where the caller holds this version already."""
    held = {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}
    return _marked(Response(status_code=304)) if held & {_etag(), "*"} else None


def _marked(response: Response) -> Response:
    response.headers["ETag"] = _etag()
    response.headers["Cache-Control"] = "no-cache"
    return response


def _language(request: Request) -> str:
    return "zh" if request.query_params.get("lang") == "zh" else "en"


ROUTES = [
    Route("/api/tables", _answered(_list)),
    Route("/api/tables/{name}.{form}", _answered(_table)),
    Route("/api/{rest:path}", _answered(_nothing_here)),
]
