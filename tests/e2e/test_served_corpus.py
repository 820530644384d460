"""A running server follows its corpus: the API, its ETag and /health change together."""

import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from loaders.corpus import store
from tests.fixtures import invented_corpus
from tests.support import server as servers
from tests.support.processes import until


def test_a_server_follows_its_corpus_and_keeps_the_last_good_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "corpus"
    first = store.write(_titled("甲"), folder, {})
    monkeypatch.setenv("BRIEFING_CORPUS", str(folder))
    monkeypatch.setenv("BRIEFING_ARCHIVE", str(tmp_path / "archive"))
    with servers.running(tmp_path / "home") as server:
        assert _shown(server.url) == (first, {"甲"}, first)
        second = store.write(_titled("乙"), folder, {})
        until(lambda: _health(server.url)["corpus_version"] == second)
        assert _shown(server.url) == (second, {"乙"}, second)
        assert _shown(server.url, f"?corpus={first}") == (first, {"甲"}, first)
        with pytest.raises(urllib.error.HTTPError, match="400"):
            _shown(server.url, "?corpus=0123456789ab")
        file = next((folder / "tables").glob("turns-*"))
        file.write_bytes(file.read_bytes()[:80])
        until(lambda: _health(server.url)["status"] == "not newest")
        said = _health(server.url)
        assert said["error"].startswith(f"tables/{file.name} is not the file")
        assert str(tmp_path) not in said["error"]
        assert _shown(server.url) == (second, {"乙"}, second)
        store.write(_titled("丙"), folder, {})
        until(lambda: _health(server.url)["status"] == "ok")
        assert _shown(server.url)[1] == {"丙"}


def _titled(title: str) -> dict[str, pd.DataFrame]:
    tables = dict(invented_corpus.tables())
    return {**tables, "briefings": tables["briefings"].assign(title=title)}


def _health(url: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{url}/health", timeout=60) as answer:
        said: dict[str, Any] = json.load(answer)
    return said


def _shown(url: str, query: str = "") -> tuple[str, set[str], str]:
    """Return the version that the API states, the titles that it holds, and the ETag's version."""
    address = f"{url}/api/tables/briefings.json{query}"
    with urllib.request.urlopen(address, timeout=60) as answer:
        said = json.load(answer)
        tag = answer.headers["ETag"].removeprefix('W/"').partition("-")[0]
    return said["corpus_version"], {row["title"] for row in said["data"]}, tag
