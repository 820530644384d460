"""The briefing that is read from an edition."""

from dataclasses import dataclass

from loaders.briefing import Briefing
from loaders.edition.model import CheckedTurn


@dataclass(frozen=True)
class CorrectedBriefing(Briefing):
    """A briefing that was read from an edition, with the turns as they are stated there.

    The doubts of its transcript are those that the edition states.
    """

    stated: tuple[CheckedTurn, ...]
