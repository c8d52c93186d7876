"""Roles by actions: the table, walked against every verb there is."""

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable
from typing import Any

import pytest

import evalcore
from db.store import Store
from db.vocabulary import Role
from evalcore.capture.contributions import contributions
from evalcore.capture.drafts import drop_draft, list_drafts, read_draft
from evalcore.capture.files import open_file
from evalcore.capture.library import library, possible_leads
from evalcore.capture.point_list import points
from evalcore.capture.texts import source_text
from evalcore.errors import EvalError, NotPermitted
from evalcore.manage.access import ALLOWED, Action, Actor, require
from evalcore.manage.changes import VERBS, Verb
from evalcore.manage.history import history
from evalcore.manage.members import list_invitations, list_members
from evalcore.manage.settings import read_settings
from evalcore.manage.wording import WORDS
from evalcore.sense.comments import comment_of
from evalcore.sense.memo_list import earlier_wordings, memos
from evalcore.sense.search import search
from evalcore.sense.unplaced import unplaced
from evalcore.watch.programme import events, meetings, phases
from evalcore.watch.quiet import quiet_trusts
from evalcore.watch.sessions import sessions
from evalcore.watch.trust_records import records
from tests import factories

for module in pkgutil.walk_packages(evalcore.__path__, "evalcore."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)

DATA = {
    Action.SEE_DASHBOARD,
    Action.SEE_EVIDENCE,
    Action.READ_SOURCES,
    Action.LOG_NOTES,
    Action.TAG_OWN_NOTES,
    Action.NOTE_POINTS,
    Action.LOG_CONTRIBUTIONS,
    Action.WRITE_MEMOS,
    Action.IMPORT_SOURCES,
    Action.EDIT_SOURCES,
    Action.CODE,
    Action.NOTE_EVENTS,
    Action.SEE_HISTORY,
    Action.EXPORT,
}


def _acting(*roles: Role) -> Actor:
    return Actor(1, "Ada", 1, frozenset(roles))


def test_every_role_stands_in_the_table() -> None:
    assert set(ALLOWED) == set(Role)


def test_every_action_is_somebodys() -> None:
    assert {action for actions in ALLOWED.values() for action in actions} == set(Action)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COMMITTEE, Role.TRUST_MEMBER])
def test_these_roles_see_no_data(role: Role) -> None:
    assert not _acting(role).may(*DATA)


def test_the_programme_team_sees_the_dashboard_but_nothing_that_was_said() -> None:
    member = _acting(Role.PROGRAMME_TEAM)
    assert member.may(Action.SEE_DASHBOARD)
    seen = (Action.SEE_EVIDENCE, Action.READ_SOURCES, Action.CODE, Action.WRITE_MEMOS)
    assert not member.may(*seen, Action.EXPORT, Action.SEE_HISTORY)


def test_only_an_administrator_lets_people_in() -> None:
    assert [role for role in Role if _acting(role).may(Action.MANAGE_MEMBERS)] == [Role.ADMINISTRATOR]


def test_who_holds_two_roles_may_do_what_either_allows() -> None:
    both = _acting(Role.ADMINISTRATOR, Role.CODER)
    assert both.may(Action.MANAGE_MEMBERS) and both.may(Action.CODE)
    assert not _acting().may(*Action)


def test_a_refusal_says_what_and_whom_to_ask() -> None:
    with pytest.raises(NotPermitted, match="does not allow you to see what people said. Ask an administrator"):
        require(_acting(Role.PROGRAMME_TEAM), Action.SEE_EVIDENCE)


@pytest.mark.parametrize("verb", [pytest.param(verb, id=name) for name, verb in sorted(VERBS.items())])
def test_a_verb_is_refused_to_every_role_without_its_actions(sqlite_store: Store, verb: Verb[Any]) -> None:
    assert verb.actions, "a verb that anybody may do is not an oversight that should pass"
    me = factories.actor(sqlite_store)
    for role in Role:
        acting = Actor(me.account_id, me.name, me.evaluation_id, frozenset({role}))
        # Called without its values: who is allowed gets as far as to be asked for them.
        expected = TypeError if acting.may(*verb.actions) else NotPermitted
        with pytest.raises(expected):
            verb(sqlite_store, acting)


def test_every_verb_is_told_in_words_by_the_history() -> None:
    assert set(WORDS) == {*VERBS, "open evaluation", "accept invitation"}


