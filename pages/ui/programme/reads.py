"""What the page about the programme is drawn from: read once for each state of the evaluation, then kept."""

import plotly.graph_objects as go
import streamlit as st

from evalcore.manage.access import Actor
from evalcore.watch import programme_picture, trust_cards
from evalcore.watch.charts import programme
from evalcore.watch.programme_picture import Calendar, Shown
from evalcore.watch.trust_cards import TrustCard
from pages.ui import session
from pages.ui.pictures import Scope, scope

Chosen = tuple[int | None, tuple[str, ...]]
"""A trust, and kinds of things; none of either is all."""


def here(me: Actor) -> Scope:
    return scope(me)


@st.cache_resource(max_entries=20, show_spinner=False)
def calendar(where: Scope, _me: Actor) -> Calendar:
    return programme_picture.calendar(session.store(), _me)


@st.cache_resource(max_entries=20, show_spinner=False)
def cards(where: Scope, _me: Actor) -> list[TrustCard]:
    return trust_cards.trust_cards(session.store(), _me)


@st.cache_resource(max_entries=40, show_spinner=False)
def shown(where: Scope, _found: Calendar, chosen: Chosen) -> Shown:
    return programme_picture.shown(_found, *chosen)


@st.cache_resource(max_entries=40, show_spinner=False)
def figures(where: Scope, _seen: Shown, chosen: Chosen) -> tuple[go.Figure, go.Figure] | None:
    """The picture for a wide and for a narrow screen; None where there is nothing to draw."""
    days = programme.reach(_seen.bands, _seen.happenings)
    if days is None:
        return None
    return tuple(draw(_seen.bands, _seen.happenings, days) for draw in (programme.wide, programme.narrow))
