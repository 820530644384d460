"""What a run tells: how far it is, and what became of every file."""

import csv
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from loaders.csv_cells import escape_formula
from loaders.errors import UnreadableError

OUTCOMES = ("read", "read with warnings", "text filled in", "already there", "refused")
_CHANGES = OUTCOMES[:3]


class Row(NamedTuple):
    """One file: what became of it, as which briefing, and what there is to say of it."""

    file: str
    outcome: str
    briefing_id: str
    detail: str


@dataclass
class Report:
    """What became of every file of a run."""

    corpus: Path
    version: str | None = None
    rows: list[Row] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)

    def add(
        self,
        path: Path,
        outcome: str,
        briefing_id: str = "",
        *,
        detail: str = "",
        exit_status: int = 0,
    ) -> None:
        """Tell of one file."""
        self.rows.append(Row(str(path), outcome, briefing_id, detail))
        self.statuses.add(exit_status)

    @property
    def changes(self) -> bool:
        """Whether any file changes the corpus."""
        return any(row.outcome in _CHANGES for row in self.rows)

    @property
    def exit_status(self) -> int:
        """0 where a file was taken or already there; else 4, or 3 where none was a transcript."""
        return 0 if 0 in self.statuses else max(self.statuses, default=0)

    def write_csv(self, path: Path) -> None:
        """Write a row for each file; UnreadableError where that cannot be done."""
        try:
            with path.open(
                "w", encoding="utf-8-sig", newline="", errors="backslashreplace"
            ) as file:
                table = csv.writer(file)
                table.writerow(Row._fields)
                table.writerows([escape_formula(cell) for cell in row] for row in self.rows)
        except OSError as error:
            raise UnreadableError(
                f"The corpus is done, but {path} cannot be written: {error.strerror}."
            ) from error

    def as_json(self) -> str:
        """The report as one object."""
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
        """The report as lines: what was refused or warned of, and the sums."""
        counts = self._counts()
        told = [f"{row.file}: {row.outcome}: {row.detail}" for row in self.rows if row.detail]
        sums = ", ".join(f"{counts[outcome]:,} {outcome}" for outcome in OUTCOMES)
        state = f"corpus {self.version}" if self.version else "unchanged"
        return "\n".join([*told, f"{len(self.rows):,} files: {sums}", f"{self.corpus}: {state}"])

    def _counts(self) -> Counter[str]:
        return Counter(row.outcome for row in self.rows)


class Progress:
    """Says on standard error how many of how many are done, and how long the rest takes."""

    EVERY = 1.0

    def __init__(self, verb: str, total: int) -> None:
        self._verb, self._total, self._done = verb, total, 0
        self._started = self._told = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None and self._total > 1:
            self._tell("")

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        now = time.monotonic()
        if now - self._told >= self.EVERY and self._done < self._total:
            self._told = now
            left = (now - self._started) / self._done * (self._total - self._done)
            self._tell(f", about {_spoken(left)} left")

    def _tell(self, rest: str) -> None:
        spent = _spoken(time.monotonic() - self._started)
        print(f"  {self._verb} {self._done:,} of {self._total:,} in {spent}{rest}", file=sys.stderr)


def _spoken(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 120 else f"{whole // 60} min {whole % 60} s"
