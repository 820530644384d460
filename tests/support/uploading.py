"""A visitor without a browser who brings files, over the connections that Streamlit's page uses."""

import http.client
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import uuid4

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.reader import Reader
from tests.support.timeouts import BACKSTOP

_BOUNDARY = "lantern"
_COOKIE = "_streamlit_xsrf"
_AGAIN = ForwardMsg.FINISHED_EARLY_FOR_RERUN


class Sent(NamedTuple):
    """A file that was sent: its id, name and size, and the status of the answer.

    The status is 0 if the server closed the connection before all was sent.
    """

    file_id: str
    name: str
    size: int
    status: int


class Uploader(Reader):
    """One session with a server.

    session: its id. drawn: id of each widget of the last run, by its key, or without one its label.
    texts: those of the last run.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.session = ""
        self.drawn: dict[str, str] = {}
        self.texts: list[str] = []
        self._host = urlsplit(url).netloc
        answer = self._ask("GET", "/_stcore/health")
        token = answer.headers["Set-Cookie"].partition("=")[2].partition(";")[0]
        self.credentials = {"X-Xsrftoken": token, "Cookie": f"{_COOKIE}={token}"}

    def open(self, page: str, query: str = "") -> float:
        """Go to `page` as a link does, also from another page."""
        self._request.rerun_script.page_script_hash = ""
        return super().open(page, query)

    def send(self, name: str, data: bytes, kind: str = "text/plain", *, session: str = "") -> Sent:
        """Send a file as the page's upload box does."""
        file_id, body = str(uuid4()), in_form(name, data, kind)
        path = f"/_stcore/upload_file/{session or self.session}/{file_id}"
        try:
            status = self._ask("PUT", path, body).status
        except ConnectionError:
            status = 0
        return Sent(file_id, name, len(data), status)

    def submit(self, sent: Iterable[Sent]) -> None:
        """Run the page with the files that were taken, as the upload box does once all are sent."""
        (key,) = [key for key in self.drawn if key.startswith("bw_uploader")]
        state = self._request.rerun_script.widget_states.widgets.add(id=self.drawn[key])
        for file in sent:
            if file.status == 204:
                state.file_uploader_state_value.uploaded_file_info.add(
                    file_id=file.file_id, name=file.name, size=file.size
                )
        self._run_once()

    def press(self, key: str) -> None:
        """Press the button with `key`."""
        state = self._request.rerun_script.widget_states.widgets.add(id=self.drawn[key])
        state.trigger_value = True
        self._run_once()

    def _run_once(self) -> None:
        try:
            self.click()
        finally:
            del self._request.rerun_script.widget_states.widgets[:]

    def _ask(self, method: str, path: str, body: bytes | None = None) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(self._host, timeout=BACKSTOP)
        headers = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
        if body is not None:
            headers |= self.credentials
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    def _is_last(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id
            self.drawn.clear()
            self.texts.clear()
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            drawn: Any = getattr(element, element.WhichOneof("type") or "", None)
            key = getattr(drawn, "id", "").partition("-")[2].partition("-")[2]
            if key:
                self.drawn[key if key != "None" else drawn.label] = drawn.id
            if text := getattr(drawn, "body", ""):
                self.texts.append(text)
        if kind == "script_finished" and message.script_finished == _AGAIN:
            return False
        return super()._is_last(message)


def in_form(name: str, data: bytes, kind: str = "text/plain") -> bytes:
    """Return the body of a form that holds one file."""
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {kind}'
    return f"--{_BOUNDARY}\r\n{head}\r\n\r\n".encode() + data + f"\r\n--{_BOUNDARY}--\r\n".encode()
