import pytest

from evalcore.interchange.content import FileKind
from evalcore.interchange.documents import read_document

TEXTS = {
    "headings": ("# Ward B #\n\nTwo\n---\nThree\n=====\n#hashtag\n", "Ward B\n\nTwo\nThree\n#hashtag\n"),
    "emphasis": ("*We* **really** _tried_ __it__ ***once***.\n", "We really tried it once.\n"),
    "stars and lines that are none": ("2 * 3 * 4, a_b_c, **, 5* hotels, _\n", "2 * 3 * 4, a_b_c, **, 5* hotels, _\n"),
    "links and pictures": (
        '[the report](https://127.0.0.1/a "r") ![chart](a.png) [Sarah](nurse) [laughs]\n',
        "the report chart [Sarah](nurse) [laughs]\n",
    ),
    "quotations, rules and code": ("> We tried.\n\n* * *\n\n```\nx = 1\n```\n", "We tried.\n\n\nx = 1\n"),
    "lists stay as they are": ("- one\n- two\n1. three\n", "- one\n- two\n1. three\n"),
    "a mark behind a backslash": (r"\*not so\* \# \_" + "\n", "*not so* # _\n"),
    "words in angle brackets": ("We <laughs> tried.\n", "We <laughs> tried.\n"),
    "names in brackets and colon": ("[Nurse 1]: Time.\n", "[Nurse 1]: Time.\n"),
    "names in bold": (
        "**Ann Obi** We tried.\n\n**Int**: Why?\n\n**Ann Obi**\nTime.\n\n**What next**\n",
        "Ann Obi: We tried.\n\nInt: Why?\n\nAnn Obi:\nTime.\n\nWhat next\n",
    ),
}


@pytest.mark.parametrize(("written", "text"), TEXTS.values(), ids=TEXTS.keys())
def test_the_text_is_what_the_marks_stand_for(written: str, text: str) -> None:
    document = read_document("p07.md", written.encode())
    assert (document.kind, document.text) == (FileKind.MARKDOWN, text)


def test_markdown_is_known_without_its_name_only_where_it_is_sure() -> None:
    assert read_document("p07.txt", b"# Ward B\n\n**Ann Obi** We tried.\n").kind is FileKind.MARKDOWN
    assert read_document("p07.txt", b"# 4 on the ward\nInterviewer: 2 * 3 * 4?\n").kind is FileKind.TEXT
    assert read_document("p07.txt", b"**Interviewer:** Why?\n**P07:** Time.\n").kind is FileKind.TEXT


def test_a_line_of_a_million_stars_is_read_at_once() -> None:
    for line in ("*a" * 500_000, "[a](b" * 200_000, "# " + " " * 1_000_000 + "x", "**a _b " * 100_000):
        assert read_document("p07.md", f"Talk.\n{line}\n".encode()).text.startswith("Talk.\n")
