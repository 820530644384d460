"""Settings for all tests."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

# No deadline for an example: a busy machine is slow, not wrong. Time is measured by benchmarks.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

KINDS = ("unit", "golden", "property", "app", "e2e")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with the name of its folder, so that `-m e2e` picks the browser tests."""
    for item in items:
        folder, _, rest = item.nodeid.partition("/")
        kind = rest.partition("/")[0]
        if folder == "tests" and kind in KINDS:
            item.add_marker(kind)


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """Restore the main module: Streamlit puts the script of a page in its place.

    Else worker processes that a later test starts would run that script first.
    """
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main
