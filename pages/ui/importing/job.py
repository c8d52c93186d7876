"""Work that takes longer than a person waits: it goes on beside the page, which may be left and come back to."""

from collections.abc import Iterator
from threading import Event, Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class Job(Generic[T]):
    """Does one thing after another and keeps what came of each in `done`; a page may look at any time.

    `told` and `landed` are the page's: whether it has said that the job is done, and has taken over what it did.
    What it works with must not be Streamlit's: a thread of ours belongs to no session.
    """

    def __init__(self, verb: str, evaluation_id: int, of: int, work: Iterator[T]) -> None:
        self.verb, self.evaluation_id, self.of = verb, evaluation_id, of
        self.done: list[T] = []
        self.told = self.landed = False
        self._work = work
        self._stop = Event()
        self._fault: BaseException | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    @property
    def stopped(self) -> bool:
        """Whether somebody stopped it before it came to its end."""
        return self._stop.is_set() and len(self.done) < self.of

    def stop(self) -> None:
        """End it once the thing in hand is done: nothing is left half-way."""
        self._stop.set()

    def wait(self) -> list[T]:
        """What it did, once it has ended; raises, the first time, what ended it before its end."""
        self._thread.join()
        fault, self._fault = self._fault, None
        if fault is not None:
            raise fault
        return self.done

    def _run(self) -> None:
        try:
            for one in self._work:
                self.done.append(one)
                if self._stop.is_set():
                    break
        except BaseException as fault:
            # Whatever it is, the page has to hear of it: here nobody would.
            self._fault = fault
        finally:
            # What it did not come to, with the words in it, is not held by it any longer.
            self._work = iter(())
