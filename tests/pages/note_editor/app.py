"""The note editor on a page of its own, behind the product's gate, with the product's routes and store.

`?evaluation=1` logs a new note there, `?evaluation=1&note=2` edits source 2.
"""

from pathlib import Path

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from db.vocabulary import ObserverPart, RoleGroup, Setting
from evalcore.capture.participants import trusts
from evalcore.manage.sign_in import signed_in
from evalcore.sense.framework_log import themes
from pages.routes import component_assets, drafts, field_notes, sign_in, starting
from pages.ui import session
from pages.ui.look import apply_look
from pages.ui.note_editor import note_editor

FONTS = Path(__file__).parents[3] / "static"
RECENT = {4: 1, 5: 2, 2: 3}


def page() -> None:
    st.set_page_config(page_title="Field note", layout="wide")
    apply_look()
    who = signed_in(session.store(), session.token(), evaluation_id=int(st.query_params["evaluation"]))
    assert who and who.actor and who.current
    me, store, note = who.actor, session.store(), st.query_params.get("note")
    finished = note_editor(
        me.evaluation_id,
        f"note-{note}" if note else "new-note",
        account=me.account_id,
        note=int(note) if note else None,
        initial=None,
        last={
            "trust": 2,
            "setting": Setting.TRUST_MEETING,
            "observer_part": ObserverPart.CONTRIBUTING,
            "attendance": [{"role_group": RoleGroup.CONSULTANT, "how_many": 2}],
        },
        trusts=[{"no": trust.no, "name": trust.name} for trust in trusts(store, me)],
        settings=list(Setting),
        role_groups=list(RoleGroup),
        observer_parts=list(ObserverPart),
        themes=[
            {"no": theme.no, "name": theme.name, "path": theme.path, "recent": RECENT.get(theme.no)}
            for theme in themes(store, me)
            if theme.level > 1
        ],
        core_concept=who.current.core_concept,
        key="note",
    )
    heard = st.session_state.setdefault("heard", [])
    if finished:
        heard.append(f"The page heard of note {finished.source}, {finished.mode}.")
    for words in heard:
        st.write(words)


if __name__ == "__main__":
    page()
else:
    app = st.App(
        __file__,
        lifespan=starting.lifespan,
        routes=[
            *(component_assets.routes + drafts.routes + field_notes.routes + sign_in.routes),
            # Streamlit looks for its static files beside this script.
            Mount("/app/static", StaticFiles(directory=FONTS)),
        ],
        middleware=starting.middleware(),
    )
