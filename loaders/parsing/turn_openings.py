r"""How a page is laid out: where in its lines the turns open, decided once for the whole page.

Before that, lines that hold several are unfolded: at a literal \n, at <br>, at the cells of a
Markdown table. Labels in the middle of a line count where the page runs its turns together, or
where they name somebody for certain.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from loaders.parsing.aliases import Persons, moderators_of, outlet_of_question, person_of
from loaders.parsing.introductions import certain_label, listed, listed_people
from loaders.parsing.label_forms import COLONS, STOPS, Head, head_of
from loaders.parsing.label_names import Label, is_look_alike, is_name, role
from loaders.parsing.label_scoring import Key, accept_labels, ends_as_sentence, people_of
from loaders.repair.document import CleanLine

# Fewer labels than this at the beginning of lines, and a page may run its turns together.
FEW = 3
# The longest briefings have some thousands of lines; what has more is no transcript.
MOST_LINES = 40_000
LONGEST_HEADLINE = 60

_DATED = re.compile(r"\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}|(?:来源|稿源)\s?[:：]")
_MID = re.compile(
    rf"(?<=[。！？!?.…”」』）)\]】\s])(?=([^{STOPS}|\s][^{STOPS}|]{{0,39}})[{COLONS}])"
)
_MID_BRACKET = re.compile(
    rf"[【\[〔［] ?([^【】\[\]〔〕［］{STOPS}]{{1,40}}?) ?[】\]〕］](?!\() ?[{COLONS}]?"
)
# What a label in the middle of a line ends with: most lines hold none, which is soon seen.
_ENDS_MID = re.compile(rf"[{COLONS}】\]〕］]")
_FOLD = re.compile(r"(?<![A-Za-z]:)(?<!\\)(?:\\r)?\\n|<br ?/?>", re.IGNORECASE)
_RULE = re.compile(r"\|?(?: ?:?-{3,}:? ?\|?)+")
_ROW = re.compile(r"\| ?([^|]{1,40}?) ?\| ?(.*)", re.DOTALL)
_QUOTED = re.compile(r"> ?")


@dataclass(frozen=True)
class TurnOpening:
    """Where in a line a turn opens: where its label begins, and where its speech does."""

    label: Label
    begin: int
    speech: int
    stamp: str | None = None
    sure: bool = False


@dataclass(frozen=True)
class Layout:
    """The openings of every line, in order."""

    openings: tuple[tuple[TurnOpening, ...], ...]

    @property
    def first(self) -> int | None:
        """The first line that opens a turn; None where none does."""
        return next((i for i, found in enumerate(self.openings) if found), None)

    @property
    def last(self) -> int:
        """The last line that opens a turn; -1 where none does."""
        return max((i for i, found in enumerate(self.openings) if found), default=-1)


def unfolded(lines: Iterable[CleanLine]) -> Iterator[CleanLine]:
    r"""The lines with those cut that hold several, and the rows of Markdown tables as cells.

    >>> [line.text for line in unfolded([CleanLine(1, r"问：好？\n答：好。", "")])]
    ['问：好？', '答：好。']
    """
    for line in lines:
        texts, printed = _pieces(line.text), _pieces(line.printed)
        if len(texts) != len(printed):
            printed = texts
        for text, form in zip(texts, printed, strict=True):
            yield line if text == line.text else replace(line, text=text, printed=form)


def _pieces(text: str) -> list[str]:
    if text[:1] == "|":
        if _RULE.fullmatch(text[:200]):
            return []
        row = _ROW.match(text)
        text = f"{row[1]}\t{row[2].rstrip('| ').replace(' | ', ' ')}" if row else text
    if "\\n" not in text and "<" not in text:
        return [text]
    return [piece.strip() for piece in _FOLD.split(text) if piece.strip()]


def without_mark(line: CleanLine) -> CleanLine:
    """The line without the mark of a Markdown quotation."""
    mark = _QUOTED.match(line.text)
    if mark is None:
        return line
    shown = _QUOTED.match(line.printed)
    printed = line.printed[shown.end() :] if shown else line.printed
    return replace(line, text=line.text[mark.end() :].strip(), printed=printed.strip())


# Asked before and after what is no speech is set aside, which is often nothing.
@lru_cache(maxsize=1)
def find_openings(lines: tuple[str, ...]) -> Layout:
    """Weigh the heads of a page's `lines` and say where its turns open.

    >>> layout = survey(("问：灯亮吗？", "答：亮。"))
    >>> [opening.label.name for line in layout.openings for opening in line]
    ['问', '答']
    """
    heads = [head_of(text) for text in lines]
    people = _names((list(_middles(text, _MID, {}, ())) for text in lines), titled=True)
    people |= people_of(lines, heads)
    labels = accept_labels(lines, heads, people)
    found = [_at_start(text, head, labels) for text, head in zip(lines, heads, strict=True)]
    first = next((h for h, line in zip(heads, found, strict=True) if line and h), None)
    patterns = [_MIDDLES.get(first.form)] if first else [_MID, _MID_BRACKET]
    laid = [_with_middles(lines, found, people, pattern) for pattern in patterns if pattern]
    found = max(laid, key=lambda openings: sum(map(len, openings)), default=found)
    found = _without_headline(lines, found)
    every = [opening for line in found for opening in line]
    if not any(opening.sure for opening in every) and len(every) < 2:
        return Layout(tuple(() for _ in lines))
    return Layout(_resolved(lines, found, people))


_MIDDLES = {"colon": _MID, "bracket": _MID_BRACKET, "cell": _MID, "spaced": _MID}


def _at_start(
    text: str, head: Head | None, labels: Mapping[Key, tuple[Label, bool]]
) -> list[TurnOpening]:
    if head is None or (head.kind, head.text) not in labels:
        return []
    label, sure = labels[head.kind, head.text]
    if label.asks and _only_names(text[head.end : head.end + LONGEST_HEADLINE]):
        return []
    return [TurnOpening(label, 0, head.end, head.stamp, sure)]


def _only_names(rest: str) -> bool:
    """Whether a line goes on with names alone, as a credit does: 记者：王芳 李明."""
    names = [word for word in re.split(r"[\s、/]", rest) if word]
    return bool(names) and all(len(name) < 5 and is_name(name) for name in names)


def _with_middles(
    lines: Sequence[str],
    found: Sequence[Sequence[TurnOpening]],
    people: Mapping[str, Label],
    pattern: re.Pattern[str],
) -> list[list[TurnOpening]]:
    """The openings with those in the middle of a line, where the page runs its turns together."""
    known = {**people, **_names(found)}
    first = [list(_middles(t, pattern, known, o)) for t, o in zip(lines, found, strict=True)]
    known |= _names(first)
    sure = [list(_middles(t, pattern, known, o)) for t, o in zip(lines, found, strict=True)]
    packed = sum(map(len, found)) < FEW
    return [
        _in_order(line, [o for o in middle if packed or o.sure or _answers(line, o)])
        for line, middle in zip(found, sure, strict=True)
    ]


def _names(openings: Iterable[Sequence[TurnOpening]], *, titled: bool = False) -> dict[str, Label]:
    """Name -> label of the openings that name somebody, or of those with a title only."""
    labels = (opening.label for line in openings for opening in line)
    return {label.name: label for label in labels if not label.role and (label.title or not titled)}


def _middles(
    text: str, pattern: re.Pattern[str], known: Mapping[str, Label], line: Sequence[TurnOpening]
) -> Iterator[TurnOpening]:
    done = line[-1].speech if line else 0
    if not _ENDS_MID.search(text):
        return
    for match in pattern.finditer(text):
        begin = match.start()
        end = match.end() if match.end() > begin else match.end(1) + 1
        if begin < done:
            continue
        words = " ".join(match[1].split())
        sure = Label(words) if words in known else certain_label(words, known)
        label = sure or role(words)
        if label:
            yield TurnOpening(label, begin, end, None, bool(sure))
            done = end


def _answers(line: Sequence[TurnOpening], opening: TurnOpening) -> bool:
    """问：…… 答：…… in one paragraph."""
    return opening.label.role == "answers" and bool(line) and line[0].label.asks


def _in_order(line: Sequence[TurnOpening], more: Sequence[TurnOpening]) -> list[TurnOpening]:
    return sorted([*line, *more], key=lambda opening: opening.begin) if more else list(line)


def _without_headline(
    lines: Sequence[str], openings: list[list[TurnOpening]]
) -> list[list[TurnOpening]]:
    """The openings without the page's own headline, where that names a speaker before a colon."""
    first = next((i for i, line in enumerate(openings) if line), None)
    if first is None:
        return openings
    rest = lines[first][openings[first][0].speech :].strip()
    if openings[first][0].label.role:
        return openings
    headline = 0 < len(rest) <= LONGEST_HEADLINE and not ends_as_sentence(rest)
    dated = any(_DATED.search(text) for text in lines[first + 1 : first + 4])
    alone = sum(map(len, openings)) == 1 and len(lines) > 1
    if headline and len(openings[first]) == 1 and (dated or alone):
        return [*openings[:first], [], *openings[first + 1 :]]
    return openings


