"""The dashboard as each role meets it: its answer, its states, its filters, its evidence and its file."""

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from db.store import Store
from db.tables import Change, Look
from db.vocabulary import AskedPolarity, EventKind, Polarity, Role, Unit
from evalcore.capture.participants import add_trust
from evalcore.manage.access import Actor
from evalcore.manage.evaluations import Beginning
from evalcore.sense.framework import name_version, rename
from evalcore.watch import programme
from evalcore.watch.corpus import snapshot
from evalcore.watch.pictures import now
from evalcore.watch.view import View
from pages.ui.figures_table import as_csv
from tests import factories
from tests.pages.apps import as_read, open_app, words

PAGE = "pages/watch/dashboard.py"
PRIORITIES = 4
COLUMNS = (
    "group,period,polarity,state,value,sources,both,sources_read,sources_all,people,codings,in_progress,hours,low,high"
)

Opened = Callable[..., AppTest]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, sqlite_store: Store) -> Opened:
    """The dashboard as somebody sees it, with what the address holds."""
    return lambda me, **query: open_app(monkeypatch, sqlite_store, me.account_id, PAGE, **query)


@pytest.fixture
def ada(sqlite_store: Store) -> Actor:
    """A researcher with two read notes and an unread one, all with a barrier, the last with a facilitator as well."""
    ada = factories.actor(sqlite_store)
    for month in (1, 2, 3):
        source = factories.source(sqlite_store, ada, held_on=date(2016, month, 5), title=f"Meeting {month}")
        factories.coding(sqlite_store, ada, source=source)
        if month < 3:
            factories.reading(sqlite_store, ada, source=source)
    return ada


def member(store: Store, ada: Actor, role: Role) -> Actor:
    return factories.actor(store, role, evaluation_id=ada.evaluation_id, name="Ben Osei")


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def pick(page: AppTest, key: str, option: str) -> AppTest:
    return page.selectbox(key=key).select(option).run()


def pictures(page: AppTest) -> list[str]:
    return [element.proto.id for element in page.get("plotly_chart")]


def test_a_theme_with_others_under_it_is_never_the_answer_whatever_is_coded_to_it(
    opened: Opened, sqlite_store: Store, ada: Actor
) -> None:
    beds = factories.theme(sqlite_store, ada, name="Beds", parent=PRIORITIES)
    factories.coding(sqlite_store, ada, source=1, theme=beds)
    for source in (1, 2):
        factories.reading(sqlite_store, ada, source=source)
    answer = now(sqlite_store, ada, View())
    (line,) = [line for line in answer.lines if line.no == PRIORITIES]
    assert line.heading
    # What is coded directly to it is in its own figure.
    assert answer.cells[PRIORITIES, None, AskedPolarity.BARRIER].value == 2
    assert "Beds is the most mentioned barrier: 1 of 2 sources, 0 people." in words(opened(ada))
    over_time = opened(ada, view="Over time")
    assert "“Beds” is mentioned as a barrier in 1 of" in words(over_time)


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.CODER, Role.PROGRAMME_TEAM])
def test_its_first_sentence_is_the_answer(opened: Opened, sqlite_store: Store, ada: Actor, role: Role) -> None:
    page = opened(member(sqlite_store, ada, role))
    assert "Conflicting priorities is the most mentioned barrier: 2 of 2 sources, 0 people." in words(page)
    assert "1 of 3 sources is unread." in words(page)
    assert len(pictures(page)) == 2
    assert not page.exception


def test_a_name_is_shown_as_it_is_written(opened: Opened, sqlite_store: Store, ada: Actor) -> None:
    rename(sqlite_store, ada, PRIORITIES, "Priorities [*all*](http://x.example)", reason="The committee asked")
    page = opened(ada, mark=f"{PRIORITIES}.barrier")
    assert "Priorities [*all*](http://x.example) is the most mentioned barrier" in words(page)
    assert "Priorities [*all*](http://x.example): barrier" in words(page)
    marked_up = [element.value for element in (*page.markdown, *page.subheader)]
    assert not any("[*all*](" in text for text in marked_up)


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.TRUST_MEMBER, Role.ADMINISTRATOR])
def test_it_is_no_page_for_who_may_see_no_data(opened: Opened, sqlite_store: Store, ada: Actor, role: Role) -> None:
    with pytest.raises(ValueError, match="navigation page"):
        opened(member(sqlite_store, ada, role))


