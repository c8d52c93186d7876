"""The trusts at a glance: a row each, which opens its card."""

from functools import partial

import pandas as pd
import streamlit as st

from db.vocabulary import Aspect, Rater
from evalcore.manage.access import Action, Actor
from evalcore.watch.trust_cards import TrustCard, sentence
from pages.ui import keys, session
from pages.ui.file_names import trusts_file
from pages.ui.formats import day, plain
from pages.ui.pictures import Scope
from pages.ui.programme import doing
from pages.ui.safe_csv import safe_csv

_TABLE = "trusts-table"


def show_trusts(me: Actor, where: Scope, cards: list[TrustCard]) -> None:
    if not cards:
        st.markdown(
            "The trusts that take part are listed here, each with a card of its own. Add the first one, or bring in a "
            "table of them."
        )
        _offer_to_add(me)
        return
    st.markdown(plain(sentence(cards)))
    rows = _rows(cards)
    sheet = keys.SHEET.get()
    if sheet != "narrow":
        with st.container(key="sheet-wide-trusts"):
            _table(rows, cards)
    if sheet != "wide":
        with st.container(key="sheet-narrow-trusts", gap=None):
            for card in cards:
                _line(card)
    current = session.who().current
    assert current is not None
    with st.container(horizontal=True, gap="small"):
        _offer_to_add(me)
        st.download_button(
            "Download CSV",
            partial(safe_csv, rows),
            trusts_file(current.slug, where[2]),
            "text/csv",
            on_click="ignore",
            key="download-trusts",
        )


def _offer_to_add(me: Actor) -> None:
    if me.may(Action.CHANGE_PROGRAMME):
        st.button("Add a trust", on_click=doing.open_form, args=("new trust",), key="add-trust")


def _table(rows: pd.DataFrame, cards: list[TrustCard]) -> None:
    st.dataframe(
        rows,
        hide_index=True,
        height=36 + 35 * min(len(rows), 30),
        key=_TABLE,
        on_select=partial(_open, cards),
        selection_mode="single-row",
        column_config=_COLUMNS,
        placeholder="",
    )
    st.caption(
        "Choose a row to open the trust's card. Ratings are from 1 to 5, the newest of each rater. An empty cell is "
        "not known."
    )


def _line(card: TrustCard) -> None:
    """What a phone has in the place of a row: a table would be moved sideways there."""
    step, (came, known) = card.engagement, card.attended
    facts = [
        card.trust.shown_as,
        f"{step.step} {day(step.taken_on)}" if step else "",
        f"{came} of {known} sessions" if known else "",
        "followed closely" if card.trust.followed_closely else "",
    ]
    with st.container(key=f"trust-line-{card.trust.no}", gap=None):
        no = card.trust.no
        st.button(plain(card.trust.name), on_click=_open_card, args=(no,), type="tertiary", key=f"open-trust-{no}")
        st.caption(plain(" · ".join(filter(None, facts))))


def _rows(cards: list[TrustCard]) -> pd.DataFrame:
    rows = []
    for card in cards:
        step, (came, known) = card.engagement, card.attended
        rows.append(
            {
                "trust": card.trust.name,
                "shown_as": card.trust.shown_as,
                "followed_closely": card.trust.followed_closely,
                "beds": card.trust.beds,
                "engagement": str(step.step) if step else None,
                "since": step.taken_on if step else None,
                **{
                    f"{aspect}_{by}": score.score if (score := card.score(aspect, by)) else None
                    for aspect in Aspect
                    for by in Rater
                },
                "champions": card.champions.all if card.champions else None,
                "sessions": f"{came} of {known}" if known else None,
                "last_contact": card.contact.on if card.contact else None,
            }
        )
    frame = pd.DataFrame(rows)
    numbers = ("beds", "champions", *(f"{aspect}_{by}" for aspect in Aspect for by in Rater))
    return frame.assign(**{name: frame[name].astype("Int64") for name in numbers})


def _open(cards: list[TrustCard]) -> None:
    chosen = st.session_state[_TABLE].selection.rows
    if chosen:
        _open_card(cards[chosen[0]].trust.no)


def _open_card(no: int) -> None:
    doing.close_form()
    st.query_params["card"] = str(no)


_COLUMNS = {
    "trust": st.column_config.TextColumn("Trust", width=216),
    "shown_as": st.column_config.TextColumn("Shown as", width=76),
    "followed_closely": st.column_config.CheckboxColumn("Followed", width=74),
    "beds": st.column_config.NumberColumn("Beds", width=60),
    "engagement": st.column_config.TextColumn("Engagement", width=92),
    "since": st.column_config.DateColumn("Since", format="D MMM YYYY", width=96),
    "capability_self": st.column_config.NumberColumn("Capability, self", width=106),
    "capability_faculty": st.column_config.NumberColumn("Capability, faculty", width=124),
    "readiness_self": st.column_config.NumberColumn("Readiness, self", width=106),
    "readiness_faculty": st.column_config.NumberColumn("Readiness, faculty", width=124),
    "champions": st.column_config.NumberColumn("Champions", width=84),
    "sessions": st.column_config.TextColumn("Sessions", width=70),
    "last_contact": st.column_config.DateColumn("Last contact", format="D MMM YYYY", width=100),
}
