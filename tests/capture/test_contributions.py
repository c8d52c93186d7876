"""What the researcher brought in: logged, changed, removed, each undone; counted by kind."""

from datetime import date, timedelta

import pytest

from db.store import Store
from db.vocabulary import ContributionKind, Role
from evalcore.capture.contributions import (
    Brought,
    change_contribution,
    contributions,
    log_contribution,
    remove_contribution,
    totals,
)
from evalcore.capture.participants import add_trust
from evalcore.errors import EvalError, NotPermitted
from evalcore.manage.undo import undo
from evalcore.manage.verification import faults
from tests import factories

DAY = date(2016, 2, 3)
PAPER = Brought(ContributionKind.LITERATURE, DAY, "A review of alert fatigue", with_whom="outreach nurse")


def test_a_contribution_is_logged_changed_and_removed_and_each_is_undone(store: Store) -> None:
    ada = factories.actor(store)
    add_trust(store, ada, "Thornmere")
    logged = log_contribution(store, ada, PAPER)
    changed = change_contribution(
        store, ada, logged.subject_no or 0, Brought(ContributionKind.FINDINGS, DAY, "What the wards said", 1)
    )
    (row,) = contributions(store, ada)
    assert (row.kind, row.what, row.trust, row.with_whom) == (
        ContributionKind.FINDINGS,
        "What the wards said",
        "Thornmere",
        "",
    )
    removed = remove_contribution(store, ada, changed.subject_no or 0)
    assert contributions(store, ada) == []
    for done in (removed, changed):
        undo(store, ada, done.change_no)
    (row,) = contributions(store, ada)
    assert (row.kind, row.what, row.with_whom) == (PAPER.kind, PAPER.what, PAPER.with_whom)
    assert faults(store) == []


def test_the_newest_comes_first_and_every_kind_has_its_total(sqlite_store: Store) -> None:
    ada = factories.actor(sqlite_store)
    for days, kind in ((0, ContributionKind.SUPPORT), (9, ContributionKind.LITERATURE), (4, ContributionKind.SUPPORT)):
        log_contribution(sqlite_store, ada, Brought(kind, DAY + timedelta(days=days), "Something"))
    rows = contributions(sqlite_store, ada)
    assert [(row.held_on - DAY).days for row in rows] == [9, 4, 0]
    assert list(totals(rows).values()) == [2, 1, 0, 0]


@pytest.mark.parametrize(
    ("brought", "said"),
    [
        pytest.param(Brought(ContributionKind.SUPPORT, DAY, " "), "Say what was brought in.", id="no words"),
        pytest.param(
            Brought(ContributionKind.SUPPORT, date.today() + timedelta(days=3), "A"), "has not come yet", id="to come"
        ),
        pytest.param(Brought(ContributionKind.SUPPORT, DAY, "A", trust=7), "There is no trust number 7", id="trust"),
    ],
)
def test_a_contribution_that_cannot_be_is_refused_in_words(sqlite_store: Store, brought: Brought, said: str) -> None:
    ada = factories.actor(sqlite_store)
    with pytest.raises(EvalError, match=said):
        log_contribution(sqlite_store, ada, brought)
    assert contributions(sqlite_store, ada) == []


def test_the_programme_team_logs_its_own_and_leaves_others_as_they_are(store: Store) -> None:
    ada = factories.actor(store)
    bo = factories.actor(store, Role.PROGRAMME_TEAM, evaluation_id=ada.evaluation_id, name="Bo")
    done = log_contribution(store, ada, PAPER)
    log_contribution(store, bo, PAPER)
    with pytest.raises(NotPermitted, match="your own contributions only"):
        remove_contribution(store, bo, done.subject_no or 0)
