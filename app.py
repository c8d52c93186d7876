"""The product: an ASGI app (`streamlit run app.py`, or uvicorn), and the script that Streamlit runs for each page."""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

# A folder named pages beside this script would be live by address, without the frame, until a first session has run.
PagesManager.uses_pages_directory = False

if __name__ == "__main__":
    from pages.ui import shell

    shell.run()
else:
    from pages.routes import (
        comment,
        component_assets,
        desk,
        drafts,
        field_notes,
        health,
        points,
        search,
        sign_in,
        source_text,
        starting,
    )
    from pages.ui.errors import show_uncaught

    starting.make_ready()
    app = st.App(
        __file__,
        lifespan=starting.lifespan,
        routes=[
            *(starting.routes + health.routes + sign_in.routes + component_assets.routes),
            *(source_text.routes + comment.routes + desk.routes + search.routes),
            *(drafts.routes + field_notes.routes + points.routes),
        ],
        middleware=starting.middleware(),
        on_script_error=show_uncaught,
    )
