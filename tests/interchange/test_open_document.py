import pytest

from evalcore.errors import ImportProblem
from evalcore.interchange.content import FileKind
from evalcore.interchange.documents import read_document
from tests.interchange.word_files import zipped

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style",
        "fo": "xsl-fo-compatible",
    }.items()
)  # fmt: skip
STYLES = (
    '<office:automatic-styles><style:style style:name="T1" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>'
)


def odt_file(body: str, kind: str = "text") -> bytes:
    """An .odt with this XML as its text."""
    content = (
        f"<office:document-content {SPACES}>{STYLES}<office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content})


def read(body: str) -> str:
    return read_document("p07.odt", odt_file(body)).text


def paragraph(text: str) -> str:
    return f"<text:p>{text}</text:p>"


TEXTS = {
    "paragraphs and a heading": (
        f'<text:h text:outline-level="1">Interview 7</text:h>{paragraph("One.")}{paragraph("")}{paragraph("Two.")}',
        "Interview 7\nOne.\n\nTwo.\n",
    ),
    "blanks that count and blanks that do not": (
        paragraph('We\n   tried<text:s text:c="3"/>it<text:tab/>once<text:line-break/>or twice.'),
        "We tried   it\tonce\nor twice.\n",
    ),
    "a list": (
        "<text:list><text:list-item><text:p>One.</text:p></text:list-item><text:list-item><text:p>Two.</text:p>"
        "</text:list-item></text:list>",
        "One.\nTwo.\n",
    ),
    "a table, a row a line": (
        "<table:table><table:table-column/><table:table-row><table:table-cell><text:p>Interviewer</text:p>"
        "</table:table-cell><table:table-cell><text:p>Why?</text:p></table:table-cell></table:table-row>"
        "<table:table-row><table:table-cell><text:p>P07</text:p></table:table-cell><table:table-cell>"
        "<text:p>Time.</text:p></table:table-cell></table:table-row></table:table>",
        "Interviewer\tWhy?\nP07\tTime.\n",
    ),
    "a footnote where it is referred to": (
        paragraph(
            'Late<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
            "<text:p>In May.</text:p></text:note-body></text:note> again."
        ),
        "Late [footnote: In May.] again.\n",
    ),
    "a text box after its paragraph": (
        paragraph("Before <draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame>and on."),
        "Before and on.\nboxed\n",
    ),
    "names in bold": (
        paragraph('<text:span text:style-name="T1">Ann Obi</text:span> We tried.')
        + paragraph('<text:span text:style-name="T1">Int</text:span> Why?')
        + paragraph('<text:span text:style-name="T1">Ann Obi</text:span> For <text:span>once</text:span>.'),
        "Ann Obi: We tried.\nInt: Why?\nAnn Obi: For once.\n",
    ),
}


@pytest.mark.parametrize(("body", "text"), TEXTS.values(), ids=TEXTS.keys())
def test_a_text_comes_in_reading_order(body: str, text: str) -> None:
    assert read(body) == text


def test_what_is_left_out_or_settled_is_said() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>never </text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        + paragraph(
            "We <text:change/>tried.<office:annotation><text:p>a barrier?</text:p></office:annotation>"
            "<draw:frame><draw:image/></draw:frame>"
        )
    )
    document = read_document("p07.txt", odt_file(body))
    assert document.kind is FileKind.OPEN_DOCUMENT
    assert document.text == "We tried.\n"
    assert [problem.message.split()[0] for problem in document.problems] == ["Tracked", "Comments", "Pictures"]
    assert "barrier" not in repr(document)


LOCKED = '<manifest:encryption-data xmlns:manifest="urn:x"/>'
BAD = {
    "a password": (
        zipped({"content.xml": "\x8e\x11", "META-INF/manifest.xml": LOCKED}),
        "is locked with a password",
    ),
    "no text": (odt_file(paragraph("")), "has no text in it"),
    "a spreadsheet": (odt_file("", "spreadsheet"), "is an OpenDocument spreadsheet"),
    "slides": (odt_file("", "presentation"), "is an OpenDocument presentation"),
    "no XML": (zipped({"content.xml": "Hello"}), "is damaged"),
    "nested without end": (odt_file("<text:section>" * 400 + "</text:section>" * 400), "is damaged"),
    "entities": (zipped({"content.xml": '<!DOCTYPE w [<!ENTITY a "aaaa">]><w>&a;</w>'}), "holds XML entities"),
}


@pytest.mark.parametrize(("data", "said"), BAD.values(), ids=BAD.keys())
def test_what_cannot_be_read_is_said_in_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(ImportProblem, match=said):
        read_document("p07.odt", data)
