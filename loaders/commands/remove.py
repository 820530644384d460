"""python -m loaders remove: take briefings out of a corpus."""

import argparse

from loaders.commands.own_corpus import insist_on_own
from loaders.corpus.update import Collection

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Take out what is named, all of it or, where one is not there, nothing."""
    insist_on_own(options.corpus, new=False)
    with Collection(options.corpus, start=None) as collection:
        version = collection.remove(options.ids)
    print(f"{options.corpus}: corpus {version}, without {', '.join(options.ids)}")
    return 0
