"""Settings of DuckDB, and Parquet files as its relations."""

from collections.abc import Sequence
from pathlib import Path

from loaders.sandbox.limits import is_limited

# Tables whose files are up to this size are loaded into memory; larger ones are read by each query.
MAX_LOADED_BYTES = 1_000_000


def low_memory_config(scratch: Path) -> dict[str, str | bool | int | float | list[str]]:
    """Return settings that limit DuckDB to 1 GB of memory and let it spill to files in `scratch`.

    In a process under --limit the memory is 160 MB, which the limit leaves next to the parser.
    """
    return {
        **threads(),
        "memory_limit": "160MB" if is_limited() else "1GB",
        "preserve_insertion_order": False,
        "temp_directory": str(scratch / "spilt"),
    }


def threads() -> dict[str, int]:
    """Return DuckDB's thread settings: 2 threads, or one of each kind in a process under limits."""
    return {"threads": 1, "async_threads": 1} if is_limited() else {"threads": 2}


def relation_sql(name: str, files: Sequence[Path]) -> str:
    """Return the SQL statement that makes the rows of Parquet files available as `name`.

    Files below MAX_LOADED_BYTES in all become a table, which is read once. Larger ones become a
    view, which each query reads again.
    """
    kind = "TABLE" if sum(path.stat().st_size for path in files) < MAX_LOADED_BYTES else "VIEW"
    listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    return f"CREATE {kind} {name} AS FROM read_parquet([{listed}])"
