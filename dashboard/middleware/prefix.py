"""The prefix below which a proxy may serve the dashboard: addresses without it, and links."""

from starlette.types import Scope


def path_of(scope: Scope) -> str:
    """Return the path of a request below the prefix at which the server is mounted."""
    path: str = scope["path"]
    return path.removeprefix(_prefix(scope))


def home_of(scope: Scope) -> str:
    """Return the relative address that leads from the address of a request to the front page.

    It holds also behind a proxy that removes its prefix and names it to nobody.
    """
    raw: bytes = scope.get("raw_path") or scope["path"].encode()  # %2F is no folder for a browser
    depth = raw.count(b"/") - _prefix(scope).count("/")
    return "../" * (depth - 1) or "./"


def _prefix(scope: Scope) -> str:
    """Return the prefix, also where a mount of the application has added its own to root_path."""
    prefix: str = scope.get("app_root_path", scope.get("root_path", ""))
    return prefix
