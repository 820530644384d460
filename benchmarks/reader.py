"""A client without a browser that speaks Streamlit's protocol over a WebSocket."""

import time
from collections.abc import Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

SECONDS_TO_ANSWER = 180


class Reader:
    """One session with a server; the session ends when the `with` block of the reader ends."""

    def __init__(self, url: str, *, headers: Mapping[str, str] | None = None) -> None:
        """Connect to the server at `url`, such as http://localhost:8501, with more `headers`."""
        self._opened = ExitStack()
        self._socket = self._opened.enter_context(
            connect(
                url.replace("http", "ws", 1) + "/_stcore/stream",
                subprotocols=[Subprotocol("streamlit")],
                origin=Origin(url),
                additional_headers=headers,
                max_size=None,
                open_timeout=SECONDS_TO_ANSWER,
            )
        )
        self._request = BackMsg()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened.close()

    def open(self, page: str, query: str = "") -> float:
        """Request `page` (a slug) as a link does; return the milliseconds until its run finished.

        query: the query string without "?". Raises RuntimeError if there is no such page or the
        run fails.
        """
        self._request.rerun_script.page_name = page
        self._request.rerun_script.page_script_hash = ""  # of the last page, which would count
        self._request.rerun_script.query_string = query
        return self.click()

    def click(self) -> float:
        """Run the page again unchanged; return the milliseconds until its run finished."""
        began = time.perf_counter()
        self._socket.send(self._request.SerializeToString())
        while not self._is_last(ForwardMsg.FromString(self._received())):
            pass
        return (time.perf_counter() - began) * 1000

    def _received(self) -> bytes:
        message = self._socket.recv(timeout=SECONDS_TO_ANSWER, decode=False)
        return bytes(message)

    def _is_last(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        if kind == "page_not_found":
            raise RuntimeError(f"The server knows no page {message.page_not_found.page_name!r}.")
        if kind == "navigation":  # names the page that runs; a new session names the main script
            self._request.rerun_script.page_script_hash = message.navigation.page_script_hash
            self._request.rerun_script.page_name = ""
        if kind != "script_finished":
            return False
        if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
            raise RuntimeError(f"A run ended with status {message.script_finished}.")
        return True
