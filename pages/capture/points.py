"""Points to raise: what waits for which team's meeting, and what came of the earlier ones."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from db.vocabulary import PointStage
from evalcore.capture.participants import trusts
from evalcore.capture.point_list import PointRow, points
from evalcore.manage.access import Actor
from pages.ui import keys, look, session
from pages.ui.asked_for import only_asked_for
from pages.ui.done import show_done
from pages.ui.formats import WHOLE, count, plain
from pages.ui.point_card import show_point
from pages.ui.point_forms import note_a_point
from pages.ui.some_at_once import offer_more, some_of

OPEN, DONE, ALL = "Open", "Done with", "All"


def main() -> None:
    me = session.require_page("points")
    look.wear("week.css")
    with st.container(key="week"):
        _page(me)


def _page(me: Actor) -> None:
    rows = points(session.store(), me)
    names = {trust.no: trust.name for trust in trusts(session.store(), me)}
    st.title("Points to raise")
    st.markdown(_sentence(rows))
    show_done(me)
    if (asked := only_asked_for("point", rows)) is not None:
        for row in asked:
            show_point(me, row, names)
        return
    with st.expander("Note a point", expanded=not rows):
        note_a_point(me, names)
    if rows:
        _list(me, rows, names)


def _sentence(rows: Sequence[PointRow]) -> str:
    if not rows:
        return (
            "What you notice and want to take to a team's next meeting stands here until something has come of it. "
            "It is shown in the form of that team's next field note."
        )
    noted = sum(row.stage is PointStage.NOTED for row in rows)
    waiting = sum(row.stage in (PointStage.RAISED, PointStage.ANSWERED) for row in rows)
    done = len(rows) - noted - waiting
    parts = [f"{count(noted, 'point waits', 'points wait')} to be raised" if noted else "No point waits to be raised"]
    parts += [f"of {waiting} that {'was' if waiting == 1 else 'were'} raised nothing has come yet"] if waiting else []
    parts += [f"{done} {'is' if done == 1 else 'are'} done with"] if done else []
    return "; ".join(parts) + "."


def _list(me: Actor, rows: Sequence[PointRow], names: dict[int, str]) -> None:
    with st.container(key="week-filters"):
        left, right = st.columns([3, 4], vertical_alignment="bottom")
        teams = sorted({row.trust or WHOLE for row in rows}, key=str.casefold)
        team = left.selectbox("Team", teams, index=None, placeholder="All", key="team", bind="query-params")
        shown = right.segmented_control(
            "Show", [OPEN, DONE, ALL], default=OPEN, key="show", bind="query-params", required=True
        )
    found = [
        row for row in rows if team in (None, row.trust or WHOLE) and (shown == ALL or row.is_open == (shown == OPEN))
    ]
    if not found:
        st.markdown("No point is like this. Choose another team, or show all.")
    found.sort(key=lambda row: ((row.trust or WHOLE).casefold(), not row.is_open))
    for name, group in groupby(some_of(found, keys.POINTS_SHOWN), key=lambda row: row.trust or WHOLE):
        st.subheader(plain(name), anchor=False)
        for row in group:
            show_point(me, row, names)
    offer_more(found, keys.POINTS_SHOWN, "points")


main()
