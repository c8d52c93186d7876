"""Sources: the library, one source with its facts, and files on their way in."""

import streamlit as st

from evalcore.manage.access import Action
from pages.ui import look, session
from pages.ui.importing import show_import
from pages.ui.source_detail import show_source
from pages.ui.source_library import show_library


def main() -> None:
    me = session.require_page("sources")
    look.wear("sources.css")
    asked = st.query_params
    if source := asked.get("source"):
        show_source(me, source)
    elif asked.get("view") == "import" and me.may(Action.IMPORT_SOURCES):
        show_import(me)
    else:
        show_library(me)


main()
