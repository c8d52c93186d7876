"""How often something may be tried: kept in memory, so a restart forgets it, which nobody outside can bring about."""

import time
from collections import defaultdict, deque
from threading import Lock

from evalcore.errors import NotPermitted

_MOST_KEYS = 10_000


class Throttle:
    """At most `limit` failures a key within `seconds`. An attempt counts as failed until it is said to have succeeded,
    so that many at once get no further than many in a row."""

    def __init__(self, limit: int, seconds: float) -> None:
        self.limit, self.seconds = limit, seconds
        self._attempts: dict[str, deque[float]] = defaultdict(deque)
        self._lock = Lock()

    def attempt(self, key: str) -> None:
        """Count an attempt.

        Raises
        ------
        NotPermitted
            There were too many; the message says when to try again.
        """
        now = time.monotonic()
        with self._lock:
            self._forget_old(now)
            attempts = self._attempts[key]
            if len(attempts) >= self.limit:
                minutes = max(1, round((attempts[0] + self.seconds - now) / 60))
                raise NotPermitted(
                    f"There were too many attempts. Try again in {minutes} minute{'s' if minutes > 1 else ''}."
                )
            attempts.append(now)

    def succeeded(self, key: str) -> None:
        with self._lock:
            self._attempts.pop(key, None)

    def _forget_old(self, now: float) -> None:
        if len(self._attempts) > _MOST_KEYS:
            self._attempts.clear()
        for key in [key for key, times in self._attempts.items() if times[-1] <= now - self.seconds]:
            del self._attempts[key]
        for times in self._attempts.values():
            while times and times[0] <= now - self.seconds:
                times.popleft()
