"""Applying a written list of changes to a new evaluation, through the same verbs that people use."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import select

from db.reads.rows import standing
from db.store import Store
from db.tables import Account, Reading, SourceState
from db.tables import Change as Recorded
from db.vocabulary import Polarity, Role, RoleGroup, Setting, SourceKind
from evalcore.capture import sources, text_edits
from evalcore.capture.sources import Facts, Present, SpokenTurn
from evalcore.errors import EvalError, ImportProblem
from evalcore.manage.access import Actor
from evalcore.manage.beginnings import owners
from evalcore.manage.changes import Done
from evalcore.manage.evaluations import (
    Beginning,
    EvaluationRow,
    NewParticipant,
    NewTrust,
    begin_again,
    evaluations,
    open_evaluation,
)
from evalcore.manage.replay_framework import Framework
from evalcore.manage.replay_programme import Programme
from evalcore.manage.replay_week import Week
from evalcore.manage.undo import undo
from evalcore.sense import coding, reading

Change = dict[str, Any]


def replay(store: Store, path: Path, slug: str, opener: int | None = None) -> int:
    """Apply the changes of a file to the evaluation `slug`, one change each; how many were applied.

    The evaluation is opened if it is not there; one in which nothing has been done yet begins again with what the
    file says. Coders of the file become accounts that nobody can sign in to.

    Raises
    ------
    ImportProblem
        A change cannot be applied; `row` is its number in the file. Changes before it stay.
    """
    try:
        script = json.loads(path.read_text(encoding="utf-8"))
        changes: list[Change] = script["changes"]
    except (OSError, ValueError, KeyError, TypeError):
        raise ImportProblem(f"{path.name} is not a file of changes. Name a JSON file with a list “changes”.") from None
    coders = _coders(store, changes)
    evaluation = _opened(store, script, slug, coders, opener)
    player = Replay(store, evaluation.id, coders, {t: n for n, t in enumerate(script.get("trusts", []), 1)}, script)
    for place, change in enumerate(changes, 1):
        try:
            player.apply(change)
        except EvalError as error:
            raise ImportProblem(error.message, place) from error
        except (KeyError, ValueError, TypeError) as error:
            raise ImportProblem(f"The change cannot be read ({type(error).__name__}).", place) from error
    return len(changes)


@dataclass
class Replay:
    """Numbers of the store by the names that the file gives things."""

    store: Store
    evaluation_id: int
    coders: dict[str, int]
    trusts: dict[str, int]
    script: Change
    themes: dict[str, int] = field(default_factory=dict)
    source_nos: dict[str, int] = field(default_factory=dict)
    codings: dict[str, int] = field(default_factory=dict)
    readings: dict[str, int] = field(default_factory=dict)
    coder_of: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.week = Week(self)
        self.framework = Framework(self)
        self.programme = Programme(self)
        people = self.script.get("participants", [])
        self.people = {person["id"]: (no, RoleGroup(person["role_group"])) for no, person in enumerate(people, 1)}

    def apply(self, change: Change) -> Done:
        """Apply one change.

        Raises
        ------
        ImportProblem
            The kind of change is unknown.
        """
        kinds: dict[str, Callable[[Change], Done]] = {
            "add source": self._add_source,
            "code": self._code,
            "mark read": self._mark_read,
            "withdraw reading": self._withdraw,
            "accept": self._accept,
            "uncode": self._uncode,
            "edit text": self._edit_text,
            "change lead": self._change_lead,
            "correct source": self._correct,
            "undo": self._undo,
            **self.framework.kinds,
            **self.week.kinds,
            **self.programme.kinds,
        }
        kind = str(change["do"])
        if kind not in kinds:
            raise ImportProblem(f"There is no kind of change “{kind}”.")
        return kinds[kind](change)

    def actor(self, name: str | None = None) -> Actor:
        name = name or next(iter(self.coders))
        return Actor(self.coders[name], name, self.evaluation_id, frozenset({Role.RESEARCHER}))

    def person(self, name: str) -> int:
        return self.people[name][0]

    def _add_source(self, change: Change) -> Done:
        facts = Facts(
            title=change["source"],
            held_on=date.fromisoformat(change["held_on"]),
            until=_date(change.get("until")),
            starts_at=change["starts_local"][11:16] if change.get("starts_local") else None,
            minutes=change.get("minutes"),
            trust=self.trusts[change["trust"]] if change.get("trust") else None,
            setting=Setting(change["setting"]) if change.get("setting") else None,
        )
        present = [Present(RoleGroup(one["role_group"]), one["number"]) for one in change.get("attendance", [])]
        for name in change.get("participants", []):
            no, role_group = self.people[name]
            present.append(Present(role_group, participant=no))
        done = sources.add_source(
            self.store,
            self.actor(change["lead_coder"]),
            SourceKind(change["kind"]),
            facts,
            change["text"],
            turns=self._turns(change),
            present=present,
        )
        self.source_nos[change["source"]] = done.made
        return done

    def _edit_text(self, change: Change) -> Done:
        return text_edits.edit_text(
            self.store,
            self.actor(change.get("by")),
            self.source_nos[change["source"]],
            change["text"],
            in_substance=change["in_substance"],
            turns=self._turns(change) if "turns" in change else None,
        )

    def _correct(self, change: Change) -> Done:
        given = {key: value for key, value in change.items() if key in Facts.__dataclass_fields__}
        for key in given.keys() & {"held_on", "until"}:
            given[key] = _date(given[key])
        if given.get("trust"):
            given["trust"] = self.trusts[given["trust"]]
        no = self.source_nos[change["source"]]
        with self.store.read() as session:
            (state,) = standing(session, self.evaluation_id, SourceState, source=no)
        facts = Facts(**{name: getattr(state, name) for name in Facts.__dataclass_fields__} | given)
        return sources.correct(self.store, self.actor(), no, facts)

    def _change_lead(self, change: Change) -> Done:
        lead = self.coders[change["lead_coder"]]
        return sources.change_lead(self.store, self.actor(), self.source_nos[change["source"]], lead)

    def _code(self, change: Change) -> Done:
        done = coding.code(
            self.store,
            self.actor(change["coder"]),
            self.source_nos[change["source"]],
            change["start"],
            change["end"],
            change["excerpt"],
            self.themes[change["theme"]],
            Polarity(change["polarity"]),
            said_by=RoleGroup(change["said_by"]) if change.get("said_by") else None,
            blind=change.get("blind", False),
        )
        self.codings[change["coding"]], self.coder_of[change["coding"]] = done.made, change["coder"]
        return done

    def _uncode(self, change: Change) -> Done:
        name = change["coding"]
        return coding.uncode(self.store, self.actor(change.get("by") or self.coder_of[name]), self.codings[name])

    def _accept(self, change: Change) -> Done:
        reconciliation = change.get("reconciliation", False)
        actor = self.actor(change["by"])
        return coding.accept(self.store, actor, self.codings[change["coding"]], reconciliation=reconciliation)

    def _mark_read(self, change: Change) -> Done:
        actor, source = self.actor(change["coder"]), self.source_nos[change["source"]]
        done = reading.mark_read(self.store, actor, source, at=change["against"])
        self.readings[change["reading"]], self.coder_of[change["reading"]] = done.made, change["coder"]
        return done

    def _withdraw(self, change: Change) -> Done:
        name = change["reading"]
        no = self._as_it_stands(self.readings[name])
        return reading.withdraw_reading(self.store, self.actor(self.coder_of[name]), no)

    def _as_it_stands(self, no: int) -> int:
        """The number of the reading, or of its like that an undo has brought back since it ended."""
        with self.store.read() as session:
            row = session.get_one(Reading, (self.evaluation_id, no))
            alike = standing(session, self.evaluation_id, Reading, source=row.source, coder=row.coder, at=row.at)
        back = [one.no for one in alike if row.ended_in is not None and one.made_in >= row.ended_in]
        return back[-1] if back else no

    def _undo(self, change: Change) -> Done:
        """Where the file does not say who took it back, it was who had done it."""
        with self.store.read() as session:
            row = session.get(Recorded, (self.evaluation_id, change["change"]))
        by = next((name for name, account in self.coders.items() if row and account == row.by), None)
        return undo(self.store, self.actor(change.get("by") or by), change["change"])

    def _turns(self, change: Change) -> list[SpokenTurn]:
        return [
            SpokenTurn(
                turn["start"],
                turn["end"],
                turn["speaker"],
                self.people[turn["speaker"]][0] if turn["speaker"] in self.people else None,
                turn["speaker"] == "interviewer",
            )
            for turn in change.get("turns", [])
        ]


def _coders(store: Store, changes: list[Change]) -> dict[str, int]:
    """An account for everybody who does something in the file, in order of appearance."""
    names = [change[key] for change in changes for key in ("lead_coder", "coder", "by") if change.get(key)]
    accounts: dict[str, int] = {}
    with store.write() as session:
        for name in dict.fromkeys(names or ["replay"]):
            email = f"{re.sub('[^a-z0-9]+', '-', name.lower())}@replay.invalid"
            account = session.exec(select(Account).where(Account.email == email)).first()
            if account is None:
                account = Account(email=email, name=name, made_at=datetime.now(UTC))
                session.add(account)
                session.flush()
            assert account.id is not None
            accounts[name] = account.id
    return accounts


def _opened(store: Store, script: Change, slug: str, coders: dict[str, int], opener: int | None) -> EvaluationRow:
    beginning = Beginning(
        trusts=tuple(NewTrust(name) for name in script.get("trusts", [])),
        participants=tuple(
            NewParticipant(person["id"], RoleGroup(person["role_group"]), person.get("trust"))
            for person in script.get("participants", [])
        ),
        phases=tuple(
            (phase["name"], date.fromisoformat(phase["from"]), date.fromisoformat(phase["to"]))
            for phase in script.get("phases", [])
        ),
        meetings=tuple(date.fromisoformat(day) for day in script.get("meetings", [])),
        members=tuple((account, Role.RESEARCHER) for account in coders.values()),
    )
    about = script.get("evaluation", {})
    there = {row.slug: row for row in evaluations(store)}
    if slug in there:
        begin_again(store, there[slug].id, beginning)
        return there[slug]
    opener = opener if opener is not None else next(iter(coders.values()))
    beginning = replace(beginning, members=beginning.members + owners(store))
    name, zone = about.get("name", slug), about.get("time_zone", "Europe/London")
    return open_evaluation(store, opener, name, slug=slug, time_zone=zone, beginning=beginning)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
