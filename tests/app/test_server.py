"""The server over the wire: its addresses, its headers, its refusals."""

import json
import re
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from typing import Any, NamedTuple
from urllib.parse import urljoin

import pytest

from dashboard.registry import PAGES
from dashboard.run_context import current_run
from tests.support import server as servers
from tests.support.server import Server
from tests.support.timeouts import BACKSTOP

REQUESTS, HANDSHAKES = 5, 2  # of one client within a minute, on the server of these tests
# Addresses that Streamlit has and no browser needs, of its own files and of nothing at all.
UNKNOWN = (
    "/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent/openapi.json",
    "/_stcore/agent/mcp", "/_stcore/stream", "/_stcore/bidi-components/x/../component.py",
    "/_stcore/bidi-components/streamlit-briefing-watch.browser/component.py",
    "/questions/_stcore/health", "/questions/static/js/x.js", "/component/x/index.html",
    "/auth/login", "/oauth2callback", "/index.html", "/manifest.json", "/openapi.json", "/docs",
    "/wp-login.php", "/overview/more", "/app/static/../app.py", "/app/static/.streamlit/x",
    "/static/%2e%2e/%2e%2e/METADATA", "//localhost/x", "/%00", "/healthy", "/api",
)  # fmt: skip


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One whose limits of a client are low; this machine's own address has none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFING_REQUESTS_PER_MINUTE", str(REQUESTS))
        patch.setenv("BRIEFING_CONNECTIONS_PER_MINUTE", str(HANDSHAKES))
        with servers.running(tmp_path_factory.mktemp("server")) as running:
            yield running


def ask(
    server: Server, path: str, *, method: str = "GET", body: str = "", **headers: str
) -> Answer:
    """Return the answer to one request; `path` is sent as it is, no redirect is followed."""
    connection = HTTPConnection(server.url.removeprefix("http://"), timeout=BACKSTOP)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body or None, headers=named)
        answer = connection.getresponse()
        read = answer.read() if answer.status != 101 else b""
        lower = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, lower, read.decode(errors="replace"))
    finally:
        connection.close()


def shake_hands(server: Server, **headers: str) -> Answer:
    """Return the answer to the handshake of a WebSocket of a page."""
    upgrade = {
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec_WebSocket_Protocol": "streamlit",
        "Origin": server.url,
    }  # fmt: skip
    return ask(server, "/_stcore/stream", **upgrade, **headers)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200), ("/sources?year=2023", 200), ("/overview", 307), ("/health", 200),
        ("/api/tables", 200), ("/api/tables/turns.json?year=1999", 400), ("/api/none", 404),
        ("/app/static/logo.svg", 200), ("/app/static/none.svg", 404), ("/static/js/none.js", 404),
        ("/media/none.png", 404), ("/_stcore/health", 200), ("/_stcore/host-config", 200),
        ("/robots.txt", 200), ("/nothing", 404), (f"/?q={'x' * 9000}", 414),
    ],
)  # fmt: skip
def test_every_answer_carries_the_security_headers(server: Server, path: str, status: int) -> None:
    answer = ask(server, path)
    assert answer.status == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"]
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy.split("script-src ")[1].split(";")[0]
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("path", UNKNOWN)
def test_an_unknown_address_is_said_in_both_languages(server: Server, path: str) -> None:
    answer = ask(server, path)
    assert answer.status == 404
    assert "这个地址没有页面。" in answer.body
    assert "There is no page at this address." in answer.body
    links = re.findall(r'href="([^"]+)\?lang=en"', answer.body)
    assert [urljoin(f"http://localhost{path}", link) for link in links] == ["http://localhost/"]


def test_a_socket_is_served_at_its_address_alone(server: Server) -> None:
    assert shake_hands(server).status == 101
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13"}
    for path in ("/", "/questions/_stcore/stream", "/static/x.js"):
        key = {"Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ=="}
        assert ask(server, path, **upgrade, **key, Origin=server.url).status == 403
    assert "Traceback" not in server.log_text()


def test_every_page_is_ours_and_says_where_the_server_is(server: Server) -> None:
    pages = {ask(server, f"/{page.slug}").body for page in PAGES[1:]} | {ask(server, "/").body}
    (html,) = pages  # the same
    assert "<title>发布会观察 · Briefing Watch</title>" in html
    assert 'BACKEND_BASE_URL: new URL(".", location.href).href' in html
    assert "agent" not in html
    scripts = re.findall(r'src="\.(/static/[^"]+)"', html)
    assert [ask(server, path).status for path in scripts] == [200]


def test_what_the_browser_asks_says_no_more_than_it_needs(server: Server) -> None:
    config = ask(server, "/_stcore/host-config").json
    assert config["allowedOrigins"] == []
    assert ask(server, "/_stcore/health").body == "ok"


def test_scripts_of_components_are_files_of_this_server(server: Server) -> None:
    path = "/_stcore/bidi-components/streamlit-briefing-watch.{0}/{0}.js"
    for name in ("browser", "jump_links", "ledger", "passages", "picture"):
        answer = ask(server, path.format(name))
        assert answer.status == 200
        assert answer.headers["content-type"] in ("application/javascript", "text/javascript")
        assert "export default" in answer.body


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        *((method, "/questions", "GET, HEAD") for method in ("POST", "PUT", "OPTIONS", "TRACE")),
        ("DELETE", "/api/tables", "GET, HEAD"),
        ("POST", "/_stcore/health", "GET, HEAD"),
        ("POST", "/_stcore/upload_file/a/b", "DELETE, PUT"),
    ],
)
def test_another_method_is_refused(server: Server, method: str, path: str, allowed: str) -> None:
    answer = ask(server, path, method=method)
    assert (answer.status, answer.headers["allow"]) == (405, allowed)
    assert "does not take a request of this kind" in answer.body


