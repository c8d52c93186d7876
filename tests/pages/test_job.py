from collections.abc import Iterator
from threading import Event

import pytest

from pages.ui.importing.job import Job


def test_what_is_stopped_ends_with_the_thing_in_hand() -> None:
    begun, go_on = Event(), Event()

    def work() -> Iterator[int]:
        yield 1
        begun.set()
        go_on.wait()
        yield 2
        raise AssertionError("it goes on")

    job = Job("Reading", 1, 3, work())
    begun.wait()
    assert (job.running, job.done, job.stopped) == (True, [1], False)
    job.stop()
    go_on.set()
    assert job.wait() == [1, 2]
    assert (job.running, job.stopped) == (False, True)


def test_what_ends_it_before_its_time_is_heard_once_and_what_was_done_is_kept() -> None:
    def work() -> Iterator[int]:
        yield 1
        raise OSError("the disk is full")

    job = Job("Importing", 1, 2, work())
    with pytest.raises(OSError, match="full"):
        job.wait()
    assert job.wait() == [1]
