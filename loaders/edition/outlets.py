"""Decide whether the speaker of a turn with the slot press is an outlet or a person."""

from loaders.edition.model import SpeakerFields
from loaders.lexicon.labels import labels
from loaders.parsing.label_names import parse_bare_name

PRESS = "press"


def is_outlet_turn(turn: SpeakerFields) -> bool:
    """Return whether the speaker of a turn of an edition is a news outlet rather than a person.

    False if the slot is not press. A speaker with the same name as the organisation is an outlet.
    If the names differ, or no organisation is stated, the form of the speaker's name decides.

    >>> is_outlet_turn({"speaker": "青谷", "title": None, "organisation": "青谷", "slot": "press"})
    True
    >>> is_outlet_turn({"speaker": "王芳", "title": None, "organisation": None, "slot": "press"})
    False
    """
    name, body = turn["speaker"], turn["organisation"]
    if turn["slot"] != PRESS:
        return False
    if body == name:
        return True
    outlets = labels().han_forms.outlets
    if body and not turn["title"] and name.endswith(outlets):
        return True
    label = parse_bare_name(name)
    return label is not None and label.is_outlet