def services() -> dict[str, Callable[..., object]]:
    """Every public function of the product that takes a store and who asks, by module and name."""
    found: dict[str, Callable[..., object]] = {}
    for name, module in sorted(sys.modules.items()):
        if name.startswith(ROOMS):
            for function in vars(module).values():
                own = inspect.isfunction(function) and function.__module__ == name
                if own and not function.__name__.startswith("_"):
                    taken = list(inspect.signature(function).parameters)
                    if taken[:2] == ["store", "actor"]:
                        found[f"{name}.{function.__name__}"] = function
    return found


ROOMS = tuple(f"evalcore.{room}." for room in ("capture", "sense", "watch", "act", "manage"))
ASK_NOTHING = {
    "evalcore.manage.changes.landed": "what an operation of her own did, which she was allowed when she did it",
    "evalcore.manage.looks.record_look": "writes down a look that a service has allowed",
}


@pytest.mark.parametrize("name", sorted(set(services()) - set(ASK_NOTHING)))
def test_a_service_is_refused_to_who_has_no_role_before_it_looks_at_anything(sqlite_store: Store, name: str) -> None:
    service = services()[name]
    me = factories.actor(sqlite_store)
    nobody = Actor(me.account_id, me.name, me.evaluation_id, frozenset())
    needed = [
        parameter.name
        for parameter in list(inspect.signature(service).parameters.values())[2:]
        if parameter.default is parameter.empty
    ]
    # Values that would fail if they were used.
    with pytest.raises(NotPermitted):
        service(sqlite_store, nobody, **dict.fromkeys(needed, object()))


READS: dict[str, tuple[Callable[[Store, Actor], object], tuple[Action, ...]]] = {
    "members": (list_members, (Action.MANAGE_MEMBERS,)),
    "invitations": (list_invitations, (Action.MANAGE_MEMBERS,)),
    "a text": (lambda store, me: source_text(store, me, 1, 1), (Action.READ_SOURCES, Action.LOG_NOTES)),
    "a comment": (lambda store, me: comment_of(store, me, 1), (Action.READ_SOURCES, Action.TAG_OWN_NOTES)),
    "a search": (lambda store, me: search(store, me, "board"), (Action.READ_SOURCES, Action.LOG_NOTES)),
    "the history": (history, (Action.SEE_HISTORY,)),
    "the settings": (read_settings, (Action.MANAGE_SETTINGS,)),
    "a draft": (lambda store, me: read_draft(store, me, "note"), (Action.LOG_NOTES, Action.CODE)),
    "a file": (lambda store, me: open_file(store, me, "a.txt", b"Time."), (Action.IMPORT_SOURCES,)),
    "the library": (library, (Action.READ_SOURCES, Action.LOG_NOTES)),
    "who can lead": (possible_leads, (Action.READ_SOURCES,)),
    "excerpts without a place": (unplaced, (Action.READ_SOURCES,)),
    "points": (points, (Action.NOTE_POINTS,)),
    "contributions": (contributions, (Action.LOG_CONTRIBUTIONS,)),
    "memos": (memos, (Action.WRITE_MEMOS,)),
    "how a memo was worded": (lambda store, me: earlier_wordings(store, me, 1), (Action.WRITE_MEMOS,)),
    "drafts": (list_drafts, (Action.LOG_NOTES, Action.CODE)),
    "events": (events, (Action.SEE_DASHBOARD, Action.LOG_NOTES)),
    "phases": (phases, (Action.SEE_DASHBOARD, Action.LOG_NOTES)),
    "meetings": (meetings, (Action.SEE_DASHBOARD, Action.LOG_NOTES)),
    "learning sessions": (sessions, (Action.SEE_DASHBOARD,)),
    "what is noted of trusts": (records, (Action.SEE_DASHBOARD,)),
    "quiet trusts": (quiet_trusts, (Action.SEE_DASHBOARD,)),
    "dropping a draft": (lambda store, me: drop_draft(store, me, "note"), (Action.LOG_NOTES, Action.CODE)),
}


@pytest.mark.parametrize("name", READS)
def test_a_read_is_refused_to_every_role_without_its_actions(sqlite_store: Store, name: str) -> None:
    read, actions = READS[name]
    me = factories.actor(sqlite_store)
    refused = set()
    for role in Role:
        try:
            read(sqlite_store, Actor(me.account_id, me.name, me.evaluation_id, frozenset({role})))
        except NotPermitted:
            refused.add(role)
        except EvalError:
            pass
    assert refused == {role for role in Role if not _acting(role).may(*actions)}
