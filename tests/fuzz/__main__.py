"""Fuzz a reader by hand, led by what of its code each input reaches: `python -m tests.fuzz PARSER [--seconds 600]`.

It needs atheris (Linux; `pip install --group fuzz`), which the suite does not. It ends at the first input that makes
the reader break, take longer than it may, write a file or open a connection, and keeps that input in the folder.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["evalcore.interchange", "pypdf", "openpyxl"]):
    from tests.fuzz.parsers import PARSERS

LONGEST_SECONDS = 60
MOST_MEGABYTES = 2_048
WRITES = "wax+"
FORBIDDEN = ("socket.connect", "subprocess.Popen", "os.system", "os.mkdir", "os.remove", "os.rename")


class Watch:
    """Sees what the interpreter is asked for while a reader works: nothing but reading what it was given."""

    def __init__(self) -> None:
        self.working = False
        self.seen: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.working:
            return
        writes = event == "open" and isinstance(arguments[1], str) and any(one in arguments[1] for one in WRITES)
        if writes or event in FORBIDDEN:
            self.seen.append(f"{event} {arguments[0]!r}")


def main() -> None:
    parser = argparse.ArgumentParser("tests.fuzz", description=__doc__)
    parser.add_argument("parser", choices=PARSERS)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--folder", type=Path, help="where inputs are kept, to go on from another time")
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.mkdtemp(prefix=f"fuzz-{asked.parser}-"))
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    fuzzed = PARSERS[asked.parser]
    for number, seed in enumerate(fuzzed.beginnings()):
        (corpus / f"seed-{number}").write_bytes(seed)
    watch = Watch()

    def one_input(data: bytes) -> None:
        watch.working = True
        try:
            fuzzed.given(data)
        finally:
            watch.working = False
        if watch.seen:
            raise AssertionError(f"a reader reached out: {watch.seen}")

    options = [f"-max_total_time={asked.seconds}", f"-timeout={LONGEST_SECONDS}", f"-rss_limit_mb={MOST_MEGABYTES}"]
    atheris.Setup(
        [sys.argv[0], *options, f"-artifact_prefix={folder}/", "-print_final_stats=1", str(corpus)], one_input
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
