"""The frame around every page: the look, who is signed in, the navigation of her roles, and the watch for changes."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st

from evalcore.manage.access import Actor
from evalcore.manage.sign_in import SignedIn
from pages.ui import keys, session
from pages.ui.formats import plain
from pages.ui.importing.progress import say_when_done
from pages.ui.live import keep_up_to_date
from pages.ui.look import apply_look
from pages.ui.navigation import HOME, ROOT, SCREENS, START, Screen, screens_for
from pages.ui.undo_panel import undo_panel

PRODUCT = "Participatory evaluation"
WAYS_OUT = """\
<ul class="ways">
<li><a href="/account/password" target="_self">Change your password</a></li>
<li><a href="/account/sign-out" target="_self">Sign out</a></li>
</ul>"""
MARK = str(ROOT / "static" / "mark.svg")


def run() -> None:
    st.set_page_config(PRODUCT, page_icon=MARK, layout="wide")
    apply_look()
    who = session.who()
    pages = {screen: _page(screen) for screen in _screens(who)}
    sections: dict[str, list[st.Page]] = {}
    for screen, page in pages.items():
        sections.setdefault(screen.group, []).append(page)
    st.logo(MARK, size="small")
    chosen = st.navigation(sections, position="top" if who.current else "hidden")
    here = next(screen for screen, page in pages.items() if page == chosen)
    if keys.PAGE.get() != here.address:
        keys.PAGE.set(here.address)
        keys.DONE.set(None)
    with st.container(key="shell-account", horizontal=True, vertical_alignment="center", gap="small"):
        if who.actor:
            undo_panel(who.actor)
        _account(who, pages)
    if who.current:
        with st.container(key="shell-live"):
            keep_up_to_date(who.current, writes=here.writes)
        if st.query_params.get("view") != "import":
            say_when_done(who.current.id)
    else:
        # Without a navigation nothing makes room below the frame's upper edge.
        st.container(key="shell-alone")
    if who.current is None and who.evaluations and here != START:
        _choose(who)
        return
    if here == HOME and (why := _turned_away(pages)):
        st.info(why, icon=":material/signpost:")
    chosen.run()


def _turned_away(pages: Mapping[Screen, st.Page]) -> str:
    """Why she is at home and not at the address that she asked for: Streamlit itself only brings her here."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    asked = urlsplit(st.context.url or "").path.strip("/").removeprefix(base).strip("/")
    if asked in {screen.address for screen in pages}:
        return ""
    if screen := next((one for one in (*SCREENS, START) if one.address == asked), None):
        return f"“{screen.title}” is not open to your role here, so this is your home page."
    return "There is no page at the address that you asked for, so this is your home page."


def _screens(who: SignedIn) -> list[Screen]:
    """The pages of her roles; while she has not chosen an evaluation, of her roles in any, so that an address keeps
    its meaning until she has."""
    here = [who.current] if who.current else who.evaluations
    roles = frozenset(role for evaluation in here for role in evaluation.roles)
    return screens_for(Actor(who.account_id, who.name, 0, roles)) + ([START] if who.opens_evaluations else [])


def _page(screen: Screen) -> st.Page:
    return st.Page(
        screen.file,
        title=screen.title,
        url_path=screen.address,
        default=screen == HOME,
        visibility="hidden" if screen == START else "visible",
    )


def _account(who: SignedIn, pages: dict[Screen, st.Page]) -> None:
    """Who is signed in, at which evaluation, and the ways out."""
    with st.popover(plain(who.name), icon=":material/person:", type="tertiary", key="account"):
        if who.current:
            st.markdown(f"**{plain(who.current.name)}**  \nYou are {_joined(sorted(who.current.roles))} here.")
        for other in who.evaluations:
            if other != who.current:
                label = f"Go to “{plain(other.name)}”"
                st.button(label, on_click=session.choose_evaluation, args=(other.id,), key=f"go-to-{other.id}")
        if START in pages:
            st.page_link(pages[START], label="Start another evaluation")
        st.html(WAYS_OUT)


def _choose(who: SignedIn) -> None:
    """A member of several evaluations says which."""
    st.title("Which evaluation?")
    for one in who.evaluations:
        with st.container(border=True, width=736, key=f"evaluation-{one.id}"):
            st.markdown(f"**{plain(one.name)}**  \nYou are {_joined(sorted(one.roles))} there.")
            st.button(
                f"Open “{plain(one.name)}”", on_click=session.choose_evaluation, args=(one.id,), key=f"open-{one.id}"
            )


def _joined(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
