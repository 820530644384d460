"""The lines of a page from which the paragraphs of a corrected reading come."""

from dataclasses import replace

from loaders.briefing import Briefing
from loaders.repair.document import CleanLine
from loaders.repair.pipeline import BREAK


class PageLines:
    """Finds for a paragraph the line of the page that holds it, going down the page.

    A paragraph may be a part of its line, as where a label stood before it or a turn was split.
    One that no line holds, because a person wrote it, becomes a line of its own below the page.
    """

    def __init__(self, page: Briefing | None = None) -> None:
        self._lines = list(page.clean.lines) if page else []
        self._published = BREAK.split(page.source.text) if page else []
        self._at, self._done = 0, 0
        self._taken: list[CleanLine] = []

    @property
    def text(self) -> str:
        """The page as published, with the lines that were written below it."""
        return "\n".join(self._published)

    @property
    def all(self) -> tuple[CleanLine, ...]:
        """Every line that was taken."""
        return tuple(self._taken)

    def take(self, paragraph: str) -> CleanLine:
        """The line of `paragraph`, with its text alone and its number as published."""
        found = self._find(paragraph)
        if found is None:
            self._published.append(paragraph)
            found = CleanLine(len(self._published), paragraph, paragraph)
        self._taken.append(found)
        return found

    def _find(self, paragraph: str) -> CleanLine | None:
        for place in range(self._at, len(self._lines)):
            line = self._lines[place]
            start = line.text.find(paragraph, self._done if place == self._at else 0)
            if start >= 0:
                self._at, self._done = place, start + len(paragraph)
                return _part(line, start, len(paragraph))
        return None


def _part(line: CleanLine, start: int, length: int) -> CleanLine:
    text = line.text[start : start + length]
    same = len(line.text) == len(line.printed)
    printed = line.printed[start : start + length] if same else line.printed
    return replace(line, text=text, printed=printed)
