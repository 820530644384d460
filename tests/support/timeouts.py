"""Limits on the time that a test waits for a condition.

A busy machine is slow, not wrong. A wait ends as soon as its condition is true. The limit only ends
waits that would never end: it is far above what the slowest wait takes on a machine with a load of
20.
"""

BACKSTOP = 180  # seconds
BACKSTOP_MS = BACKSTOP * 1000
# For tests that run processes, some with busy loops of their own: the longest wait took 120 s
# under a load of 30.
PROCESS_BACKSTOP = 600.0
