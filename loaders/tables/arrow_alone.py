"""Arrow without pandas, in the processes that read pages and merge their tables."""

import sys
from importlib.abc import MetaPathFinder

import pyarrow as pa


class _WithoutPandas(MetaPathFinder):
    """Finder by which `import pandas` raises ModuleNotFoundError."""

    def find_spec(self, name: str, *_: object) -> None:
        """Raise ModuleNotFoundError for pandas; leave other modules to the other finders."""
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


def use_arrow_alone() -> None:
    """Keep pyarrow from importing pandas, which takes 39 MB and 0.3 s, for its first array.

    For a process that makes no frames. `to_pandas` still works: it imports pandas then.
    """
    finder = _WithoutPandas()
    sys.meta_path.insert(0, finder)
    try:
        pa.array([])
    finally:
        sys.meta_path.remove(finder)
