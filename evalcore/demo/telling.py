"""Each step of the demo's script as a verb: who does it, and how."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from db.vocabulary import PointStage, SourceKind
from evalcore.capture.contributions import Brought, log_contribution
from evalcore.capture.points import NewPoint, answer_point, close_point, note_point, raise_point
from evalcore.capture.sources import Facts, Present, SpokenTurn, add_source, change_lead
from evalcore.demo.script import (
    Coded,
    CodingAccepted,
    FrameworkChange,
    LeadHanded,
    Script,
    ScriptEvent,
    SourceEntered,
    SourceRead,
    Step,
)
from evalcore.demo.sources import LEAD, ScriptSource
from evalcore.demo.trusts import BY, CameTo, ChampionsCounted, Rated, Signed, StepTaken, told_of_trusts
from evalcore.demo.week import (
    Contributed,
    MemoReworded,
    MemoWritten,
    PointMoved,
    PointNoted,
    ScriptMemo,
    WeekStep,
)
from evalcore.manage.access import Actor
from evalcore.manage.changes import Work
from evalcore.sense import framework
from evalcore.sense.coding import accept, code
from evalcore.sense.field_notes import Note, log_note
from evalcore.sense.memos import About, Thought, change_memo, write_memo
from evalcore.sense.reading import mark_read
from evalcore.sense.starting_framework import STARTING_FRAMEWORK
from evalcore.watch.programme import add_event

Do = Callable[[Work], None]


@dataclass(slots=True)
class Telling:
    """Numbers of the store by the keys of the script, and each step as a verb."""

    script: Script
    actors: dict[str, Actor]
    themes: dict[str, int] = field(init=False)
    trusts: dict[str, int] = field(init=False)
    people: dict[str, int] = field(init=False)
    events: dict[str, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)
    codings: dict[int, int] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)
    memos: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        starting = {theme.path: no for no, theme in enumerate(STARTING_FRAMEWORK, 1)}
        self.themes = {key: starting[path] for key, path in self.script.starting_themes.items()}
        self.trusts = {trust.key: no for no, trust in enumerate(self.script.trusts, 1)}
        self.people = {person.pseudonym: no for no, person in enumerate(self.script.participants, 1)}

    def of(self, day: date, step: Step) -> tuple[Actor, str, Do]:
        """Who does the step, the verb's name, and how it is done."""
        match step:
            case FrameworkChange():
                return self.actors[LEAD], *self._framework(step)
            case ScriptEvent():
                return self.actors[LEAD], add_event.name, self._happened(step)
            case CameTo() | Signed() | StepTaken() | Rated() | ChampionsCounted():
                names = {trust.key: trust.name for trust in self.script.trusts}
                return self.actors[BY], *told_of_trusts(step, self.trusts, names, self.events)
            case SourceEntered():
                return self.actors[step.source.by], *self._entered(step.source)
            case LeadHanded():
                lead = self.actors[LEAD].account_id
                source = self.sources[step.source.key]
                return self.actors[LEAD], change_lead.name, lambda work: change_lead.within(work, source, lead)
            case Coded():
                return self.actors[step.coding.coder], code.name, self._coded(step)
            case CodingAccepted():
                coding = self.codings[id(step.coding)]
                blind = step.coding.blind
                return (
                    self._lead_of(step.source, day),
                    accept.name,
                    lambda work: accept.within(work, coding, reconciliation=blind),
                )
            case PointNoted() | PointMoved() | Contributed() | MemoWritten() | MemoReworded():
                return self._week(step)
            case SourceRead():
                source = self.sources[step.source.key]
                return self._lead_of(step.source, day), mark_read.name, lambda work: mark_read.within(work, source)

    def remember(self, step: Step, work: Work) -> None:
        """Keep the number of what the step made."""
        if work.subject_no is None:
            return
        match step:
            case FrameworkChange(verb="add"):
                self.themes[step.theme] = work.subject_no
            case ScriptEvent():
                self.events[step.key] = work.subject_no
            case SourceEntered():
                self.sources[step.source.key] = work.subject_no
            case Coded():
                self.codings[id(step.coding)] = work.subject_no
            case PointNoted():
                self.points[step.point.key] = work.subject_no
            case MemoWritten():
                self.memos[step.memo.key] = work.subject_no

    def _happened(self, event: ScriptEvent) -> Do:
        return lambda work: add_event.within(
            work,
            event.kind,
            event.name,
            event.first_on,
            last_on=event.last_on,
            trust=self._trust(event.trust),
            adopted_from=self._trust(event.adopted_from),
            note=event.note,
        )

    def _week(self, step: WeekStep) -> tuple[Actor, str, Do]:
        """Points, contributions and memos."""
        lead = self.actors[LEAD]
        match step:
            case PointNoted(point):
                new = NewPoint(point.text, self._trust(point.note.trust), point.meeting_on)
                source, on = self.sources[point.note.key], point.note.held_on
                return (
                    self.actors[point.by],
                    note_point.name,
                    lambda work: note_point.within(work, new, source=source, noted_on=on),
                )
            case PointMoved(point, note, stage, words):
                no, on = self.points[point.key], note.held_on
                if stage is PointStage.RAISED:
                    source = self.sources[note.key]
                    return lead, raise_point.name, lambda work: raise_point.within(work, no, on, source=source)
                move = answer_point if stage is PointStage.ANSWERED else close_point
                return lead, move.name, lambda work: move.within(work, no, words, on)
            case Contributed():
                brought = Brought(step.kind, step.on, step.what, self._trust(step.trust), step.with_whom)
                return (
                    self.actors[step.by],
                    log_contribution.name,
                    lambda work: log_contribution.within(work, brought),
                )
            case MemoWritten(memo, text):
                thought = self._thought(memo, text)
                return lead, write_memo.name, lambda work: write_memo.within(work, thought)
            case MemoReworded(memo, text):
                thought, no = self._thought(memo, text), self.memos[memo.key]
                return lead, change_memo.name, lambda work: change_memo.within(work, no, thought)

    def _thought(self, memo: ScriptMemo, text: str) -> Thought:
        numbers = {"theme": self.themes, "source": self.sources, "participant": self.people}
        about = {name: numbers[name][key] for name, key in memo.about.items()}
        return Thought(memo.kind, text, About(**about), memo.discussed_with)

    def _trust(self, key: str | None) -> int | None:
        return self.trusts[key] if key else None

    def _lead_of(self, source: ScriptSource, day: date) -> Actor:
        handed = source.handed_on is not None and day >= source.handed_on
        return self.actors[LEAD if handed else source.by]

    def _framework(self, change: FrameworkChange) -> tuple[str, Do]:
        values, reason = change.values, change.reason
        because = self.memos[values["because"]] if "because" in values else None
        under = self.themes[values["under"]] if "under" in values else None
        match change.verb:
            case "version":
                return framework.name_version.name, lambda work: framework.name_version.within(work, reason)
            case "add":
                widens = values.get("widens") == "yes"
                return framework.add_theme.name, lambda work: framework.add_theme.within(
                    work, values["name"], under, widens_parent=widens, reason=reason, because=because,
                    colour=values.get("colour", ""), definition=values.get("definition", ""),
                    use_when=values.get("use_when", ""), not_when=values.get("not_when", ""),
                )  # fmt: skip
        theme = self.themes[change.theme]
        match change.verb:
            case "rename":
                return framework.rename.name, lambda work: framework.rename.within(
                    work, theme, values["name"], reason=reason, because=because
                )
            case "move":
                return framework.move.name, lambda work: framework.move.within(
                    work, theme, under, reason=reason, because=because
                )
            case "merge":
                into = self.themes[values["into"]]
                return framework.merge.name, lambda work: framework.merge.within(
                    work, theme, into, reason=reason, because=because
                )
        again = values.get("reread") == "yes"
        return framework.redefine.name, lambda work: framework.redefine.within(
            work, theme, needs_rereading=again, reason=reason, because=because, definition=values.get("definition"),
            use_when=values.get("use_when"), not_when=values.get("not_when"),
        )  # fmt: skip

    def _entered(self, source: ScriptSource) -> tuple[str, Do]:
        facts = Facts(
            title=source.title,
            held_on=source.held_on,
            until=source.until,
            starts_at=source.starts_at,
            minutes=source.minutes,
            trust=self.trusts[source.trust] if source.trust else None,
            setting=source.setting,
            observer_part=source.observer_part,
        )
        present = [Present(role_group, number) for role_group, number in source.present]
        if source.participant:
            who = source.participant
            role_group = self.script.participants[self.people[who] - 1].role_group
            present.append(Present(role_group, trust=facts.trust, participant=self.people[who]))
        if source.kind is SourceKind.FIELD_NOTE:
            note = Note(facts, tuple(present), source.text, source.reflection)
            return log_note.name, lambda work: log_note.within(work, note, read=False)
        turns = [
            SpokenTurn(turn.start_cp, turn.end_cp, turn.participant or "Interviewer",
                       self.people[turn.participant] if turn.participant else None, turn.participant is None)
            for turn in source.turns
        ]  # fmt: skip
        return add_source.name, lambda work: add_source.within(
            work, source.kind, facts, source.text, turns=turns, present=present
        )

    def _coded(self, step: Coded) -> Do:
        coding, source = step.coding, step.source
        quote = source.text[coding.start_cp : coding.end_cp]
        return lambda work: code.within(
            work,
            self.sources[source.key],
            coding.start_cp,
            coding.end_cp,
            quote,
            self.themes[coding.theme],
            coding.polarity,
            said_by=coding.said_by,
            blind=coding.blind,
        )
