import zlib

import pytest

from evalcore.errors import ImportProblem
from evalcore.interchange.content import FileKind
from evalcore.interchange.documents import read_document
from evalcore.interchange.pdf_pages import MOST_PAGES
from evalcore.interchange.transcripts import turns
from tests.interchange.pdf_files import locked, pdf_file

FIRST = [
    "Interviewer: How did the team begin with the sepsis work on the ward,",
    "and who was it that first asked for it? (We have 40 minutes.)",
    "P07: The audit return took two days of a sister’s week, “nobody asked",
    "us”, and when it was done there was nobody who could say what for.",
    "• a chart on the wall that was read by every nurse on the whole ward",
    "• a call",
]
SECOND = ["Interviewer: And then?", "P07: We stopped."]
TEXT = (
    "Interviewer: How did the team begin with the sepsis work on the ward, and who was it that first asked for it? "
    "(We have 40 minutes.)\n"
    "P07: The audit return took two days of a sister’s week, “nobody asked us”, and when it was done there was nobody "
    "who could say what for.\n"
    "• a chart on the wall that was read by every nurse on the whole ward\n"
    "• a call\n"
)


def test_the_text_layer_is_read_with_its_paragraphs_and_page_numbers() -> None:
    document = read_document("p07.txt", pdf_file(FIRST, SECOND))
    assert document.kind is FileKind.PDF and document.problems == ()
    assert document.text == f"{TEXT}\n[page 2]\nInterviewer: And then?\nP07: We stopped.\n"
    assert [turn.speaker for turn in turns(document.text)] == ["Interviewer", "P07"] * 2


def test_pages_without_text_are_named_by_number() -> None:
    document = read_document("p07.pdf", pdf_file(["Page one."], [], ["Page three."], []))
    assert document.text == "Page one.\n\n[page 3]\nPage three.\n"
    assert [problem.message for problem in document.problems] == [
        "Pages without text, perhaps scanned, left out: 2, 4."
    ]


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    assert read_document("p07.pdf", locked(pdf_file(SECOND), "")).text.startswith("Interviewer")


WHOLE = pdf_file(FIRST)
BAD = {
    "a scan": (pdf_file([], []), "has pages but no text in them"),
    "a password": (locked(WHOLE, "secret"), "is encrypted"),
    "cut off": (WHOLE[:300], "is damaged"),
    "its beginning alone": (b"%PDF-1.7\n1 0 obj\n", "is damaged"),
    "pages that hold one another": (WHOLE.replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"), "is damaged"),
    "more pages than any document": (pdf_file(*[[]] * (MOST_PAGES + 1)), f"has {MOST_PAGES + 1} pages"),
}


@pytest.mark.parametrize(("data", "said"), BAD.values(), ids=BAD.keys())
def test_what_cannot_be_read_is_said_in_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(ImportProblem) as problem:
        read_document("p07.pdf", data)
    assert problem.value.message.startswith("“p07.pdf” ") and said in problem.value.message
    assert ": " in problem.value.message and problem.value.message.endswith(".")


def test_a_page_that_would_fill_the_memory_ends_its_reader_and_nothing_else() -> None:
    """A small file whose page unpacks to 70 MB of drawing: the process that reads it is held to its share."""
    packed = zlib.compress(b"(a) Tj " * 10_000_000, 9)
    whole = pdf_file(["Talk."])
    begin, end = whole.index(b"<< /Length"), whole.index(b"endstream")
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\n" % (len(packed), packed)
    with pytest.raises(ImportProblem) as problem:
        read_document("bomb.pdf", whole[:begin] + stream + whole[end:])
    assert "more time or memory" in problem.value.message or "is damaged" in problem.value.message
