"""Who is looking, at which evaluation, out of which store. Every page asks here at every run.

A page begins with `me = session.require_page("dashboard")` and passes `session.store()` and `me` to the services.
Inside a fragment ask again: it runs without the page around it, and a role may have been taken since.
"""

from urllib.parse import urlencode, urlsplit

import streamlit as st

from evalcore.manage import installation, sign_in
from evalcore.manage.access import Actor
from pages.ui import keys
from pages.ui.navigation import require_screen

COOKIE = "evaluation_session"

store = installation.store
"""`store()` is the store that this server keeps; a page only hands it on to services."""


def token() -> str | None:
    """What the browser's cookie held when it connected."""
    value: object = st.context.cookies.get(COOKIE)
    # Outside a browser Streamlit answers with an object that stands for anything: that is nobody.
    return value if isinstance(value, str) else None


def who() -> sign_in.SignedIn:
    """Who is signed in. Where nobody is any more, the page ends with the way back in."""
    chosen = keys.EVALUATION.get()
    found = sign_in.signed_in(store(), token(), evaluation_id=chosen)
    if found and found.current is None and chosen is not None:
        keys.EVALUATION.set(None)
        found = sign_in.signed_in(store(), token())
    if found is None:
        _ask_to_sign_in()
        st.stop()
    if found.current:
        keys.EVALUATION.set(found.current.id)
    return found


def actor() -> Actor:
    """Who is acting in the evaluation of this tab; without one, the page ends."""
    acting = who().actor
    if acting is None:
        st.stop()
    return acting


def time_zone() -> str:
    """The time zone of the evaluation of this tab."""
    current = who().current
    return current.time_zone if current else "UTC"


def require_page(address: str) -> Actor:
    """As `actor`, for the page at this address of the table of pages.

    Raises
    ------
    NotPermitted
        None of her roles opens it.
    """
    acting = actor()
    require_screen(acting, address)
    return acting


def choose_evaluation(evaluation_id: int) -> None:
    """Turn this tab, and every tab opened after it, to another evaluation."""
    if held := token():
        sign_in.choose_evaluation(store(), held, evaluation_id)
        keys.EVALUATION.set(evaluation_id)


def _ask_to_sign_in() -> None:
    st.markdown("You are signed out. What you typed in a field note is kept on this device.")
    st.link_button("Sign in again", f"/account/sign-in?{urlencode({'next': _here()})}", type="primary")


def _here() -> str:
    """The address of this view with its filters, repeated ones too."""
    query = urlencode([(name, value) for name in st.query_params for value in st.query_params.get_all(name)])
    return urlsplit(st.context.url or "/").path + (f"?{query}" if query else "")
