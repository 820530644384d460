"""The data API: every table, under the same filters and the same parameters as the pages.

`/api/tables` lists them; `/api/tables/<name>.json` and `/api/tables/<name>.csv` hold their rows.
An answer is as new as the corpus, whose version is its ETag. A refusal is one sentence.
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

from dashboard import i18n, inert, selection
from dashboard.csv_export import to_csv
from dashboard.filters import PARAMETERS, Filters
from loaders.errors import BriefingsError
from loaders.schema import TABLES

__all__ = ["ROUTES"]

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
    listed = [
        {
            "name": name,
            "rows": len(selection.table(name, Filters())),
            "columns": [{"name": f.name, "type": str(f.type)} for f in table.fields],
            "key": table.key,
        }
        for name, table in TABLES.items()
    ]
    body = {"corpus_version": selection.corpus().version, "tables": listed}
    return _fresh(request) or _marked(JSONResponse(body))


def _table(request: Request) -> Response:
    name, form = request.path_params["name"], request.path_params["form"]
    if name not in TABLES:
        raise _RefusedError(404, "error.no_table", name=inert.shown(name), known=", ".join(TABLES))
    if form not in _WRITERS:
        raise _RefusedError(
            404, "error.no_format", form=inert.shown(form), known=", ".join(_WRITERS)
        )
    chosen = _filters(request)
    unchanged = _fresh(request)
    if unchanged:
        return unchanged
    part = _Part(name, selection.table(name, chosen), _about(chosen))
    return _marked(_WRITERS[form](part))


def _nothing_here(_request: Request) -> Response:
    raise _RefusedError(404, "error.no_route")


def _filters(request: Request) -> Filters:
    """The request's selection. Refuses what a page would drop: no answer is quietly a wider one."""
    chosen, dropped = Filters.parse(request.query_params, selection.known())
    strange = [f"{name}={value}" for name, value in dropped]
    strange += [name for name in request.query_params if name not in PARAMETERS]
    if strange:
        named = ", ".join(inert.shown(item, limit=40) for item in strange[:5])
        raise _RefusedError(400, "error.unknown_values", values=named, known=", ".join(PARAMETERS))
    return chosen


def _about(chosen: Filters) -> dict[str, str]:
    language = chosen.lang or "en"
    return {
        "filters": urlencode(chosen.replace(lang="").query()) or i18n.text(language, "filter.all"),
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
    return f'W/"{selection.corpus().version}"'


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
