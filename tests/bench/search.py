"""How long a search of 1,000,000 words takes, in a store of 200 sources: made up from a seed, some words on every line.

Every figure is the whole of a search: the query read, every text looked through, the hits worded, the look recorded.
"""

import json
import random
import tempfile
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from db.store import Store
from evalcore.analysis.question import Filters
from evalcore.manage.access import Actor
from evalcore.sense.found import Asked
from evalcore.sense.search import search
from tests import factories
from tests.bench.distribution import milliseconds

SOURCES, WORDS, LINE = 200, 5_000, 40
RARE, COMMON = "thermometer", "the"


def made_up(store: Store, seed: int = 20160101) -> Actor:
    """A researcher with the sources: 8,000 different words, as unevenly used as in talk, with curly apostrophes."""
    rng = random.Random(seed)
    words = ["".join(rng.choices("etaoinshrdlucm", k=rng.randint(2, 10))) for _ in range(8_000)]
    words[:4] = [COMMON, "it’s", "and", "board"]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    ada = factories.actor(store)
    for number in range(SOURCES):
        said = rng.choices(words, weights, k=WORDS)
        said[WORDS // 2] = RARE if number % 20 == 0 else said[WORDS // 2]
        lines = [" ".join(said[at : at + LINE]).capitalize() + "." for at in range(0, WORDS, LINE)]
        factories.source(store, ada, text="\n".join(lines), held_on=date(2016, 1, 1) + timedelta(number))
    return ada


def first_search(url: str, ada: Actor) -> None:
    """By a server that has just been started."""
    store = Store(url)
    search(store, ada, RARE)
    store.engine.dispose()


def main() -> dict[str, float]:
    """Medians in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'bench.db').as_posix()}"
        store = Store(url)
        store.migrate()
        ada = made_up(store)
        queries = {
            "rare_word_ms": RARE,
            "common_word_ms": COMMON,
            "beginning_of_many_words_ms": "e*",
            "one_letter_ms": "o",
            "phrase_of_common_words_ms": f'"{COMMON} and board"',
            "near_of_common_words_ms": "board near/2 thermometer",
            "near_ms": "board near/5 and",
            "two_words_in_a_paragraph_ms": f"{RARE} and",
            "in_no_text_ms": "zebra",
        }
        figures = {"first_search_ms": milliseconds(lambda: first_search(url, ada), 3)}
        figures |= {name: milliseconds(partial(search, store, ada, typed)) for name, typed in queries.items()}
        unknown = Asked(filters=Filters(role_group="unknown"))
        figures["what_nobody_known_says_ms"] = milliseconds(partial(search, store, ada, "board", unknown))
        store.engine.dispose()
    return figures


if __name__ == "__main__":
    print(json.dumps(main(), indent=2))
