"""The questions that the dashboard answers, each asked of the evaluation as it was known at a change."""

from db.store import Store
from evalcore.analysis import distribution as figures
from evalcore.analysis.distribution import Distribution
from evalcore.analysis.question import Question
from evalcore.manage.access import Action, Actor, require
from evalcore.watch.corpus import snapshot


def distribution(store: Store, actor: Actor, question: Question) -> Distribution:
    """How often themes are mentioned, by group and period: see `evalcore.analysis.distribution`.

    Raises
    ------
    NotPermitted
        She sees no dashboard.
    NotFound
        The question's change has not come yet.
    """
    require(actor, Action.SEE_DASHBOARD)
    return figures.distribution(snapshot(store, actor.evaluation_id, question.as_at), question)