def test_an_empty_evaluation_says_what_will_be_here_and_the_way_there(opened: Opened, sqlite_store: Store) -> None:
    page = opened(factories.actor(sqlite_store))
    assert "There is nothing to show yet." in words(page)
    assert not pictures(page)
    assert len(page.get("page_link")) == 1


def test_without_themes_the_way_leads_to_the_framework(opened: Opened, sqlite_store: Store) -> None:
    by = factories.account(sqlite_store)
    bare = factories.evaluation(sqlite_store, by=by, beginning=Beginning())
    page = opened(factories.actor(sqlite_store, evaluation_id=bare.id, account_id=by))
    assert "The framework has no theme yet." in words(page)
    assert not pictures(page)


def test_sources_that_wait_to_be_read_are_not_a_zero(opened: Opened, sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    factories.source(sqlite_store, ada)
    page = opened(ada)
    assert "Nothing can be counted yet: 1 source waits to be read." in words(page)
    assert "0 of" not in words(page)


@pytest.mark.parametrize("kept", ["Now", "Over time"])
def test_one_source_and_nothing_else_is_drawn(opened: Opened, sqlite_store: Store, kept: str) -> None:
    ada = factories.actor(sqlite_store)
    factories.reading(sqlite_store, ada, source=factories.source(sqlite_store, ada))
    page = opened(ada, view=kept)
    assert pictures(page)
    assert not page.exception


def test_over_time_draws_the_most_mentioned_theme_large_and_all_in_small(
    opened: Opened, sqlite_store: Store, ada: Actor
) -> None:
    programme.add_event(sqlite_store, ada, EventKind.INSPECTION, "An inspection", date(2016, 2, 10))
    page = opened(ada, view="Over time")
    assert "“Conflicting priorities” is mentioned as a barrier in 2 of 2 months in which it was looked for" in words(
        page
    )
    assert len(pictures(page)) == 4
    assert "An inspection" in "".join(html.proto.body for html in page.get("html"))


def test_its_key_explains_what_is_drawn_and_nothing_else(opened: Opened, sqlite_store: Store, ada: Actor) -> None:
    def key(**query: str) -> str:
        return " ".join(
            one.proto.body for one in opened(ada, **query).get("html") if "How to read it" in one.proto.body
        )

    now_key = key()
    assert "Barrier: hollow" in now_key and "95% interval" in now_key and "in progress" in now_key
    for absent in ("Facilitator", "Mixed", "not looked for", "no sources", "Broken line", "Dotted line"):
        assert absent not in now_key
    assert "95% interval" not in key(unit="people")
    over_time = key(view="Over time")
    assert "not looked for" in over_time  # in March
    assert "something happened" not in over_time
    programme.add_event(sqlite_store, ada, EventKind.INSPECTION, "An inspection", date(2016, 2, 10))
    assert "something happened, by its number" in key(view="Over time")


def test_without_a_meeting_it_says_so_in_place_of_a_picture(opened: Opened, ada: Actor) -> None:
    page = opened(ada, view="Over time", per="meeting")
    assert "No committee meeting is noted yet" in words(page)
    assert not pictures(page)


def test_a_filter_that_nothing_passes_says_so(opened: Opened, ada: Actor) -> None:
    page = opened(ada, kind="interview")
    assert "No source passes these filters." in words(page)


def test_filters_come_from_the_address_and_go_back_to_it(opened: Opened, sqlite_store: Store, ada: Actor) -> None:
    add_trust(sqlite_store, ada, "Trust A")
    page = opened(ada, unit="codings", trust="whole collaborative")
    assert page.selectbox(key="unit").value == "codings"
    assert page.selectbox(key="trust").value == "whole collaborative"
    assert "2 codings, in 2 of 2 sources" in words(page)
    page = press(page, "Clear filters")
    assert page.selectbox(key="unit").value == "sources"
    assert page.selectbox(key="trust").value == "all"
    assert "Clear filters" not in labels(page)


def test_the_filters_of_another_page_narrow_nothing_here(
    monkeypatch: pytest.MonkeyPatch, sqlite_store: Store, ada: Actor
) -> None:
    app = open_app(monkeypatch, sqlite_store, ada.account_id, "pages/capture/sources.py")
    # Their widgets are not drawn while she imports: it is then that Streamlit keeps their values by their names.
    press(app, "Import sources")
    app.switch_page(PAGE).run()
    assert "2 of 2 sources" in words(app)
    assert [app.selectbox(key=name).value for name in ("kind", "trust")] == ["all", "all"]


def test_days_of_any_year_can_be_asked_for(opened: Opened, ada: Actor) -> None:
    page = opened(ada, **{"from": "2016-02-01", "to": "2016-02-29"})
    assert "1 of 1 source, 0 people" in words(page)
    assert "From 1 Feb 2016 to 29 Feb 2016" in words(page)


def test_what_an_address_asks_that_is_not_there_is_dropped(opened: Opened, ada: Actor) -> None:
    page = opened(ada, unit="wishes", kind="poem", level="9", mark="99.barrier", per="aeon", change="40000")
    assert "2 of 2 sources" in words(page)
    assert not page.exception
    assert page.selectbox(key="unit").value == "sources"
    assert "mark" not in page.query_params


def test_a_mark_opens_what_was_said_and_the_way_to_its_place(opened: Opened, sqlite_store: Store, ada: Actor) -> None:
    page = opened(ada, mark=f"{PRIORITIES}.barrier")
    assert "2.0 hours observed in field notes" in words(page)
    assert as_read(page.subheader[0].value) == "Conflicting priorities: barrier"
    said = "".join(html.proto.body for html in page.get("html"))
    assert said.count("<blockquote>took two days</blockquote>") == 3
    links = [link.proto.query_string for link in page.get("page_link")]
    assert "source=2&at=2" in links
    page = press(page, "Close")
    assert "took two days" not in "".join(html.proto.body for html in page.get("html"))


def test_the_theme_of_a_mark_goes_along_to_the_other_picture(opened: Opened, ada: Actor) -> None:
    page = opened(ada, view="Over time", mark="5.mixed")
    assert page.multiselect(key="theme").value == ["Support and culture"]
    assert "Support and culture" in [as_read(head.value) for head in page.subheader]
    page = opened(ada, view="Now", mark=f"{PRIORITIES}.barrier.2016-01")
    assert "Conflicting priorities: barrier" in [as_read(head.value) for head in page.subheader]


def test_one_source_years_from_the_others_does_not_stretch_the_picture(
    opened: Opened, sqlite_store: Store, ada: Actor
) -> None:
    late = factories.source(sqlite_store, ada, held_on=date(2026, 11, 25))
    factories.reading(sqlite_store, ada, source=late)
    programme.add_event(sqlite_store, ada, EventKind.OTHER, "A new building", date(2020, 5, 1))
    page = opened(ada, view="Over time")
    assert "Shown is January 2016 to March 2016; 1 source lies more than a year away from it" in words(page)
    assert "in 2 of 2 months in which it was looked for" in words(page)
    assert "1 event or change of another time has no line here." in words(page)
    page = press(page, "Show all time")
    assert "of 3 months in which it was looked for" in words(page)
    assert "more than a year away" not in words(page)
    assert page.date_input(key="to").value == date(2026, 11, 25)


def test_drawing_the_page_again_is_no_second_look(opened: Opened, sqlite_store: Store, ada: Actor) -> None:
    page = opened(ada, mark=f"{PRIORITIES}.barrier")
    page.run()
    with sqlite_store.read() as session:
        assert len(session.exec(select(Look)).all()) == 1


def test_the_programme_team_is_told_what_it_may_not_read(opened: Opened, sqlite_store: Store, ada: Actor) -> None:
    page = opened(member(sqlite_store, ada, Role.PROGRAMME_TEAM), mark=f"{PRIORITIES}.barrier")
    assert "3 excerpts are for the research team only. You see those of your own field notes." in words(page)
    assert "took two days" not in "".join(html.proto.body for html in page.get("html"))


def test_a_new_coding_is_counted_at_the_next_run_and_filters_and_mark_stay(
    opened: Opened, sqlite_store: Store, ada: Actor
) -> None:
    page = opened(ada, unit="codings", mark=f"{PRIORITIES}.barrier")
    factories.coding(sqlite_store, ada, source=1, quote="Nobody had time")
    page.run()
    assert "3 codings, in 2 of 2 sources" in words(page)
    assert "Nobody had time" in "".join(html.proto.body for html in page.get("html"))


def test_it_shows_the_evaluation_as_it_was_known_and_leads_back(
    opened: Opened, sqlite_store: Store, ada: Actor
) -> None:
    version = name_version(sqlite_store, ada, "As it stands").change_no
    on_day(sqlite_store, ada, version, datetime(2016, 2, 15, 12, tzinfo=UTC))
    factories.coding(sqlite_store, ada, source=1, theme=5, polarity=Polarity.FACILITATOR)
    page = opened(ada, as_at="Framework version 1")
    assert f"Framework version 1: as it was known on 15 Feb 2016 (change {version})." in words(page)
    assert "As known at framework version 1" in words(page)
    assert "No theme is mentioned as a facilitator." in words(page)
    assert "the largest difference is in “Support and culture” as a facilitator: 0 of 2 sources then, 1 of 2" in words(
        page
    )
    assert len(pictures(page)) == 2
    page = press(page, "Back to today")
    assert "Support and culture is the most mentioned facilitator: 1 of 2 sources" in words(page)
    assert "as it was known" not in words(page)


@pytest.mark.parametrize(("of", "said"), [("then", 2), ("", 3)], ids=["then", "today"])
def test_each_of_two_pictures_opens_what_was_known_at_its_time(
    opened: Opened, sqlite_store: Store, ada: Actor, of: str, said: int
) -> None:
    before_the_last_coding = snapshot(sqlite_store, ada.evaluation_id).change_no - 1
    page = opened(ada, change=str(before_the_last_coding), mark=f"{PRIORITIES}.barrier", of=of)
    bodies = "".join(html.proto.body for html in page.get("html"))
    assert bodies.count("<blockquote>took two days</blockquote>") == said


def test_over_time_both_stand_on_one_line_of_time(opened: Opened, sqlite_store: Store, ada: Actor) -> None:
    factories.reading(sqlite_store, ada, source=3)
    page = opened(ada, view="Over time", change="6")
    assert "As known at change 6" in words(page)
    assert "Since then" in words(page)
    assert len(pictures(page)) == 4
    assert not page.exception


def test_the_key_of_two_pictures_says_which_events_were_not_known_then(
    opened: Opened, sqlite_store: Store, ada: Actor
) -> None:
    at = programme.add_event(sqlite_store, ada, EventKind.OTHER, "A strike", date(2016, 2, 10)).change_no
    programme.add_event(sqlite_store, ada, EventKind.INSPECTION, "An inspection", date(2016, 2, 12))
    page = opened(ada, view="Over time", change=str(at))
    (key,) = [one.proto.body for one in page.get("html") if "What happened" in one.proto.body]
    assert "A strike <small>10 Feb 2016</small>" in key
    assert "An inspection <small>12 Feb 2016 · not known then</small>" in key


def test_it_shows_the_evaluation_as_at_any_change(opened: Opened, sqlite_store: Store, ada: Actor) -> None:
    before_the_second_reading = snapshot(sqlite_store, ada.evaluation_id).change_no - 3
    page = opened(ada, change=str(before_the_second_reading))
    assert f"(change {before_the_second_reading})" in words(page)
    assert "1 of 1 source" in words(page)


def test_a_meeting_is_an_occasion_to_look_back_to(opened: Opened, sqlite_store: Store, ada: Actor) -> None:
    programme.add_meeting(sqlite_store, ada, date(2016, 2, 15))
    last = snapshot(sqlite_store, ada.evaluation_id).change_no
    for no in range(last + 1):
        on_day(sqlite_store, ada, no, datetime(2016, 2, 14 if no <= 3 else 15, 9, tzinfo=UTC))
    page = opened(ada, as_at="Meeting of 15 Feb 2016")
    assert "Meeting of 15 Feb 2016: as it was known on 14 Feb 2016 (change 3)." in words(page)


def on_day(store: Store, ada: Actor, change_no: int, at: datetime) -> None:
    """Let a change have been made then."""
    with store.write() as session:
        change = session.get_one(Change, (ada.evaluation_id, change_no))
        change.at = at
        session.add(change)


def test_the_file_has_the_columns_of_the_command_line_and_no_zero_for_nothing(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    factories.source(sqlite_store, ada)
    written = as_csv(now(sqlite_store, ada, View()).rows, Unit.SOURCES).decode("utf-8")
    assert written.splitlines()[0] == COLUMNS
    rows = pd.read_csv(io.StringIO(written))
    assert set(rows["state"]) == {"not looked for"}
    assert rows[["value", "sources", "people", "codings", "low", "high"]].isna().all(axis=None)
    assert set(rows["sources_all"]) == {1}


@pytest.mark.parametrize(
    ("unit", "shown", "form", "in_file"),
    [
        (Unit.SOURCES, 2, "localized", "2"),
        (Unit.PREVALENCE, 100.0, "%.1f%%", "1.0"),
        (Unit.PEOPLE, 0, "localized", "0"),
        (Unit.CODINGS, 2, "localized", "2"),
        (Unit.SHARE, 100.0, "%.1f%%", "1.0"),
        (Unit.RATE, 10.0, "%.2f", "10.0"),
    ],
    ids=str,
)
def test_a_count_is_a_whole_number_and_a_share_is_per_cent(
    opened: Opened, sqlite_store: Store, ada: Actor, unit: Unit, shown: float, form: str, in_file: str
) -> None:
    table = opened(ada, unit=unit.value).dataframe[0]
    rows = table.value
    value = rows[(rows["group"] == "Conflicting priorities") & (rows["polarity"] == "barrier")]["value"]
    assert value.tolist() == [shown]
    assert pd.api.types.is_integer_dtype(rows["value"]) is (form == "localized")
    assert json.loads(table.proto.columns)["value"]["type_config"]["format"] == form
    # Only of sources and of what is a part of them is there an interval.
    assert {"low", "high"} <= set(rows) if unit in (Unit.SOURCES, Unit.PREVALENCE, Unit.SHARE) else "low" not in rows
    written = as_csv(now(sqlite_store, ada, View(unit)).rows, unit).decode("utf-8")
    (line,) = [line for line in written.splitlines() if "Conflicting priorities,,barrier" in line]
    assert line.split(",")[4] == in_file


def test_no_cell_of_the_file_is_a_formula(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    factories.theme(sqlite_store, ada, name='=HYPERLINK("x")', parent=None)
    rows = pd.read_csv(io.BytesIO(as_csv(now(sqlite_store, ada, View()).rows, Unit.SOURCES)))
    assert '\'=HYPERLINK("x")' in set(rows["group"])


def test_the_table_names_a_polarity_as_the_picture_does(opened: Opened, ada: Actor) -> None:
    said = set(opened(ada, view="Now").dataframe[0].value["polarity"])
    assert "descriptive" in said and "none" not in said
