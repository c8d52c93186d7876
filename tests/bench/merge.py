"""How long a merge that moves 50,000 codings takes, and its undo, in a store of 1,000,000 codings."""

import json
import tempfile
import time
from pathlib import Path

from sqlalchemy import func, select

from db.store import Store
from db.tables import CodingState
from evalcore.manage.access import Actor
from evalcore.manage.undo import undo
from evalcore.sense.framework import merge
from evalcore.watch import corpus
from tests.bench._in_browser import load, summary
from tests.bench._large import large

CODINGS, SOURCES = 1_000_000, 20_000
MERGED, INTO = 3, 5
TIMES = 9


def main() -> dict[str, float]:
    """`again` is a snapshot after it, as the next figure waits for."""
    figures: dict[str, float] = {"load_before": load()}
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder, 'bench.db').as_posix()}")
        store.migrate()
        ada = large(store, CODINGS, SOURCES)
        with store.read() as session:
            of_theme = select(func.count()).select_from(CodingState).where(CodingState.__table__.c.theme == MERGED)  # type: ignore[attr-defined]
            figures["codings_moved"] = session.connection().execute(of_theme).scalar_one()
        corpus.snapshot(store, ada.evaluation_id)
        merged, undone, again = [], [], []
        for _ in range(TIMES):
            clock = time.perf_counter()
            done = merge(store, ada, MERGED, INTO, reason="One thing under two names.")
            merged.append(since(clock))
            again.append(looked_at(store, ada))
            clock = time.perf_counter()
            undo(store, ada, done.change_no)
            undone.append(since(clock))
            again.append(looked_at(store, ada))
        store.engine.dispose()
    taken = summary("merge", merged) | summary("undo", undone) | summary("again", again)
    return figures | taken | {"load_after": load()}


def looked_at(store: Store, me: Actor) -> float:
    clock = time.perf_counter()
    corpus.snapshot(store, me.evaluation_id)
    return since(clock)


def since(clock: float) -> float:
    """Milliseconds."""
    return 1000 * (time.perf_counter() - clock)


if __name__ == "__main__":
    print(json.dumps(main(), indent=2))
