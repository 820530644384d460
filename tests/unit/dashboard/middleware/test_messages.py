"""The messages of a WebSocket that reach Streamlit."""

import asyncio
import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest as Operation
from streamlit.proto.BackMsg_pb2 import (
    BackMsg,
    DataframeChunkRequestPayload,
    DeferredFileRequestPayload,
    InstallSkillsRequestPayload,
)
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileURLsRequest, SInt64Array, StringArray
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

from dashboard.middleware import messages
from dashboard.middleware.messages import (
    BURST,
    MAX_BYTES,
    PATIENCE_SECONDS,
    PER_SECOND,
    LargeMessages,
    Messages,
    Pace,
)

RUN = BackMsg(rerun_script=ClientState(query_string="lang=en"))
GOOD = [
    RUN,
    BackMsg(stop_script=True),
    BackMsg(app_heartbeat=True),
    BackMsg(file_urls_request=FileURLsRequest(file_names=["a.txt"], session_id="open")),
    BackMsg(backend_operation_request=Operation(deferred_file=DeferredFileRequestPayload())),
]
BAD = [
    BackMsg(),
    BackMsg(file_urls_request=FileURLsRequest(file_names=["a.txt"], session_id="closed")),
    BackMsg(file_urls_request=FileURLsRequest(file_names=[""] * 1001, session_id="open")),
    BackMsg(clear_cache=True),
    BackMsg(set_run_on_save=True),
    BackMsg(load_git_info=True),
    BackMsg(debug_disconnect_websocket=True),
    BackMsg(debug_shutdown_runtime=True),
    BackMsg(backend_operation_request=Operation(install_skills=InstallSkillsRequestPayload())),
    BackMsg(backend_operation_request=Operation(dataframe_chunk=DataframeChunkRequestPayload())),
    BackMsg(backend_operation_request=Operation()),
]
NEW, AGAIN = ["streamlit", "token"], ["streamlit", "token", "a session"]


def received(message: BackMsg) -> Message:
    return {"type": "websocket.receive", "bytes": message.SerializeToString()}


class Client:
    """A client that sends `messages` and then waits: what was answered and what reached the app."""

    def __init__(self, messages: Iterable[Message], subprotocols: list[str] = NEW) -> None:
        self.answers: list[Message] = []
        self.passed: list[Message] = []
        self._messages: Iterator[Message] = iter(messages)
        scope = {"type": "websocket", "subprotocols": subprotocols}
        asyncio.run(Messages(self._app)(scope, self._receive, self._send))

    @property
    def closed(self) -> list[int]:
        return [each["code"] for each in self.answers if each["type"] == "websocket.close"]

    async def _app(self, _scope: Scope, receive: Receive, send: Send) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            self.passed.append(message)
        await send({"type": "websocket.send", "bytes": b"too late"})

    async def _receive(self) -> Message:
        following = next(self._messages, None)
        if following is None:
            await asyncio.Event().wait()  # until it is cancelled
        return following or {}

    async def _send(self, message: Message) -> None:
        self.answers.append(message)


def leaving(*sent: Message) -> list[Message]:
    return [*sent, {"type": "websocket.disconnect", "code": 1001}]


def test_only_what_the_pages_send_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "uploads_open", lambda session_id: session_id == "open")
    every = [*GOOD, *BAD]
    kinds = {each.WhichOneof("type") for each in every}
    assert kinds == {None, *(field.name for field in BackMsg.DESCRIPTOR.oneofs[0].fields)}
    client = Client(leaving(*map(received, every)))
    assert client.passed == [received(each) for each in GOOD]
    assert client.closed == []


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("q=" + "y" * 8190, "q=" + "y" * 8190),
        ("q=" + "y" * 8191, "too_long=1"),
        ("&" * 999, "&" * 999),
        ("&" * 1000, "too_long=1"),  # which Streamlit would drop without a word
    ],
)
def test_a_query_that_is_too_long_is_reported(query: str, read: str) -> None:
    state = ClientState(query_string=query, page_name="search")
    (message,) = Client(leaving(received(BackMsg(rerun_script=state)))).passed
    passed = BackMsg.FromString(message["bytes"]).rerun_script
    assert (passed.query_string, passed.page_name) == (read, "search")


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"text": "run"}, 1003),
        ({"bytes": None, "text": ""}, 1003),
        ({"bytes": b"\xff\xff"}, 1007),
        ({"bytes": bytes(MAX_BYTES + 1)}, 1009),
    ],
)
def test_what_is_no_message_closes(message: Mapping[str, object], code: int) -> None:
    client = Client([{"type": "websocket.receive", **message}, received(RUN)])
    assert (client.closed, client.passed) == ([code], [])
    assert len(client.answers) == 1  # what the application sends later is not sent