def _resolved(
    lines: Sequence[str], openings: Sequence[Sequence[TurnOpening]], people: Mapping[str, Label]
) -> tuple[tuple[TurnOpening, ...], ...]:
    """The openings with the persons behind 主持人 and the like, where the page tells them."""
    every = [opening.label for line in openings for opening in line if not opening.label.role]
    persons = Persons({*people, *(label.name for label in every if not label.is_outlet)})
    after = {
        (index, opening.begin): who
        for index, line in enumerate(openings)
        for opening in line
        if opening.label.role == "moderator" and (who := _behind(lines, index, opening))
    }
    first = next((index for index, line in enumerate(openings) if line), 0)
    stated = [*after.values(), *_moderating(lines[:first])]
    moderators = moderators_of([replace(who, role="moderator") for who in stated] + every)

    def resolved(index: int, opening: TurnOpening) -> TurnOpening:
        label = person_of(opening.label, persons, moderators)
        if (index, opening.begin) in after:
            return replace(opening, label=label, speech=len(lines[index]))
        if outlet := outlet_of_question(label, _speech(lines, openings, index, opening)):
            return replace(opening, label=outlet, sure=True)
        return opening if label is opening.label else replace(opening, label=label)

    in_list = {
        index for index, _ in after if _is_listed(lines, index) or lines[index][-1] in COLONS
    }
    return tuple(
        () if index in in_list else tuple(resolved(index, opening) for opening in line)
        for index, line in enumerate(openings)
    )


