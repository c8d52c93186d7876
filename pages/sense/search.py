"""Search: where sources, and whatever is written beside them, have the words, and the way to where each stands."""

from urllib.parse import parse_qsl, urlsplit

import streamlit as st

from evalcore.manage.access import Actor
from evalcore.sense.desk import core_concept, recent_themes
from evalcore.sense.framework_log import themes
from evalcore.sense.search import may_look_in
from evalcore.watch.choices import choices
from pages.ui import filters, session
from pages.ui.navigation import screen_at
from pages.ui.note_editor import ThemeChoice
from pages.ui.search import search_field, search_results


def main() -> None:
    me = session.require_page("search")
    store = session.store()
    st.title("Search")
    search_field(me)
    there = choices(store, me)
    look_in, narrowed = filters.choose_for_search(there, may_look_in(me))
    concept = core_concept(store, me)
    followed = search_results(
        me,
        look_in,
        narrowed,
        filters_set=filters.as_set(*filters.OF_SEARCH),
        change_no=there.change_no,
        themes=_themes(me),
        core_concept=concept,
    )
    if followed:
        place = urlsplit(followed)
        st.switch_page(screen_at(place.path.lstrip("/")).file, query_params=dict(parse_qsl(place.query)))


def _themes(me: Actor) -> list[ThemeChoice]:
    ranks = {no: rank for rank, no in enumerate(recent_themes(session.store(), me), 1)}
    return [
        {"no": row.no, "name": row.name, "path": row.path, "recent": ranks.get(row.no)}
        for row in themes(session.store(), me)
        if not row.retired
    ]


main()
