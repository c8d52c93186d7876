"""The text layer of a PDF, with the number of each page; a scan has none, and is told so."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from evalcore.errors import ImportProblem
from evalcore.interchange.content import damaged, shown_name
from evalcore.interchange.encodings import MOST_CHARACTERS, check_length, normalise
from evalcore.interchange.problems import Problem, ReadText, Severity
from evalcore.interchange.transcripts import begins_a_turn

READER = Path(__file__).with_name("pdf_pages.py")
LONGEST_SECONDS = 75
ANOTHER_WAY = "open it in Word, save it as .docx and bring that in."
# A line that fills less of its page than this ends a paragraph.
FULL = 0.75
SHORTEST_FULL = 40
BULLET = re.compile(r"\s*(?:[•‣◦▪·*–—-]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s)")
SENTENCE_END = re.compile(r"[.!?:;…”’\")\]]\s*$")
SOFT_HYPHEN = "\u00ad"
MOST_LISTED = 12


def read_pdf(name: str, data: bytes) -> ReadText:
    """Page by page, "[page 2]" on a line of its own before each but the first, lines joined to paragraphs."""
    shown = shown_name(name)
    return put_together(shown, _pages(shown, data))


def put_together(shown: str, pages: Sequence[str]) -> ReadText:
    check_length(shown, sum(map(len, pages)))
    texts = [normalise(_paragraphs(normalise(page))).strip("\n") for page in pages]
    without = [number for number, text in enumerate(texts, 1) if not any(map(str.isalnum, text))]
    if len(without) == len(texts):
        raise ImportProblem(
            f"{shown} has pages but no text in them, as a scan has: bring in its text, typed or recognised (OCR)."
        )
    parts = [text if number == 1 else f"[page {number}]\n{text}" for number, text in enumerate(texts, 1) if text]
    problems = []
    if without:
        many = "Pages" if len(without) > 1 else "Page"
        message = f"{many} without text, perhaps scanned, left out: {_listed(without)}."
        problems.append(Problem(None, message, Severity.WARNING))
    return ReadText("\n\n".join(parts) + "\n", tuple(problems))


def _pages(shown: str, data: bytes) -> list[str]:
    command = [sys.executable, "-P", str(READER), str(MOST_CHARACTERS)]
    try:
        done = subprocess.run(
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as fault:
        raise _endless(shown) from fault
    if done.returncode or not done.stdout:
        raise _endless(shown)
    answer = json.loads(done.stdout)
    if pages := answer.get("pages"):
        return [str(page) for page in pages]
    raise _refusal(shown, answer)


def _refusal(shown: str, answer: dict[str, object]) -> ImportProblem:
    match answer.get("fault"):
        case "encrypted":
            return ImportProblem(
                f"{shown} is encrypted: open it, print it to a new PDF without a password and bring that in."
            )
        case "long":
            return ImportProblem(f"{shown} has {answer['said']}: split it into parts, one for each document in it.")
        case "memory":
            return _endless(shown)
    return damaged(shown)


def _endless(shown: str) -> ImportProblem:
    return ImportProblem(f"{shown} takes more time or memory than any ordinary PDF does: {ANOTHER_WAY}")


def _paragraphs(page: str) -> str:
    """Lines as they stand on a page, joined where one runs on into the next."""
    lines = [line.rstrip() for line in page.split("\n")]
    widths = sorted(len(line) for line in lines if line)
    full = max(SHORTEST_FULL, FULL * widths[int(0.9 * (len(widths) - 1))]) if widths else 0
    return "".join(_joined(lines, full))


def _joined(lines: Sequence[str], full: float) -> Iterator[str]:
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if (
            not following.strip()
            or BULLET.match(following)
            or begins_a_turn(following)
            or (len(line) < full and not (following[0].islower() and not SENTENCE_END.search(line)))
        ):
            yield line + "\n"
        elif line.endswith(SOFT_HYPHEN):
            yield line[:-1]
        else:
            # A hyphen at a line's end may be the word's own: it stays, and the word is whole.
            yield line if line.endswith("-") else line + " "


def _listed(numbers: Sequence[int]) -> str:
    said = ", ".join(map(str, numbers[:MOST_LISTED]))
    return f"{said} and {len(numbers) - MOST_LISTED} more" if len(numbers) > MOST_LISTED else said
