"""Find the people whom a page names with a post, or addresses by surname and post."""

import re
from functools import cache

from loaders.lexicon.titles import titles
from loaders.parsing.introductions import introduced_people
from loaders.parsing.label_names import Label
from loaders.parsing.mid_line import titled_mid_line
from loaders.parsing.page import Lines
from loaders.text.measures import HAN


def find_people(lines: Lines) -> dict[str, Label]:
    """Return name -> label for the people whom the page introduces, lists or labels with a title.

    People who have a line for their name and whom speech addresses by surname are included, with a
    label without a title.
    """
    found: dict[str, Label] = {}
    by_surname = _people_by_surname(lines)
    heads = [line.head for line in lines if line.head]
    labelled = {head.text for head in heads if head.is_closed and head.words.bare}
    names = {head.text for head in heads if head.words.is_name}
    for line in lines:
        labels = [*introduced_people(line.text, names), *line.listed]
        if line.head and (label := line.head.words.certain(labelled)):
            labels.append(label)
        for label in labels:
            if label.title and not label.is_outlet:
                found.setdefault(label.name, label)
    return {**titled_mid_line(lines), **by_surname, **found}


def _people_by_surname(lines: Lines) -> dict[str, Label]:
    """Return name -> label for people whom speech addresses by surname and post (高厅长).

    Their full names (高明远) are heads of two or three characters in any form but colon.
    """
    heads = (line.head for line in lines)
    short = {h.words for h in heads if h and h.form != "colon" and len(h.text) in {2, 3}}
    names = {words.text for words in short if words.is_name and not words.is_listed_word}
    if not names:
        return {}
    # Where the post follows an organisation (某局局长), the character before it is no surname.
    addressed = {name for line in lines for name in _surname_and_post().findall(line.text)}
    return {name: Label(name) for name in names if name[0] in addressed}


@cache
def _surname_and_post() -> re.Pattern[str]:
    return re.compile(rf"([{HAN}])(?:{'|'.join(titles().endings)})")
