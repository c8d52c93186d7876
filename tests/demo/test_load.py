"""The demo in a store: everything the script says, by the verbs, and the same every time."""

from collections import Counter

from sqlmodel import select

from db.reads.rows import standing
from db.store import Store
from db.tables import Change, Coding, CodingState, FrameworkVersion, Membership, TrustState
from db.vocabulary import Aspect, Engagement, MemoKind, PointStage, Rater, Role, SourceKind
from evalcore.capture.contributions import contributions, totals
from evalcore.capture.library import library
from evalcore.capture.point_list import points
from evalcore.demo.load import SLUG, load, researcher
from evalcore.manage.access import Actor
from evalcore.manage.verification import faults
from evalcore.sense.framework_log import log
from evalcore.sense.memo_list import memos
from evalcore.watch.programme import events
from evalcore.watch.reading_state import ReadState, reading_states
from evalcore.watch.sessions import sessions
from evalcore.watch.trust_records import records
from tests import factories


def test_the_demo_holds_what_it_promises(store: Store) -> None:
    demo = load(store)
    ada = Actor(researcher(store), "", demo.id, frozenset({Role.RESEARCHER}))
    sources = library(store, ada)
    kinds = Counter(source.kind for source in sources)
    with store.read() as session:
        codings = session.exec(select(Coding)).all()
        states = standing(session, demo.id, CodingState)
        versions = standing(session, demo.id, FrameworkVersion)
        trusts = standing(session, demo.id, TrustState)
    assert kinds[SourceKind.INTERVIEW] == 15
    assert sum(trust.followed_closely for trust in trusts) == 2
    assert (len(trusts), len(versions)) == (23, 3)
    assert len(codings) >= 600
    assert len({coding.coder for coding in codings}) == 2
    assert not all(state.counted for state in states)
    assert {state.state for state in reading_states(store, ada).values()} == set(ReadState)
    hours = sum(source.minutes or 0 for source in sources if source.kind is SourceKind.FIELD_NOTE) / 60
    assert 95 < hours < 105
    noted = records(store, ada)
    assert {step.step for step in noted.engagement.values()} == set(Engagement)
    assert {(row.aspect, row.rated_by) for row in noted.ratings} == {(one, by) for one in Aspect for by in Rater}
    assert [held.trusts for held in sessions(store, ada)] == [20, 17, 19, 18]
    assert sum(row.adopted_from is not None for row in events(store, ada)) == 7
    assert faults(store) == []


def test_loading_it_again_adds_nothing_but_a_new_member(sqlite_store: Store) -> None:
    first = load(sqlite_store)
    assert load(sqlite_store) == first
    account = factories.account(sqlite_store)
    load(sqlite_store, account)
    assert load(sqlite_store, account).change_no == first.change_no + 1
    with sqlite_store.read() as session:
        roles = {row.role for row in standing(session, first.id, Membership, account_id=account)}
    assert roles == {Role.RESEARCHER, Role.ADMINISTRATOR}
    assert first.slug == SLUG


def test_the_record_tells_it_in_order_of_time(sqlite_store: Store) -> None:
    demo = load(sqlite_store)
    with sqlite_store.read() as session:
        changes = session.exec(select(Change).where(Change.evaluation_id == demo.id, Change.no > 0)).all()
    times = [change.at for change in sorted(changes, key=lambda change: change.no)]
    assert times == sorted(times)
    assert (times[0].year, times[-1].year) == (2016, 2017)


def test_the_demo_has_points_with_outcomes_contributions_and_memos(sqlite_store: Store) -> None:
    demo = load(sqlite_store)
    ada = Actor(researcher(sqlite_store), "", demo.id, frozenset({Role.RESEARCHER}))
    raised = points(sqlite_store, ada)
    assert {point.stage for point in raised} >= {PointStage.NOTED, PointStage.ANSWERED, PointStage.CLOSED}
    assert all(point.raised_at for point in raised if point.raised_on)
    assert all(totals(contributions(sqlite_store, ada)).values())
    written = memos(sqlite_store, ada)
    assert {memo.kind for memo in written} == set(MemoKind)
    resting = [line.because for line in log(sqlite_store, ada) if line.because]
    assert len(resting) == 6
    assert set(resting) <= {memo.no for memo in written}
