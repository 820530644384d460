"""Keep the log short, whatever is sent: no line for a visit, few a minute that are alike."""

import logging
import time

PER_MINUTE = 20
_SECONDS = 60
_PREFIX = 60  # characters; messages that begin alike are alike
_NOISY = ("asyncio", "dashboard", "streamlit", "uvicorn", "websockets")  # and loggers below them


class LogLimit(logging.Filter):
    """Filter that passes at most PER_MINUTE records a minute that begin alike.

    uvicorn and websockets log each WebSocket at level INFO, accepted or refused, and uvicorn each
    request, with its query and so with what a visitor searched for; these records never pass.
    """

    def __init__(self) -> None:
        super().__init__()
        self._began = 0.0
        self._passed: dict[str, int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether `record` is logged."""
        is_visit = "websockets" in record.pathname or record.name == "uvicorn.access"
        if record.levelno <= logging.INFO and is_visit:
            return False
        if (now := time.monotonic()) - self._began > _SECONDS:
            self._began = now
            self._passed.clear()
        beginning = str(record.msg)[:_PREFIX]
        self._passed[beginning] = self._passed.get(beginning, 0) + 1
        return self._passed[beginning] <= PER_MINUTE


def limit_log() -> None:
    """Limit the loggers of the server and of its libraries that exist now."""
    limit = LogLimit()
    for name in (*_NOISY, *logging.root.manager.loggerDict):
        if name.partition(".")[0] in _NOISY:
            logging.getLogger(name).addFilter(limit)
