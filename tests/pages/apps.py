"""The app as Streamlit's own test harness runs it, for somebody who is signed in."""

import re
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from db.store import Store
from evalcore.manage.sign_in import begin_sign_in
from pages.ui.session import COOKIE

APP = Path(__file__).parents[2] / "app.py"


def open_app(
    monkeypatch: pytest.MonkeyPatch, store: Store, account_id: int | None, page: str | None = None, **query: str
) -> AppTest:
    """The app on its home page, or on `page` (a file such as "pages/manage/admin.py"), with what the address holds.

    The harness has no browser, so the cookie is put where Streamlit looks for it.
    """
    cookies = {COOKIE: begin_sign_in(store, account_id)} if account_id is not None else {}
    monkeypatch.setenv("EVAL_DATABASE_URL", store.url.render_as_string(hide_password=False))
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: cookies))
    app = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page(page).run() if page else app


def as_read(text: str) -> str:
    """Text of an element as a person reads it: what keeps Markdown from seeing mark-up in it is not seen."""
    return re.sub(r"\\([\\`*_\[\]<>#$~:|.])", r"\1", text).replace("\N{WORD JOINER}", "")


def words(app: AppTest) -> str:
    """Everything the page says in text."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.error, app.success, app.text)
    return "\n".join(as_read(str(element.value)) for kind in kinds for element in kind)
