"""The coding desk: a source, the themes, and what was coded in it."""

import streamlit as st

from evalcore.capture.library import SourceRow, library
from evalcore.capture.participants import trusts
from evalcore.capture.point_list import points_at_codings
from evalcore.manage.access import Action, Actor
from evalcore.manage.changes import newest_change
from evalcore.sense.desk import codings_of, core_concept, recent_themes
from evalcore.sense.framework_log import ThemeRow, themes, versions
from evalcore.sense.memo_list import Tied, memos_at
from evalcore.watch.reading_state import ReadState, SourceReading, reading_states
from pages.ui import keys, session
from pages.ui.desk_operations import carry_out
from pages.ui.formats import WHOLE, day
from pages.ui.text_coder import (
    Coding,
    Me,
    Place,
    SourceItem,
    Team,
    TextCoderData,
    ThemeItem,
    Turned,
    text_coder,
    turned_before,
)

STATES = {ReadState.READ: "read", ReadState.PARTLY: "partly", ReadState.UNREAD: "unread"}


def main() -> None:
    me = session.require_page("coding")
    # Taken in before the desk is laid out, so that it is laid out once. A server that was started anew knows what she
    # did only when the desk is mounted.
    taken_in = turned_before("desk")
    if taken_in:
        _take_in(me, taken_in)
    rows = library(session.store(), me)
    if not rows:
        st.title("Coding")
        st.markdown("A source is read and coded here. There is none yet.")
        st.link_button("Bring in the first source", "/sources")
        return
    readings = reading_states(session.store(), me)
    source = _chosen(me, rows, readings)
    turned = text_coder(_desk(me, source, rows, readings), key="desk")
    if turned is not None and turned != taken_in:
        _take_in(me, turned)
        st.rerun()


def _take_in(me: Actor, turned: Turned) -> None:
    if turned.operations:
        keys.ACKS.set(carry_out(me, turned.operations))
    if turned.open_source is not None:
        st.query_params.from_dict({"source": str(turned.open_source)})


def _chosen(me: Actor, rows: list[SourceRow], readings: dict[int, SourceReading]) -> SourceRow:
    """The source that the address names; without one, the first of hers that is not read."""
    asked = st.query_params.get("source", "")
    by_no = {row.no: row for row in rows}
    if asked.isdecimal() and int(asked) in by_no:
        return by_no[int(asked)]
    mine = [row for row in reversed(rows) if row.lead_coder_id == me.account_id]
    unread = [row for row in mine if readings[row.no].state is not ReadState.READ]
    return (unread or mine or rows)[0]


def _desk(me: Actor, source: SourceRow, rows: list[SourceRow], readings: dict[int, SourceReading]) -> TextCoderData:
    store = session.store()
    framework_at = newest_change(store, me.evaluation_id)
    named = versions(store, me)
    reading = readings[source.no]
    tied = memos_at(store, me, source.no)
    return TextCoderData(
        evaluation=me.evaluation_id,
        core_concept=core_concept(store, me),
        source=source.no,
        version=source.version,
        text_url=f"/evaluations/{me.evaluation_id}/sources/{source.no}/text/{source.version}",
        title=source.named,
        facts=_facts(source),
        themes=_themes(me, themes(store, me)),
        codings=_codings(me, source.no, tied),
        sources=tuple(_line(row, readings[row.no]) for row in rows),
        me=Me(me.account_id, me.name, can_code=me.may(Action.CODE), is_lead=source.lead_coder_id == me.account_id),
        framework_at=framework_at,
        framework_version=named[0].number if named else None,
        not_looked_for=0 if reading.state is ReadState.UNREAD else len(reading.not_looked_for),
        read_state=STATES[reading.state],
        trust=source.trust_no,
        trusts=tuple(Team(trust.no, trust.name) for trust in trusts(store, me)),
        memos=tied.source + sum(tied.codings.values()),
        acks=keys.ACKS.get(),
        focus=_place(),
    )


def _line(source: SourceRow, reading: SourceReading) -> SourceItem:
    when = day(source.held_on)
    return SourceItem(source.no, source.named, STATES[reading.state], "" if source.named.endswith(when) else when)


def _codings(me: Actor, source: int, tied: Tied) -> tuple[Coding, ...]:
    noted = points_at_codings(session.store(), me, source)
    return tuple(
        Coding(
            one.coding,
            one.start,
            one.end,
            one.theme,
            one.polarity,
            one.coder,
            one.coder_id == me.account_id,
            one.counted,
            one.blind,
            one.has_comment,
            one.strength,
            one.said_by,
            tied.codings.get(one.coding, 0),
            noted.get(one.coding, 0),
        )
        for one in codings_of(session.store(), me, source)
    )


def _place() -> Place | None:
    """The coding, or the words by their offsets, that the address asks for."""
    at, start, end = (st.query_params.get(name, "") for name in ("at", "start", "end"))
    if at.isdecimal():
        return Place(int(at))
    return Place(start=int(start), end=int(end) if end.isdecimal() else None) if start.isdecimal() else None


def _facts(source: SourceRow) -> tuple[str, ...]:
    when = day(source.held_on) + (f" to {day(source.until)}" if source.until else "")
    parts = (source.kind.capitalize(), *source.participants, source.trust or WHOLE, when)
    return (*parts, f"lead coder {source.lead_coder}")


def _themes(me: Actor, rows: list[ThemeRow]) -> tuple[ThemeItem, ...]:
    ranks = {no: rank for rank, no in enumerate(recent_themes(session.store(), me), 1)}
    return tuple(ThemeItem(row.no, row.name, row.path, row.colour, row.retired, ranks.get(row.no)) for row in rows)


main()
