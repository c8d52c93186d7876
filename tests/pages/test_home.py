"""Home: what it says waits, to whom, and where each line leads."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from db.store import Store
from db.vocabulary import Role
from evalcore.capture.drafts import keep_draft
from evalcore.capture.participants import add_trust
from evalcore.capture.points import NewPoint, note_point
from evalcore.manage.access import Actor
from evalcore.watch.programme import add_meeting
from tests import factories
from tests.pages.apps import open_app, words

Opened = Callable[[Actor], AppTest]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, sqlite_store: Store) -> Opened:
    return lambda actor: open_app(monkeypatch, sqlite_store, actor.account_id)


def links(app: AppTest) -> dict[str, str]:
    """Where each line leads, by what stands on it, which is not read as Markdown."""
    return {
        link.proto.label.replace("\\", ""): f"{link.proto.page}?{link.proto.query_string}"
        for link in app.get("page_link")
    }


def facts(app: AppTest) -> str:
    return "".join(html.proto.body for html in app.get("html"))


def test_a_coder_is_told_what_is_begun_to_read_to_read_again_and_offered(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    ben = factories.actor(sqlite_store, Role.CODER, evaluation_id=ada.evaluation_id, name="Ben Osei")
    assert "Nothing is begun yet." in words(opened(ada))
    for title in ("Read", "Begun", "Waits *here*"):
        factories.source(sqlite_store, ada, title=title)
    factories.reading(sqlite_store, ada, source=1)
    factories.theme(sqlite_store, ada)
    factories.coding(sqlite_store, ada, source=2)
    factories.coding(sqlite_store, ben, source=1)
    app = opened(ada)
    said = words(app).replace("\\", "")
    assert "1 source half-read, 1 to read, 1 to read again, 1 coding offered to you." in said
    assert "**Not read yet** (1)" in said and "**To read again** (1)" in said
    assert "for 1 theme, field note, 3 Feb 2016, whole collaborative" in said
    assert "1 coding by Ben Osei" in said
    leads = links(app)
    assert leads["Begun"].endswith("source=2") and leads["Waits *here*"].endswith("source=3")
    assert "You lead no source yet. 2 sources wait for other lead coders." in words(opened(ben))


def test_a_half_written_note_is_named_by_when_it_was_kept_and_not_by_its_words(
    opened: Opened, sqlite_store: Store
) -> None:
    for role in (Role.RESEARCHER, Role.PROGRAMME_TEAM):
        me = factories.actor(sqlite_store, role)
        keep_draft(sqlite_store, me, "field-note-new", client="phone", seq=1, base=0, body={"text": "The return"})
        app = opened(me)
        assert "A new field note" in links(app)
        assert "half-written, kept" in words(app)
        assert "The return" not in words(app) + str(links(app))


def test_the_week_has_meetings_and_the_points_that_are_due(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    today = datetime.now(UTC).date()
    add_meeting(sqlite_store, ada, today + timedelta(2))
    trust = add_trust(sqlite_store, ada, "Trust A").subject_no
    note_point(sqlite_store, ada, NewPoint("Ask about the rota", trust, today + timedelta(2)))
    late = NewPoint("Forgotten so far", trust, today - timedelta(2))
    note_point(sqlite_store, ada, late, noted_on=today - timedelta(9))
    note_point(sqlite_store, ada, NewPoint("Some day", trust))
    app = opened(ada)
    assert "Steering committee" in facts(app)
    assert {"Ask about the rota", "Forgotten so far", "1 more open point"} <= set(links(app))
    assert "its meeting is past, Trust A" in words(app).replace("\\", "")


def test_the_programme_team_is_told_which_trusts_are_quiet_and_what_is_new(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    host = factories.actor(sqlite_store, Role.PROGRAMME_TEAM, evaluation_id=ada.evaluation_id)
    assert "Every trust has been heard of lately." in words(opened(host)).replace("\\", "")
    trust = add_trust(sqlite_store, ada, "Trust <A>").subject_no
    factories.source(sqlite_store, ada, title="Only for researchers", trust=trust, held_on=date(2016, 2, 3))
    app = opened(host)
    assert "1 trust has gone quiet" in words(app)
    assert "So far: 1 source came in." in words(app)
    assert "Trust &lt;A&gt;" in facts(app) and "weeks since the field note of 3 Feb 2016" in facts(app)
    assert "Only for researchers" not in words(app) + facts(app) + str(links(app))
    assert links(app)["Log a field note"].endswith("note=new")
