"""python -m loaders remove: remove briefings from a corpus."""

import argparse
from functools import partial

from loaders.commands.report import say_waiting
from loaders.corpus.update import CorpusWriter, require_own_corpus


def run(options: argparse.Namespace) -> int:
    """Remove the named briefings from the corpus and return 0.

    Raises CorpusError, and removes none, if one of them is not in the corpus.
    """
    require_own_corpus(options.corpus, new=False)
    waiting = partial(say_waiting, options.corpus)
    with CorpusWriter(options.corpus, start=None, waiting=waiting) as writer:
        version = writer.remove(options.ids)
    print(f"{options.corpus}: corpus {version}, without {', '.join(options.ids)}")
    return 0