def test_a_new_session_that_asks_for_nothing_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "IDLE_SECONDS", 0)
    assert Client([]).closed == [1008]
    busy = received(BackMsg(app_heartbeat=True))
    assert Client(repeat(busy)).closed == [1008]


def test_a_session_may_be_quiet_once_it_ran(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "IDLE_SECONDS", 0)
    assert Client(leaving(), subprotocols=AGAIN).closed == []
    monkeypatch.setattr(messages, "IDLE_SECONDS", 1000)
    assert Client(leaving(received(RUN))).closed == []


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(time, "monotonic", lambda: self.now)
        monkeypatch.setattr(asyncio, "sleep", self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.now += seconds


def test_many_messages_wait_for_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    pace = Pace()
    assert all(asyncio.run(pace.wait()) for _ in range(BURST))
    assert clock.now == 1000
    assert all(asyncio.run(pace.wait()) for _ in range(10 * PER_SECOND))
    assert clock.now == pytest.approx(1010)


def test_who_never_slows_down_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    client = Client(repeat(received(RUN)))
    assert client.closed == [1008]
    assert clock.now == pytest.approx(1000 + PATIENCE_SECONDS, abs=1)
    assert len(client.passed) == pytest.approx(BURST + PATIENCE_SECONDS * PER_SECOND, abs=2)


def test_a_reader_who_clicks_fast_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    pace = Pace()
    for _ in range(100):  # thirty clicks in a second, then ten seconds of reading
        assert all(asyncio.run(pace.wait()) for _ in range(30))
        clock.now += 10


def test_large_messages_are_bounded_over_all_sessions() -> None:
    large = LargeMessages()
    held = [large.hold(str(number), MAX_BYTES) for number in range(12)]
    assert held == [True] * 10 + [False] * 2


def test_one_client_cannot_take_all_room_for_messages() -> None:
    large = LargeMessages()
    assert [large.hold("a", MAX_BYTES) for _ in range(3)] == [True] * 2 + [False]
    assert large.hold("b", MAX_BYTES)
    large._forget("a", 2 * MAX_BYTES)
    assert large.hold("a", MAX_BYTES)


def widgets(*states: WidgetState) -> BackMsg:
    return BackMsg(rerun_script=ClientState(widget_states=WidgetStates(widgets=states)))


def group(message: BackMsg) -> bytes:
    """Return `message` with a group of an unknown field before it, which a parser skips."""
    return b"\x0b\x0c" + bytes(message.SerializeToString())


@pytest.mark.parametrize(
    "data",
    [
        b"".join(widgets(*[WidgetState()] * 6000).SerializeToString() for _ in range(2)),
        widgets(*[WidgetState(string_array_value=StringArray(data=[""] * 6000))] * 2),
        widgets(WidgetState(int_array_value=SInt64Array(data=[1] * 20_001))),
        BackMsg(rerun_script=ClientState(cached_message_hashes=[""] * 10_001)),
        group(widgets(*[WidgetState()] * 10_001)),
        b"\xff" * 20_001,
        b"\x5a" + b"\xff" * 20_001,
    ],
)
def test_a_message_of_very_many_fields_closes(data: BackMsg | bytes) -> None:
    """Or it would be parsed to thirty times its size."""
    sent = data if isinstance(data, bytes) else data.SerializeToString()
    client = Client([{"type": "websocket.receive", "bytes": sent}])
    assert (client.closed, client.passed) == ([1008], [])


def test_a_large_page_and_many_widgets_pass() -> None:
    page = widgets(WidgetState(id="bw_pasted", string_value="灯会" * 800_000))
    many = widgets(*[WidgetState(id="bw_choice", string_value="灯会")] * 3000)
    client = Client(leaving(received(page), received(many)))
    assert client.passed == [received(page), received(many)]
