"""Find the labels that open turns in the lines of a page, judged against the page as a whole.

A label in the middle of a line opens a turn only if it names a speaker for certain, if it answers
the question on that line (问：…… 答：……), or if the page runs its turns together.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from loaders.errors import NotATranscriptError
from loaders.parsing.aliases import PersonIndex, find_moderators, outlet_of_question, resolve_label
from loaders.parsing.introductions import certain_label, listed_person
from loaders.parsing.label_forms import COLONS, STOPS
from loaders.parsing.label_names import Label, is_look_alike, is_name, parse_role
from loaders.parsing.label_scoring import Accepted, Key, accept_labels, find_people
from loaders.parsing.page import MAX_LINES, Lines, Page, PageLine, TurnOpening
from loaders.parsing.wording import ends_as_sentence

# A page with fewer labels than this at the beginning of lines may run its turns together, so that
# its labels in the middle of lines open turns too.
MIN_LINE_LABELS = 3
MAX_HEADLINE = 60

_DATED = re.compile(r"\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}|(?:来源|稿源)\s?[:：]")
_MID = re.compile(
    rf"(?<=[。！？!?.…”」』）)\]】\s])(?=([^{STOPS}|\s][^{STOPS}|]{{0,39}})[{COLONS}])"
)
_MID_BRACKET = re.compile(
    rf"[【\[〔［] ?([^【】\[\]〔〕［］{STOPS}]{{1,40}}?) ?[】\]〕］](?!\() ?[{COLONS}]?"
)
# A character that ends a label in the middle of a line. Most lines have none, and this test is
# faster than a search for labels.
_ENDS_MID = re.compile(rf"[{COLONS}】\]〕］]")


def find_openings(page: Page) -> Page:
    r"""Decide which heads (label_forms) of a page are labels, and return it with the openings.

    It has no openings if the page has only one label and that label is not certain. Raises
    NotATranscriptError if there are more than MAX_LINES openings.

    >>> from loaders.parsing.page import unfold
    >>> from loaders.repair.pipeline import repair
    >>> page = find_openings(unfold(repair("问：灯亮吗？\n答：亮。"), name="page.txt"))
    >>> [opening.label.name for line in page.openings for opening in line]
    ['问', '答']
    """
    openings = _find_openings(page.lines)
    if sum(map(len, openings)) > MAX_LINES:
        raise NotATranscriptError("not_a_transcript.long", name=page.name, most=MAX_LINES)
    return replace(page, openings=openings)


def _find_openings(lines: Lines) -> tuple[tuple[TurnOpening, ...], ...]:
    mid_line = (list(_mid_line_openings(line.text, _MID, {}, ())) for line in lines)
    people = _labels_by_name(mid_line, titled=True)
    people |= find_people(lines)
    labels = accept_labels(lines, people)
    found = [_openings_at_start(line, labels) for line in lines]
    first = next((line.head for line, openings in zip(lines, found, strict=True) if openings), None)
    patterns = [_MID_BY_FORM.get(first.form)] if first else [_MID, _MID_BRACKET]
    extended = [
        _add_mid_line_openings(lines, found, people, pattern) for pattern in patterns if pattern
    ]
    found = max(extended, key=lambda openings: sum(map(len, openings)), default=found)
    found = _drop_headline(lines, found)
    all_openings = [opening for line in found for opening in line]
    if not any(opening.is_certain for opening in all_openings) and len(all_openings) < 2:
        return tuple(() for _ in lines)
    return _resolve_openings(lines, found, people)


_MID_BY_FORM = {"colon": _MID, "bracket": _MID_BRACKET, "cell": _MID, "spaced": _MID}


def _openings_at_start(line: PageLine, labels: Mapping[Key, Accepted]) -> list[TurnOpening]:
    head = line.head
    if head is None or (head.kind, head.text) not in labels:
        return []
    label, is_certain = labels[head.kind, head.text]
    if label.asks and _holds_only_names(line.text[head.end : head.end + MAX_HEADLINE]):
        return []
    return [TurnOpening(label, 0, head.end, head.stamp, is_certain)]


def _holds_only_names(rest: str) -> bool:
    """Return whether `rest`, the text after a label, is only names: 王芳 李明 in a credit."""
    names = [word for word in re.split(r"[\s、/]", rest) if word]
    return bool(names) and all(len(name) < 5 and is_name(name) for name in names)


def _add_mid_line_openings(
    lines: Lines,
    found: Sequence[Sequence[TurnOpening]],
    people: Mapping[str, Label],
    pattern: re.Pattern[str],
) -> list[list[TurnOpening]]:
    """Return the openings in `found` with those in the middle of lines added.

    An opening is added if it is certain, if it answers the question on its line, or if `found` has
    fewer than MIN_LINE_LABELS openings, as on a page that runs its turns together.
    """

    def find_mid_line() -> list[list[TurnOpening]]:
        return [
            list(_mid_line_openings(line.text, pattern, known, openings))
            for line, openings in zip(lines, found, strict=True)
        ]

    known = {**people, **_labels_by_name(found)}
    known |= _labels_by_name(find_mid_line())
    is_packed = sum(map(len, found)) < MIN_LINE_LABELS
    return [
        _merge_sorted(
            line, [o for o in more if is_packed or o.is_certain or _is_inline_answer(line, o)]
        )
        for line, more in zip(found, find_mid_line(), strict=True)
    ]


def _labels_by_name(
    openings: Iterable[Sequence[TurnOpening]], *, titled: bool = False
) -> dict[str, Label]:
    """Return name -> label for the labels without a role; if `titled`, only those with a title."""
    labels = (opening.label for line in openings for opening in line)
    return {label.name: label for label in labels if not label.role and (label.title or not titled)}


def _mid_line_openings(
    text: str, pattern: re.Pattern[str], known: Mapping[str, Label], line: Sequence[TurnOpening]
) -> Iterator[TurnOpening]:
    end_of_last = line[-1].speech_start if line else 0
    if not _ENDS_MID.search(text):
        return
    for match in pattern.finditer(text):
        begin = match.start()
        end = match.end() if match.end() > begin else match.end(1) + 1
        if begin < end_of_last:
            continue
        words = " ".join(match[1].split())
        certain = Label(words) if words in known else certain_label(words, known)
        label = certain or parse_role(words)
        if label:
            yield TurnOpening(label, begin, end, None, bool(certain))
            end_of_last = end


def _is_inline_answer(line: Sequence[TurnOpening], opening: TurnOpening) -> bool:
    """Return whether `opening` is an answer on the line of its question: 问：…… 答：……."""
    return opening.label.role == "answers" and bool(line) and line[0].label.asks


def _merge_sorted(line: Sequence[TurnOpening], more: Sequence[TurnOpening]) -> list[TurnOpening]:
    return sorted([*line, *more], key=lambda opening: opening.begin) if more else list(line)


def _drop_headline(lines: Lines, openings: list[list[TurnOpening]]) -> list[list[TurnOpening]]:
    """Remove the first opening if its line is the page's headline, with a name before a colon.

    In a headline, a short text without an end mark follows the colon. Within three lines a date or
    a source follows, or the page has no other opening.
    """
    first = next((i for i, line in enumerate(openings) if line), None)
    if first is None:
        return openings
    rest = lines[first].text[openings[first][0].speech_start :].strip()
    if openings[first][0].label.role:
        return openings
    is_headline = 0 < len(rest) <= MAX_HEADLINE and not ends_as_sentence(rest)
    is_dated = any(_DATED.search(line.text) for line in lines[first + 1 : first + 4])
    is_only_opening = sum(map(len, openings)) == 1 and len(lines) > 1
    if is_headline and len(openings[first]) == 1 and (is_dated or is_only_opening):
        return [*openings[:first], [], *openings[first + 1 :]]
    return openings


def _resolve_openings(
    lines: Lines, openings: Sequence[Sequence[TurnOpening]], people: Mapping[str, Label]
) -> tuple[tuple[TurnOpening, ...], ...]:
    """Replace labels that do not name their speaker in full (主持人, 王部长, Q) by those that do.

    A label is replaced only if the page names its speaker. A line of the header that lists the
    moderator opens no turn, so its openings are removed.
    """
    names = [opening.label for line in openings for opening in line if not opening.label.role]
    named = (label.name for label in names if not label.is_outlet)
    person_index = PersonIndex({*people, *named})
    after_role = {
        (index, opening.begin): person
        for index, line in enumerate(openings)
        for opening in line
        if opening.label.role == "moderator"
        and (person := _person_behind_role(lines, index, opening))
    }
    first = next((index for index, line in enumerate(openings) if line), 0)
    stated = [*after_role.values(), *_listed_moderators(lines[:first])]
    moderators = find_moderators([replace(person, role="moderator") for person in stated] + names)

    def resolve(index: int, opening: TurnOpening) -> TurnOpening:
        label = resolve_label(opening.label, person_index, moderators)
        if (index, opening.begin) in after_role:
            return replace(opening, label=label, speech_start=len(lines[index].text))
        if outlet := outlet_of_question(label, _first_words(lines, openings, index, opening)):
            return replace(opening, label=outlet, is_certain=True)
        return opening if label is opening.label else replace(opening, label=label)

    in_list = {
        index
        for index, _ in after_role
        if _is_in_header_list(lines, index) or lines[index].text[-1] in COLONS
    }
    return tuple(
        () if index in in_list else tuple(resolve(index, opening) for opening in line)
        for index, line in enumerate(openings)
    )


def _listed_moderators(lines: Lines) -> Iterator[Label]:
    """Yield the person of each header line that lists a moderator: 主持人：某局副局长 李明."""
    for line in lines:
        if line.head and line.role and line.role.role == "moderator":
            person = listed_person(line.text, line.head.text, line.head.end)
            yield from [person] if person else []


def _person_behind_role(lines: Lines, index: int, opening: TurnOpening) -> Label | None:
    """Return the person named after the role that `opening` states, or None.

    The person is on the line of the role or, in the header's list of people, on the next line.
    """
    if person := listed_person(lines[index].text, opening.label.name, opening.speech_start):
        return person
    is_alone = not lines[index].text[opening.speech_start :].strip()
    if not is_alone or index + 1 >= len(lines) or not _is_in_header_list(lines, index, below=2):
        return None
    return next(iter(lines[index + 1].listed), None)


def _first_words(
    lines: Lines,
    openings: Sequence[Sequence[TurnOpening]],
    index: int,
    opening: TurnOpening,
) -> str:
    """Return the speech after a label on its line; if there is none, the next line."""
    rest = lines[index].text[opening.speech_start :]
    has_next = index + 1 < len(lines) and not openings[index + 1]
    return rest if rest.strip() or not has_next else lines[index + 1].text


def _is_in_header_list(lines: Lines, index: int, *, below: int = 1) -> bool:
    """Return whether line `index` is in the header's list of time, place and people.

    It is if the line above, or the line `below` lines further down, begins with a word of such a
    list: 时间：, 地点：.
    """
    neighbours = (*lines[max(0, index - 1) : index], *lines[index + below : index + below + 1])
    heads = (line.head for line in neighbours)
    return any(head and head.is_closed and is_look_alike(head.text) for head in heads)
