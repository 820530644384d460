"""Progress of `loaders add` while it runs, and the report of the outcome of every file."""

import csv
import json
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from loaders.contract import Outcome
from loaders.csv_cells import escape_formula
from loaders.errors import BriefingsError, RefusedFileError, UnreadableError, exit_status
from loaders.messages import Doubt, Value

OUTCOMES: Mapping[Outcome, str] = {  # code -> words
    "read": "read",
    "read_with_warnings": "read with warnings",
    "text_filled_in": "text filled in",
    "already_there": "already there",
    "refused": "refused",
}
COLUMNS = ("file", "outcome", "briefing_id", "codes", "detail")  # of the CSV
_CHANGING_OUTCOMES = tuple(OUTCOMES)[:3]


class Row(NamedTuple):
    """One file: its outcome (one of OUTCOMES), its briefing's id or "", and why.

    detail: the warnings or the error, in English. doubts, refusal: the same as objects.
    """

    file: str
    outcome: Outcome
    briefing_id: str
    detail: str
    doubts: Sequence[Mapping[str, Value]] = ()
    refusal: Mapping[str, Value] | None = None

    @property
    def codes(self) -> str:
        """The codes of the refusal or of the doubts, with spaces between them."""
        return " ".join(str(each["code"]) for each in filter(None, [*self.doubts, self.refusal]))


def say_waiting(folder: Path) -> None:
    """Say on standard error that another run has to end first."""
    print(f"  waiting: another run is changing {folder}", file=sys.stderr)


@dataclass
class Report:
    """The outcomes of all files of a run.

    `version` is that of the corpus after the run, None if the run did not change the corpus.
    """

    corpus: Path
    version: str | None = None
    rows: list[Row] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)

    def add(
        self,
        path: Path,
        outcome: Outcome,
        briefing_id: str = "",
        *,
        detail: str = "",
        doubts: Sequence[Doubt] = (),
    ) -> None:
        """Add the outcome of one file (one of OUTCOMES) to the report."""
        told = " ".join([*filter(None, [detail]), *(each.sentence() for each in doubts)])
        objects = [each.as_object() for each in doubts]
        self.rows.append(Row(str(path), outcome, briefing_id, told, objects))
        self.statuses.add(0)

    def refuse(self, path: Path, error: BriefingsError) -> None:
        """Add a file that was refused with `error`."""
        stated = error.as_object() if isinstance(error, RefusedFileError) else None
        self.rows.append(Row(str(path), "refused", "", str(error), refusal=stated))
        self.statuses.add(exit_status(error))

    @property
    def has_changes(self) -> bool:
        """True if at least one file changes the corpus."""
        return any(row.outcome in _CHANGING_OUTCOMES for row in self.rows)

    @property
    def exit_status(self) -> int:
        """The exit status of the run: 0 if at least one file was added or already stored.

        Otherwise it is the highest status of a file: 4 if a file was unreadable, else 3 (no file is
        a transcript). It is 0 for a run without files.
        """
        return 0 if 0 in self.statuses else max(self.statuses, default=0)

    def write_csv(self, path: Path) -> None:
        """Write a CSV with a row for each file; raise UnreadableError if `path` is not writable."""
        try:
            with path.open(
                "w", encoding="utf-8-sig", newline="", errors="backslashreplace"
            ) as file:
                table = csv.writer(file)
                table.writerow(COLUMNS)
                table.writerows(
                    [escape_formula(getattr(row, column)) for column in COLUMNS]
                    for row in self.rows
                )
        except OSError as error:
            stated = {"name": str(path), "error": error.strerror or str(error)}
            raise UnreadableError("unopened.report", **stated) from error

    def as_json(self) -> str:
        """Return the report as one JSON object."""
        counts = self._counts()
        return json.dumps(
            {
                "corpus": str(self.corpus),
                "version": self.version,
                "counts": {outcome: counts[outcome] for outcome in OUTCOMES},
                "files": [row._asdict() for row in self.rows],
            },
            ensure_ascii=False,
        )

    def as_text(self) -> str:
        """Return the report as lines: errors and warnings of files, then counts of outcomes."""
        counts = self._counts()
        details = [
            f"{row.file}: {OUTCOMES[row.outcome]}: {row.detail}" for row in self.rows if row.detail
        ]
        summary = ", ".join(f"{counts[code]:,} {words}" for code, words in OUTCOMES.items())
        state = f"corpus {self.version}" if self.version else "unchanged"
        return "\n".join(
            [*details, f"{len(self.rows):,} files: {summary}", f"{self.corpus}: {state}"]
        )

    def _counts(self) -> Counter[str]:
        return Counter(row.outcome for row in self.rows)


class Progress:
    """Prints on standard error how many items are done, and the estimated time left."""

    INTERVAL_SECONDS = 1.0

    def __init__(self, verb: str, total: int) -> None:
        self._verb, self._total, self._done = verb, total, 0
        self._started = self._last_printed = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None and self._total > 1:
            self._print("")

    def step(self) -> None:
        """Count one more item as done; print the progress at most once per INTERVAL_SECONDS."""
        self._done += 1
        now = time.monotonic()
        if now - self._last_printed >= self.INTERVAL_SECONDS and self._done < self._total:
            self._last_printed = now
            left = (now - self._started) / self._done * (self._total - self._done)
            self._print(f", about {_format_duration(left)} left")

    def _print(self, time_left: str) -> None:
        elapsed = _format_duration(time.monotonic() - self._started)
        print(
            f"  {self._verb} {self._done:,} of {self._total:,} in {elapsed}{time_left}",
            file=sys.stderr,
        )


def _format_duration(seconds: float) -> str:
    rounded = round(seconds)
    return f"{rounded} s" if rounded < 120 else f"{rounded // 60} min {rounded % 60} s"
