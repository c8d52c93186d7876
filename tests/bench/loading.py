"""How long it takes to have 1,000,000 codings of a SQLite store in memory, and how long after one more coding."""

import json
import resource
import tempfile
import time
from pathlib import Path
from statistics import median

from db.store import Store
from db.vocabulary import Polarity
from evalcore.sense.coding import code
from evalcore.watch import corpus
from tests.bench._large import large

CODINGS, SOURCES = 1_000_000, 20_000


def main() -> dict[str, float]:
    """`process_mb` is the most that the process ever held, the making of the store included."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'bench.db').as_posix()}"
        making = Store(url)
        making.migrate()
        ada = large(making, CODINGS, SOURCES)
        making.engine.dispose()
        store = Store(url)
        start = time.perf_counter()
        corpus.known(store, ada.evaluation_id)
        first = time.perf_counter() - start
        grown, shown = [], []
        for number in range(7):
            code(store, ada, 40 + number, 0, 5, "aloud", 5, Polarity.BARRIER)
            start = time.perf_counter()
            corpus.known(store, ada.evaluation_id)
            grown.append(time.perf_counter() - start)
            corpus.snapshot(store, ada.evaluation_id)
            shown.append(time.perf_counter() - start)
        store.engine.dispose()
    return {
        "first_load_s": round(first, 2),
        "growth_after_one_coding_ms": round(1000 * median(grown), 1),
        "snapshot_after_one_coding_ms": round(1000 * median(shown), 1),
        "process_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


if __name__ == "__main__":
    print(json.dumps(main()))
