"""Limits that an operator may set in the environment of the server."""

import os


def limit(variable: str, default: int) -> int:
    """Return the number in the environment variable, or `default`; 0 is no limit.

    Raises ValueError if it is no number.
    """
    value = os.environ.get(variable, str(default))
    if not value.isdecimal():
        raise ValueError(f"{variable} is {value!r}; it takes a number, 0 for no limit.")
    return int(value)
