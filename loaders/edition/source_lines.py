"""Find the lines of a page from which the paragraphs of a corrected edition come."""

from loaders.briefing import Briefing
from loaders.repair.document import LINE_BREAK, CleanLine


class PageLines:
    """The lines of a page, searched for the paragraphs of an edition one after another.

    Each search begins after the last paragraph that was found. A paragraph may be a part of its
    line, after a label or if a turn was split. A paragraph that no line contains, because a person
    wrote it, is appended to the page as a line. Without `page`, every paragraph is appended.
    """

    def __init__(self, page: Briefing | None = None) -> None:
        self._lines = list(page.clean.lines) if page else []
        self._published = LINE_BREAK.split(page.source.text) if page else []
        self._index, self._offset = 0, 0
        self._used: list[CleanLine] = []

    @property
    def text(self) -> str:
        """The text of the page as published, followed by the lines that were appended."""
        return "\n".join(self._published)

    @property
    def used(self) -> tuple[CleanLine, ...]:
        """The results of `line_of` so far, in order."""
        return tuple(self._used)

    def line_of(self, paragraph: str) -> CleanLine:
        """Return the line that contains `paragraph`, cut to it, with the line number as published.

        For a paragraph that no line contains, return the appended line, numbered after the page,
        with the printed form "", since the page did not print it.
        """
        found = self._find(paragraph)
        if found is None:
            self._published.append(paragraph)
            found = CleanLine(len(self._published), paragraph, "")
        self._used.append(found)
        return found

    def _find(self, paragraph: str) -> CleanLine | None:
        for index in range(self._index, len(self._lines)):
            line = self._lines[index]
            start = line.text.find(paragraph, self._offset if index == self._index else 0)
            if start >= 0:
                self._index, self._offset = index, start + len(paragraph)
                return line.slice(start, self._offset)
        return None
