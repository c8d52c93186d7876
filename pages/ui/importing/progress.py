"""Files being read or taken in, with how far it is, and what came of it once it has ended."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from evalcore.capture.many import Outcome
from evalcore.interchange.problems import Problem, Severity
from pages.ui import keys
from pages.ui.formats import count
from pages.ui.importing.incoming import Incoming, forget_all, put_aside, take_over
from pages.ui.importing.job import Job
from pages.ui.importing.speakers import remember_who_spoke

OFTEN = 0.5
PATIENT = 2.0
FEW = 12


def show_progress(job: Job[Incoming] | Job[Outcome]) -> None:
    """Follow a job; the page runs again when it has ended."""

    @st.fragment(run_every=OFTEN)
    def follow() -> None:
        if not job.running:
            st.rerun()
        done = len(job.done)
        with st.container(key="import-progress"):
            st.progress(done / max(job.of, 1), f"{job.verb} {min(done + 1, job.of):,} of {count(job.of, 'file')}")
            st.button("Stop", key="import-stop", on_click=job.stop, help="What is done by then is kept.")
        st.caption("You can leave this page: it goes on, and says so when it is done.")

    follow()


def job_of(evaluation_id: int) -> Job[Incoming] | Job[Outcome] | None:
    """What is being done, or was done last, in this evaluation."""
    jobs = (keys.READING.get(), keys.TAKING_IN.get())
    return next((job for job in jobs if job and job.evaluation_id == evaluation_id), None)


def land() -> None:
    """Take over what has ended since the last run: files that were read wait, those that are in are forgotten."""
    reading, taking_in = keys.READING.get(), keys.TAKING_IN.get()
    if reading and not reading.running:
        keys.READING.set(None)
        take_over(reading)
    if taking_in and not taking_in.running and not taking_in.landed:
        taking_in.landed = taking_in.told = True
        unread = {one.token for one in keys.INCOMING.get() if one.problem}
        put_aside(*(one.token for one in taking_in.done if one.failed is None or one.token in unread))
        waiting = [one for one in keys.INCOMING.get() if one.evaluation_id == taking_in.evaluation_id]
        remember_who_spoke(waiting)
        if not waiting:
            forget_all()
        taking_in.wait()


def say_when_done(evaluation_id: int) -> None:
    """Where the import is not on the screen: say once that the files are read or in, whenever it comes to that."""
    job = job_of(evaluation_id)
    if job is None or job.told:
        return

    @st.fragment(run_every=PATIENT)
    def watch() -> None:
        if not job.running and not job.told:
            job.told = True
            done = count(len(job.done), "file")
            st.toast(
                f"{job.verb} {done} has ended. Open Sources to see what came of it.",
                icon=":material/check:",
                duration="long",
            )

    watch()


def show_report(evaluation_id: int) -> None:
    """What became of each file of the last import, until it is closed."""
    job = keys.TAKING_IN.get()
    if job is None or job.evaluation_id != evaluation_id:
        return
    outcomes = job.wait()
    sources, failed = sum(one.sources for one in outcomes), [one for one in outcomes if one.failed]
    files = count(len(outcomes) - len(failed), "file")
    said = f"Imported {files} as {count(sources, 'source')}." if sources else "Nothing was imported."
    if failed:
        said += f" {count(len(failed), 'file')} stayed out."
    if job.stopped:
        said += f" Stopped: {count(job.of - len(job.done), 'file')} still to import."
    with st.container(key="import-report"):
        with st.container(horizontal=True, vertical_alignment="center", key="import-done"):
            if sources:
                st.success(said, icon=":material/check:")
            else:
                st.warning(said)
            st.button("Close report", key="import-close", type="tertiary", on_click=keys.TAKING_IN.set, args=(None,))
        st.html(_report(outcomes))


def _report(outcomes: Sequence[Outcome]) -> str:
    """A line a file, as HTML: first those that stayed out and those with something to say; the rest can be opened."""
    told = sorted((one for one in outcomes if one.failed or _said(one.problems)), key=lambda one: one.failed is None)
    plain = [one for one in outcomes if one not in told]
    if len(outcomes) <= FEW:
        return _table([*told, *plain])
    rest = f"<details><summary>{count(len(plain), 'file')} in, with nothing left out</summary>{_table(plain)}</details>"
    return (_table(told) if told else "") + (rest if plain else "")


def _table(outcomes: Sequence[Outcome]) -> str:
    lines = "".join(map(_line, outcomes))
    return (
        "<div class='problems files' role='region' aria-label='What became of each file' tabindex='0'><table>"
        "<thead><tr><th scope='col'>File</th><th scope='col'>What became of it</th><th scope='col'>In or out</th></tr>"
        f"</thead><tbody>{lines}</tbody></table></div>"
    )


def _line(one: Outcome) -> str:
    became = f"It is source {one.source}." if one.source else f"It is {count(one.sources, 'source')}."
    said = "".join(f"<li>{escape(line)}</li>" for line in ([] if one.failed else _said(one.problems)))
    state = "stayed out" if one.failed else "in"
    return (
        f"<tr><th scope='row'>{escape(one.name)}</th><td>{escape(one.failed or became)}<ul>{said}</ul></td>"
        f"<td class='state'>{state}</td></tr>"
    )


def _said(problems: Sequence[Problem]) -> list[str]:
    """What stayed out of a file that is in, by row, and what was left out of it."""
    return [
        f"Row {problem.row:,}: {problem.message}" if problem.row else problem.message
        for problem in problems
        if problem.severity is Severity.ERROR or problem.row is None
    ]