def test_an_upload_of_no_page_is_refused(server: Server) -> None:
    for method in ("PUT", "DELETE"):
        answer = ask(server, "/_stcore/upload_file/a/b", method=method, body="x" * 100_000)
        assert answer.status == 403
        assert "This request is not allowed." in answer.body


def test_what_is_too_long_is_refused_with_a_sentence(server: Server) -> None:
    address = ask(server, f"/topics?term={'x' * 8200}")
    assert (address.status, "address is longer" in address.body) == (414, True)
    assert ask(server, f"/topics?term={'x' * 7000}").status == 200
    many = {f"x_{n}": "y" for n in range(110)}
    lines = ask(server, "/", **many)
    assert (lines.status, "headers of this request" in lines.body) == (431, True)
    assert ask(server, "/", x_long="y" * 40_000).status == 431
    assert shake_hands(server, **many).status == 403
    body = ask(server, "/api/tables", body="x" * 70_000)
    assert (body.status, "larger" in body.json["error"]) == (413, True)
    chunked = ask(server, "/", Transfer_Encoding="chunked")
    assert chunked.status == 413


def test_the_api_refuses_in_json_and_in_the_language_of_the_link(server: Server) -> None:
    answer = ask(server, f"/api/tables/turns.json?lang=zh&q={'x' * 9000}")
    assert (answer.status, answer.headers["content-type"]) == (414, "application/json")
    assert answer.json["error"].startswith("这个地址超过了")
    assert ask(server, "/api/tables", method="POST").json["error"].startswith("This address")


def test_a_robot_is_told_what_belongs_to_a_visit(server: Server) -> None:
    answer = ask(server, "/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    assert {"Disallow: /media/", "Disallow: /_stcore/"} <= set(answer.body.splitlines())
    assert "Disallow: /\n" not in answer.body


def test_a_cookie_is_secure_where_the_visitor_came_over_tls(server: Server) -> None:
    """The proxy that uvicorn trusts is this machine."""
    plain = ask(server, "/_stcore/health").headers["set-cookie"]
    secure = ask(server, "/_stcore/health", X_Forwarded_Proto="https").headers["set-cookie"]
    assert plain.startswith("_streamlit_xsrf=")
    assert "secure" not in plain.lower()
    assert secure.endswith("; Secure")
    assert "samesite=lax" in secure.lower()


def test_a_client_has_so_many_requests_in_a_minute(server: Server) -> None:
    first, second = "203.0.113.7", "203.0.113.8"
    answers = [ask(server, "/health", X_Forwarded_For=first) for _ in range(REQUESTS)]
    answers += [ask(server, "/robots.txt", X_Forwarded_For=first) for _ in range(REQUESTS + 1)]
    assert [each.status for each in answers] == [200] * 2 * REQUESTS + [429]  # health is free
    wait = int(answers[-1].headers["retry-after"])
    assert 1 <= wait <= 60
    assert f"try again in {wait} second" in answers[-1].body
    assert ask(server, "/api/tables", X_Forwarded_For=first).json["error"].startswith("Too many")
    component = "/_stcore/bidi-components/streamlit-briefing-watch.browser/browser.js"
    for file in ("/app/static/logo.svg", component):
        assert ask(server, file, X_Forwarded_For=first).status == 200
        assert ask(server, f"{file}.js", X_Forwarded_For=first).status == 429  # there is none
    assert ask(server, "/static/none.js", X_Forwarded_For=first).status == 429
    assert ask(server, "/robots.txt", X_Forwarded_For=second).status == 200
    assert ask(server, "/robots.txt").status == 200  # from this machine itself


def test_a_client_has_so_many_new_sockets_in_a_minute(server: Server) -> None:
    shaken = [shake_hands(server, X_Forwarded_For="203.0.113.9") for _ in range(HANDSHAKES + 1)]
    assert [each.status for each in shaken] == [101] * HANDSHAKES + [403]


def test_neighbours_of_a_network_are_one_client_in_ipv6(server: Server) -> None:
    network = "2001:db8:0:1::"
    statuses = [
        ask(server, "/robots.txt", X_Forwarded_For=f"{network}{host}").status
        for host in range(1, REQUESTS + 2)
    ]
    assert statuses == [200] * REQUESTS + [429]
    assert ask(server, "/robots.txt", X_Forwarded_For="2001:db8:0:2::1").status == 200


def test_health_names_the_corpus(server: Server) -> None:
    assert ask(server, "/health").json == {
        "status": "ok", "corpus_version": current_run().corpus.version,
    }  # fmt: skip


def test_the_first_page_answers_by_its_name_too(server: Server) -> None:
    answer = ask(server, "/overview?year=2023&kind=answer")
    assert (answer.status, answer.headers["location"]) == (307, "./?year=2023&kind=answer")


def test_the_data_api_is_served_beside_the_pages(server: Server) -> None:
    assert ask(server, "/api/tables/turns.json?year=2023").json["rows"] == 27