def _moderating(lines: Sequence[str]) -> Iterator[Label]:
    """Those whom the head of the page says to moderate."""
    for text in lines:
        head = head_of(text)
        doing = role(head.text) if head else None
        if head and doing and doing.role == "moderator" and (who := listed(text, head)):
            yield who


def _behind(lines: Sequence[str], index: int, opening: TurnOpening) -> Label | None:
    """The person behind a role: on its line, or below it in the head's list."""
    if who := listed(lines[index], _head(opening)):
        return who
    alone = not lines[index][opening.speech :].strip()
    if not alone or index + 1 >= len(lines) or not _is_listed(lines, index, below=2):
        return None
    return next(iter(listed_people(lines[index + 1], head_of(lines[index + 1]))), None)


def _speech(
    lines: Sequence[str],
    openings: Sequence[Sequence[TurnOpening]],
    index: int,
    opening: TurnOpening,
) -> str:
    """The first words under a label: on its line, or on the line below."""
    here = lines[index][opening.speech :]
    below = index + 1 < len(lines) and not openings[index + 1]
    return here if here.strip() or not below else lines[index + 1]


def _is_listed(lines: Sequence[str], index: int, *, below: int = 1) -> bool:
    """Whether a role and its person stand in the head's list of time, place and those present."""
    beside = (*lines[max(0, index - 1) : index], *lines[index + below : index + below + 1])
    heads = map(head_of, beside)
    return any(head and head.closed and is_look_alike(head.text) for head in heads)


def _head(opening: TurnOpening) -> Head:
    return Head(opening.label.name, "colon", opening.speech)
