"""Limits on the time that a test waits for a condition.

A busy machine is slow, not wrong. A wait ends when its condition holds; this limit ends a run that
would never end, and is far above what the slowest wait takes on a machine with a load of 20.
"""

__all__ = ["BACKSTOP", "BACKSTOP_MS"]

BACKSTOP = 180  # seconds
BACKSTOP_MS = BACKSTOP * 1000
