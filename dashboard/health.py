"""The answer to those who watch over the server: whether it takes visitors, and its corpus."""

import os

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard import served_corpus
from dashboard.middleware.session_limit import SESSIONS
from loaders.errors import CorpusError


def health(_request: Request) -> Response:
    """Answer 200 while a corpus is served and there is room for a visitor, else 503.

    `error` names what keeps a newer corpus, or any, from being served.
    """
    if SESSIONS.is_full():
        return JSONResponse({"status": "full"}, 503)
    served = served_corpus.of_server()
    try:
        version = served.current().version
    except CorpusError as raised:
        return JSONResponse({"status": "no corpus", "error": _without_folder(raised)}, 503)
    problem = served.problem
    if problem:
        error = _without_folder(problem)
        return JSONResponse({"status": "not newest", "corpus_version": version, "error": error})
    return JSONResponse({"status": "ok", "corpus_version": version})


def _without_folder(error: CorpusError) -> str:
    """Return the message of `error`, with the files of the corpus named from its folder on.

    The folder is absolute: "." would be found in every name of a file.
    """
    folder = str(served_corpus.of_server().folder)
    return str(error).replace(f"{folder}{os.sep}", "").replace(folder, "the folder")
