import pytest

from evalcore.errors import ImportProblem
from evalcore.interchange.content import FileKind
from evalcore.interchange.documents import read_document

TEXTS = {
    "blocks are lines": (
        "<h1>Ward B</h1><p>One\n  two.</p><ul><li>a</li><li>b</li></ul>c<br>d",
        "Ward B\nOne two.\n\na\nb\nc\nd\n",
    ),
    "scripts and styles are gone": (
        "<style>p{}</style><p>We <script>document.write('never')</script>tried.</p><noscript>Never.</noscript>",
        "We tried.\n",
    ),
    "comments are gone": ("<p>We <!-- never -->tried.</p>", "We tried.\n"),
    "signs": ("<p>caf&eacute; &pound;40 &lt;laughs&gt; it&#8217;s&nbsp;on</p>", "café £40 <laughs> it’s\u00a0on\n"),
    "a table, a row a line": (
        "<table><tr><th>Interviewer</th><td>Why?</td></tr><tr><td>P07</td><td><p>Time.</p></td></tr></table>",
        "Interviewer\tWhy?\nP07\tTime.\n",
    ),
    "as written in pre": ("<pre>I:  Why?\nP07:  Time.</pre>", "I:  Why?\nP07:  Time.\n"),
    "names in bold": (
        "<p><b>Ann Obi</b> We tried.</p><p><strong>Int</strong>: Why?</p><p><b>Ann</b> <b>Obi</b><br>Time.</p>"
        "<p><b>Ann Obi</b>It was <b>late</b>.</p>",
        "Ann Obi: We tried.\n\nInt: Why?\n\nAnn Obi:\nTime.\n\nAnn Obi: It was late.\n",
    ),
    "tags left open": ("<p>We <b>tried.<p>It <i>was late", "We tried.\n\nIt was late\n"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text"), TEXTS.values(), ids=TEXTS.keys())
def test_a_page_is_read_as_a_browser_shows_it(body: str, text: str) -> None:
    page = f"<!DOCTYPE html><html><head><title>Not said</title></head><body>{body}</body></html>"
    document = read_document("p07.txt", page.encode())
    assert document.kind is FileKind.WEB_PAGE
    assert document.text == text


BEGINNINGS = {
    "a fragment": b"<p>Talk.</p>",
    "with a mark and blanks": b"\xef\xbb\xbf \n<HTML><p>Talk.",
    "xhtml": b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x" "http://127.0.0.1/x.dtd"><html><p>Talk.</p></html>',
    "after a comment": b"<!-- saved from (0014)about:internet -->\n<html><p>Talk.",
    "utf-16": "<html><p>Talk.".encode("utf-16"),
}


@pytest.mark.parametrize("data", BEGINNINGS.values(), ids=BEGINNINGS.keys())
def test_a_page_is_known_by_its_beginning(data: bytes) -> None:
    document = read_document("p07.html", data)
    assert (document.kind, document.text) == (FileKind.WEB_PAGE, "Talk.\n")


def test_words_in_angle_brackets_make_no_page_of_a_transcript() -> None:
    text = "<laughs> Well.\nInterviewer: Go on.\n"
    assert read_document("p07.txt", text.encode()).text == text


def test_pictures_left_out_are_counted_and_no_address_is_opened() -> None:
    document = read_document(
        "p.html", b'<html><p>Talk.<img src="http://127.0.0.1:1/x.png"><img src="file:///etc/passwd">'
    )
    assert [problem.message[-3:] for problem in document.problems] == [" 2."]


def test_what_has_no_words_is_said() -> None:
    with pytest.raises(ImportProblem, match="has no text in it"):
        read_document("p.html", b"<html><script>run()</script></html>")
    with pytest.raises(ImportProblem, match="is XML, not plain text"):
        read_document("p.html", b"<?xml version='1.0'?><records/>")


def test_comments_opened_a_hundred_times_before_nothing_are_told_at_once() -> None:
    assert read_document("p.txt", b"<!-- a -->" * 400 + b"Talk.").kind is FileKind.TEXT


def test_a_page_nested_without_end_is_read() -> None:
    assert read_document("p.html", b"<html>" + b"<div>" * 100_000 + b"Talk.").text == "Talk.\n"
