"""python -m loaders remove: take briefings out of a corpus."""

import argparse

from loaders.commands.own_corpus import require_own_corpus
from loaders.corpus.update import CorpusWriter


def run(options: argparse.Namespace) -> int:
    """Take out what is named, all of it or, where one is not there, nothing."""
    require_own_corpus(options.corpus, new=False)
    with CorpusWriter(options.corpus, start=None) as collection:
        version = collection.remove(options.ids)
    print(f"{options.corpus}: corpus {version}, without {', '.join(options.ids)}")
    return 0
