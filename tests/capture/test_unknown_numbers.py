"""Numbers that come from a browser and are nobody's: one sentence, and nothing is half-saved."""

from collections.abc import Callable
from datetime import date

import pytest

from db.store import Store
from db.vocabulary import ContributionKind, EventKind, Polarity, Role, RoleGroup, SourceKind
from evalcore.capture.contributions import Brought, log_contribution
from evalcore.capture.participants import add_participant
from evalcore.capture.points import NewPoint, note_point, raise_point
from evalcore.capture.sources import Facts, Present, SpokenTurn, add_source, correct
from evalcore.errors import NotFound
from evalcore.manage.access import Actor
from evalcore.manage.changes import newest_change
from evalcore.manage.members import add_member, invite
from evalcore.manage.verification import faults
from evalcore.sense.coding import accept, attribute, code, recode, uncode
from evalcore.sense.field_notes import Note, log_note
from evalcore.sense.framework import add_theme, merge, move
from evalcore.sense.reading import mark_read, withdraw_reading
from evalcore.watch.programme import add_event
from tests import factories

INTERVIEW = SourceKind.INTERVIEW
DAY = date(2016, 2, 3)
HERE = Facts("Meeting", DAY)

WRITES: dict[str, Callable[[Store, Actor, int], object]] = {
    "trust of a new source": lambda s, a, no: add_source(
        s, a, SourceKind.INTERVIEW, Facts("A", DAY, trust=no), "Said."
    ),
    "trust of a source": lambda s, a, no: correct(s, a, 1, Facts("A", DAY, trust=no)),
    "trust of who was there": lambda s, a, no: correct(s, a, 1, HERE, present=[Present(RoleGroup.CONSULTANT, 2, no)]),
    "who was there": lambda s, a, no: correct(s, a, 1, HERE, present=[Present(RoleGroup.CONSULTANT, participant=no)]),
    "speaker": lambda s, a, no: add_source(s, a, INTERVIEW, HERE, "Said.", turns=[SpokenTurn(0, 4, "P", no)]),
    "trust of a note": lambda s, a, no: log_note(s, a, Note(Facts("A", DAY, trust=no), (), "Seen."), read=True),
    "trust of a participant": lambda s, a, no: add_participant(s, a, "P07", RoleGroup.CONSULTANT, trust=no),
    "trust of an event": lambda s, a, no: add_event(s, a, EventKind.INSPECTION, "Inspection", DAY, trust=no),
    "trust of a point": lambda s, a, no: note_point(s, a, NewPoint("Ask them.", trust=no)),
    "coding of a point": lambda s, a, no: note_point(s, a, NewPoint("Ask them."), coding=no),
    "note of the meeting of a point": lambda s, a, no: raise_point(s, a, 1, DAY, source=no),
    "trust of a contribution": lambda s, a, no: log_contribution(
        s, a, Brought(ContributionKind.SUPPORT, DAY, "Helped.", trust=no)
    ),
    "trust of a member": lambda s, a, no: add_member(s, a, a.account_id, Role.TRUST_MEMBER, no),
    "trust of an invitation": lambda s, a, no: invite(s, a, "ben@example.org", Role.TRUST_MEMBER, no),
    "theme of a coding": lambda s, a, no: code(s, a, 1, 0, 3, factories.TEXT[:3], no, Polarity.BARRIER),
    "theme of a coding judged anew": lambda s, a, no: recode(s, a, 1, theme=no),
    "coding judged anew": lambda s, a, no: recode(s, a, no, polarity=Polarity.MIXED),
    "coding accepted": accept,
    "coding taken back": uncode,
    "coding attributed": lambda s, a, no: attribute(s, a, no, RoleGroup.CONSULTANT),
    "parent of a new theme": lambda s, a, no: add_theme(s, a, "Press", no, reason="The committee asked"),
    "parent of a theme": lambda s, a, no: move(s, a, 4, no, reason="The committee asked"),
    "theme merged into": lambda s, a, no: merge(s, a, 4, no, reason="The committee asked"),
    "source read": mark_read,
    "reading withdrawn": withdraw_reading,
}


@pytest.mark.parametrize("number", [pytest.param(77, id="nobody's"), pytest.param(2**40, id="too large to keep")])
def test_an_unknown_number_is_one_sentence_and_nothing_is_kept(store: Store, number: int) -> None:
    ada = factories.actor(store, Role.RESEARCHER, Role.ADMINISTRATOR)
    factories.coding(store, ada, source=factories.source(store, ada))
    note_point(store, ada, NewPoint("Ask them."), noted_on=DAY)
    before = newest_change(store, ada.evaluation_id)
    for name, write in WRITES.items():
        with pytest.raises(NotFound) as refused:
            write(store, ada, number)
        assert str(number) in refused.value.message, name
        assert newest_change(store, ada.evaluation_id) == before, name
    assert faults(store) == []
