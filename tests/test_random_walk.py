"""A long walk through everything that moves codings, through the services, beside a recount in plain lists."""

import random
from collections import Counter
from typing import Any

import pytest
from sqlmodel import Session, col, select

from db.reads.rows import newest_text, standing
from db.store import Store
from db.tables import Coding, CodingState, Excerpt, ExcerptPlace, Reading, ThemeState
from db.vocabulary import Role, RoleGroup
from evalcore.manage.evaluations import Beginning, NewParticipant, NewTrust
from evalcore.manage.replay import Replay
from evalcore.manage.verification import faults
from tests import factories, strategies
from tests.recount import Recount

EACH = 300
KINDS = (
    "code", "uncode", "accept", "edit text", "merge", "unmerge", "move", "redefine", "mark read", "undo",
)  # fmt: skip
AT_FIRST = ("add theme",) * 12 + ("add source",) * 10
LOOK_EVERY = 25


@pytest.mark.slow
def test_no_coding_is_lost_shifted_or_doubled_on_a_long_walk(store: Store) -> None:
    rng = random.Random(20160101)
    author = strategies.Author(rng, strategies.evaluation(rng), undoes=KINDS)
    player = replay_into(store, author.document)
    for kind in AT_FIRST:
        player.apply(author.attempt(kind) or pytest.fail(f"no way to {kind}"))
    done: Counter[str] = Counter()
    while min(done[kind] for kind in KINDS) < EACH:
        behind = [kind for kind in KINDS if done[kind] <= min(done[one] for one in KINDS) + 10]
        made = (author.attempt(kind) for kind in [*rng.sample(behind, len(behind)), *KINDS])
        change = next(filter(None, made))
        player.apply(change)
        done[change["do"]] += 1
        if author.recount.last % LOOK_EVERY == 0:
            assert stored(store, player) == recounted(author.recount, player), change
    assert stored(store, player) == recounted(author.recount, player)
    assert faults(store) == []


def replay_into(store: Store, document: dict[str, Any]) -> Replay:
    """A new evaluation with the document's people, in which nothing has happened yet."""
    coders = {name: factories.account(store, name=name) for name in strategies.CODERS}
    beginning = Beginning(
        trusts=tuple(NewTrust(name) for name in document["trusts"]),
        participants=tuple(
            NewParticipant(one["id"], RoleGroup(one["role_group"]), one["trust"]) for one in document["participants"]
        ),
        members=tuple((account, Role.RESEARCHER) for account in coders.values()),
    )
    evaluation = factories.evaluation(store, by=coders["ML"], beginning=beginning)
    trusts = {name: no for no, name in enumerate(document["trusts"], 1)}
    return Replay(store, evaluation.id, coders, trusts, document)


def stored(store: Store, player: Replay) -> dict[str, Any]:
    """What stands in the store: every coding with its words, every reading, every theme."""
    evaluation = player.evaluation_id
    with store.read() as session:
        texts = {no: newest_text(session, evaluation, no) for no in player.source_nos.values()}
        places = places_in(session, evaluation, {text.no for text in texts.values()})
        codings = session.exec(
            select(CodingState, Coding, Excerpt)
            .join(
                Coding,
                (col(Coding.evaluation_id) == CodingState.evaluation_id) & (col(Coding.no) == CodingState.coding),
            )
            .join(Excerpt, (col(Excerpt.evaluation_id) == Coding.evaluation_id) & (col(Excerpt.no) == Coding.excerpt))
            .where(CodingState.evaluation_id == evaluation, col(CodingState.ended_in).is_(None))
        ).all()
        themes = standing(session, evaluation, ThemeState)
        return {
            "codings": sorted(
                (coding.no, coding.coder, *judged(state), *words(texts[excerpt.source].text, places.get(excerpt.no)))
                for state, coding, excerpt in codings
            ),
            "readings": sorted((row.source, row.at, row.counted) for row in standing(session, evaluation, Reading)),
            "themes": {row.theme: (row.parent, row.merged_into, row.opened) for row in themes},
        }


def judged(state: CodingState) -> tuple[int, str, bool]:
    return state.theme, str(state.polarity), state.counted


def places_in(session: Session, evaluation: int, texts: set[int]) -> dict[int, tuple[int, int]]:
    query = select(ExcerptPlace).where(
        ExcerptPlace.evaluation_id == evaluation, col(ExcerptPlace.text_version).in_(texts)
    )
    return {place.excerpt: (place.start_cp, place.end_cp) for place in session.exec(query)}


def recounted(recount: Recount, player: Replay) -> dict[str, Any]:
    """What stands by the recount, by the numbers of the store."""
    codings: list[tuple[Any, ...]] = []
    for name, coding in recount.standing_codings().items():
        text, place = recount.texts.now(coding.source), recount.places.now(name)
        assert text is not None
        what = words(text.text, (place.start, place.end) if place else None)
        for theme in coding.themes:
            judgement = (player.themes[theme], coding.polarity, coding.counted)
            codings.append((player.codings[name], player.coders[coding.coder], *judgement, *what))
    readings = (reading for reading in recount.readings.all_now().values() if not reading.ended)
    no = {None: None} | player.themes
    return {
        "codings": sorted(codings),
        "readings": sorted((player.source_nos[one.source], one.at, one.by_lead) for one in readings),
        "themes": {
            no[name]: (no[theme.parent], no[theme.merged_into], theme.opened)
            for name, theme in recount.themes.all_now().items()
        },
    }


def words(text: str, place: tuple[int, int] | None) -> tuple[int, int, str]:
    """Where an excerpt stands and what it says; nowhere once an edit has taken its words out."""
    return (*place, text[slice(*place)]) if place else (-1, -1, "")
