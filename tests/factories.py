"""Things to test with, each by keyword with a default for what the test does not care about.

People and memberships are put into the store as if they had been there from the start, so that the change
numbers of a test begin with what the test itself does; everything else goes through the services.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count

from sqlmodel import func, select

from db.store import Store
from db.tables import Account, Membership
from db.vocabulary import Polarity, Role, SourceKind
from evalcore.capture.sources import Facts, Present, SpokenTurn, add_source
from evalcore.manage.access import Actor
from evalcore.manage.evaluations import Beginning, EvaluationRow, open_evaluation
from evalcore.manage.passwords import hash_password
from evalcore.sense.coding import code
from evalcore.sense.framework import add_theme
from evalcore.sense.reading import mark_read
from evalcore.sense.starting_framework import StartingTheme

_numbers = count(1)

FRAMEWORK = (
    StartingTheme(("Inherent motivation",)),
    StartingTheme(("Inherent motivation", "Champions")),
    StartingTheme(("Factors that influence motivation",)),
    StartingTheme(("Factors that influence motivation", "Conflicting priorities")),
    StartingTheme(("Factors that influence motivation", "Support and culture")),
)
"""A small framework: themes 1 to 5, of which 2, 4 and 5 are the leaves."""

TEXT = (
    "The ward manager said the return for the board took two days. Nobody had time for the audit after that.\n"
    "The registrar brought the new chart and three wards are using it now.\n"
)


def account(
    store: Store,
    *,
    name: str = "Ada Lovell",
    email: str | None = None,
    password: str | None = None,
    opens_evaluations: bool = False,
    active: bool = True,
) -> int:
    """A person who can be a member; without a password she cannot sign in."""
    with store.write() as session:
        row = Account(
            email=email or f"person{next(_numbers)}@example.org",
            name=name,
            password_hash=hash_password(password) if password else None,
            opens_evaluations=opens_evaluations,
            active=active,
            made_at=datetime.now(UTC),
        )
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id


def evaluation(
    store: Store,
    *,
    name: str | None = None,
    by: int | None = None,
    beginning: Beginning | None = None,
) -> EvaluationRow:
    """An evaluation that starts from `FRAMEWORK` unless it is given another beginning."""
    by = by if by is not None else account(store, opens_evaluations=True)
    return open_evaluation(
        store,
        by,
        name or f"Sepsis collaborative {next(_numbers)}",
        beginning=beginning or Beginning(framework=FRAMEWORK),
    )


def actor(
    store: Store,
    *roles: Role,
    evaluation_id: int | None = None,
    account_id: int | None = None,
    name: str = "Ada Lovell",
) -> Actor:
    """A member with these roles (a researcher unless told), in a new evaluation unless one is named."""
    roles = roles or (Role.RESEARCHER,)
    account_id = account_id if account_id is not None else account(store, name=name)
    evaluation_id = evaluation_id if evaluation_id is not None else evaluation(store, by=account_id).id
    with store.write() as session:
        newest = select(func.max(Membership.no)).where(Membership.evaluation_id == evaluation_id)
        no = session.exec(newest).one() or 0
        for role in roles:
            no += 1
            session.add(Membership(evaluation_id=evaluation_id, no=no, account_id=account_id, role=role, made_in=0))
    return Actor(account_id, name, evaluation_id, frozenset(roles))


def theme(store: Store, actor: Actor, *, name: str = "Reputation of the collaborative", parent: int | None = 3) -> int:
    return _no(add_theme(store, actor, name, parent, reason="The committee asked").subject_no)


def source(
    store: Store,
    actor: Actor,
    *,
    text: str = TEXT,
    kind: SourceKind = SourceKind.FIELD_NOTE,
    title: str = "Meeting about the chart",
    held_on: date = date(2016, 2, 3),
    minutes: int | None = 60,
    trust: int | None = None,
    turns: Sequence[SpokenTurn] = (),
    present: Sequence[Present] = (),
) -> int:
    """A source that `actor` leads."""
    facts = Facts(title=title, held_on=held_on, minutes=minutes, trust=trust)
    return _no(add_source(store, actor, kind, facts, text, turns=turns, present=present).subject_no)


def coding(
    store: Store,
    actor: Actor,
    *,
    source: int,
    theme: int = 4,
    polarity: Polarity = Polarity.BARRIER,
    quote: str = "took two days",
    text: str = TEXT,
    comment: str = "",
    blind: bool = False,
) -> int:
    """A coding of the words `quote` where they first stand in `text`, which the source has now."""
    start = text.index(quote)
    done = code(store, actor, source, start, start + len(quote), quote, theme, polarity, comment=comment, blind=blind)
    return _no(done.subject_no)


def reading(store: Store, actor: Actor, *, source: int) -> int:
    return _no(mark_read(store, actor, source).subject_no)


def _no(subject_no: int | None) -> int:
    assert subject_no is not None
    return subject_no
