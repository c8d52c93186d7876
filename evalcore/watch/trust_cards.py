"""Each trust at a glance: what it is, how it takes part, how capable and ready it was last said to be."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.store import Store
from db.vocabulary import Aspect, Engagement, Rater
from evalcore.capture.participants import TrustRow, trusts
from evalcore.manage.access import Action, Actor, require
from evalcore.watch.quiet import Contact, last_contacts
from evalcore.watch.sessions import SessionRow, sessions
from evalcore.watch.trust_records import ChampionsRow, RatingRow, Records, StepRow, records


@dataclass(frozen=True, slots=True)
class TrustCard:
    """A trust with all that is noted of it. `sessions` are all learning sessions, whether it came or not."""

    trust: TrustRow
    noted: Records
    sessions: tuple[SessionRow, ...]
    contact: Contact | None

    @property
    def engagement(self) -> StepRow | None:
        """The newest step."""
        return self.noted.steps[-1] if self.noted.steps else None

    @property
    def champions(self) -> ChampionsRow | None:
        """The newest count."""
        return self.noted.champions[-1] if self.noted.champions else None

    @property
    def attended(self) -> tuple[int, int]:
        """To how many sessions it came, of those of which that is known."""
        came = [held.came[self.trust.no] for held in self.sessions if self.trust.no in held.came]
        return sum(1 for number in came if number), len(came)

    def score(self, aspect: Aspect, rated_by: Rater) -> RatingRow | None:
        """The newest rating."""
        return self.noted.score(self.trust.no, aspect, rated_by)


def trust_cards(store: Store, actor: Actor) -> list[TrustCard]:
    """Every trust, in the order they were named.

    Raises
    ------
    NotPermitted
        She sees no dashboard.
    """
    require(actor, Action.SEE_DASHBOARD)
    noted, held = records(store, actor), tuple(sessions(store, actor))
    met = last_contacts(store, actor, date.max)
    return [TrustCard(row, noted.of(row.no), held, met.get(row.no)) for row in trusts(store, actor)]


def sentence(cards: Sequence[TrustCard]) -> str:
    """How many there are, how many take part, and who is followed closely."""
    stand = Counter("lapsed" if step.step is Engagement.LAPSED else "taking part" for step in _newest(cards))
    stand["without a step noted"] = len(cards) - sum(stand.values())
    parts = [f"{number} {word}" for word, number in stand.most_common() if number]
    close = [card.trust.name for card in cards if card.trust.followed_closely]
    followed = f" Followed closely: {' and '.join(close)}." if close else ""
    return f"{len(cards)} trust{'' if len(cards) == 1 else 's'}: {', '.join(parts)}.{followed}"


def _newest(cards: Sequence[TrustCard]) -> list[StepRow]:
    return [card.engagement for card in cards if card.engagement]
