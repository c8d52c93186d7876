import io

import docx
import pytest

from evalcore.errors import ImportProblem
from evalcore.interchange.documents import read_document
from evalcore.interchange.transcripts import turns
from tests.interchange.word_files import cell, paragraph, row, run, table, word_file, zipped


def read(data: bytes) -> str:
    return read_document("interview.docx", data).text


def test_paragraphs_and_tables_come_in_reading_order() -> None:
    document = docx.Document()
    document.add_heading("Interview 7", 1)
    document.add_paragraph("Before the table.")
    made = document.add_table(2, 2)
    for place, words in enumerate(["Interviewer", "How did it begin?", "P07", "With a leaflet.\nThen a call."]):
        made.cell(place // 2, place % 2).text = words
    document.add_paragraph("After the table.")
    document.sections[0].header.paragraphs[0].text = "Confidential"
    buffer = io.BytesIO()
    document.save(buffer)
    assert read(buffer.getvalue()) == (
        "Interview 7\nBefore the table.\nInterviewer\tHow did it begin?\nP07\tWith a leaflet.\nThen a call.\n"
        "After the table.\n"
    )


TRACKED = {
    "put in is kept": (
        paragraph(run("We "), "<w:ins>", run("really "), "</w:ins>", run("tried.")),
        "We really tried.\n",
    ),
    "taken out is gone": (
        paragraph(run("We "), "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>", run("tried.")),
        "We tried.\n",
    ),
    "moved stands once, where it went": (
        paragraph(run("One. "), "<w:moveFrom>", run("Two. "), "</w:moveFrom>", run("Three. "))
        + paragraph("<w:moveTo>", run("Two."), "</w:moveTo>"),
        "One. Three. \nTwo.\n",
    ),
    "paragraphs joined": (
        paragraph(run("One "), properties="<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>") + paragraph(run("line.")),
        "One line.\n",
    ),
    "a row taken out": (
        table(
            row(cell(paragraph(run("kept"))), cell(paragraph(run("too")))),
            row(cell(paragraph(run("gone"))), properties="<w:trPr><w:del/></w:trPr>"),
        ),
        "kept\ttoo\n",
    ),
    "old formatting is no text": (
        paragraph("<w:r><w:rPr><w:b/><w:rPrChange><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr><w:t>Bold.</w:t></w:r>"),
        "Bold.\n",
    ),
}


@pytest.mark.parametrize(("body", "expected"), TRACKED.values(), ids=TRACKED.keys())
def test_tracked_changes_are_accepted(body: str, expected: str) -> None:
    assert read(word_file(body)) == expected


BOX = "<w:txbxContent>{}</w:txbxContent>"
MARKUP = {
    "tab, break and hyphen": (
        paragraph("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>non</w:t><w:noBreakHyphen/><w:t>stop</w:t></w:r>"),
        "a\tb\nnon\u2011stop\n",
    ),
    "tab stops are no tabs": (
        paragraph(run("a"), properties='<w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>'),
        "a\n",
    ),
    "a text box once, after its paragraph": (
        paragraph(
            run("Around "),
            "<w:r><mc:AlternateContent><mc:Choice><wps:txbx>"
            + BOX.format(paragraph(run("In the box.")))
            + "</wps:txbx></mc:Choice><mc:Fallback><w:pict><v:textbox>"
            + BOX.format(paragraph(run("In the box.")))
            + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            run("the box."),
        ),
        "Around the box.\nIn the box.\n",
    ),
    "field codes are not shown": (
        paragraph('<w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r>', run("the link")),
        "the link\n",
    ),
    "content controls and links": (
        "<w:sdt><w:sdtPr/><w:sdtContent>"
        + paragraph("<w:hyperlink>", run("in"), "</w:hyperlink>")
        + "</w:sdtContent></w:sdt>",
        "in\n",
    ),
    "a table in a table": (
        table(row(cell(paragraph(run("out")), table(row(cell(paragraph(run("in"))), cell(paragraph(run("side")))))))),
        "out\nin\tside\n",
    ),
    "formula and arrow": (
        paragraph("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>", '<w:r><w:sym w:char="F0E0"/></w:r>'),
        "x+1→\n",
    ),
    "accents are composed": (paragraph(run("cafe"), run("\u0301")), "café\n"),
}


@pytest.mark.parametrize(("body", "expected"), MARKUP.values(), ids=MARKUP.keys())
def test_what_a_reader_sees_is_the_text(body: str, expected: str) -> None:
    assert read(word_file(body)) == expected


def test_footnotes_stand_where_they_are_referred_to() -> None:
    body = paragraph(
        run("We joined"),
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
        run(" late."),
        '<w:r><w:endnoteReference w:id="1"/></w:r>',
    )
    footnotes = f'<w:footnote w:id="2">{paragraph(run("In May."))}{paragraph(run("Or June."))}</w:footnote>'
    endnotes = f'<w:endnote w:id="1">{paragraph(run("Checked."))}</w:endnote>'
    text = read(word_file(body, footnotes=footnotes, endnotes=endnotes))
    assert text == "We joined [footnote: In May. Or June.] late. [endnote: Checked.]\n"


def test_comments_are_left_out_and_it_is_said_how_many() -> None:
    body = paragraph(
        run("Ze\u0301 said "),
        '<w:commentRangeStart w:id="0"/>',
        run("nobody asked us"),
        '<w:commentRangeEnd w:id="0"/>',
        '<w:r><w:commentReference w:id="0"/></w:r>',
        '<w:r><w:commentReference w:id="1"/></w:r>',
        run("."),
    )
    comments = "".join(
        f'<w:comment w:id="{number}" w:author="Somebody Real">{paragraph(run("a barrier?"))}</w:comment>'
        for number in range(2)
    )
    document = read_document("p07.docx", word_file(body, comments=comments))
    assert document.text == "Zé said nobody asked us.\n"
    said = "Comments in the margin left out; type in the text what matters of them: 2."
    assert [problem.message for problem in document.problems] == [said]
    assert "Somebody" not in repr(document) and "barrier" not in repr(document)


def bold(text: str, properties: str = "<w:b/>") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


NAMED = (
    paragraph(bold("Notes of the group"))
    + paragraph(bold("Ann "), bold("Obi", '<w:rStyle w:val="Strong"/>'), run(" We tried "), bold("once"), run("."))
    + paragraph(bold("Int"))
    + paragraph(run("Why?"))
    + paragraph(bold("Ann Obi"), run("\tTime."))
    + paragraph(bold("Tom Lux"), run(" No."))
    + paragraph(bold("Ann Obi", '<w:b w:val="0"/>'), run(" said so."))
)


def test_a_name_in_bold_that_begins_a_paragraph_is_a_speaker() -> None:
    text = read(word_file(NAMED + paragraph(bold("Ann Obi"), run(" Yes."))))
    assert text == (
        "Notes of the group\nAnn Obi: We tried once.\nInt:\nWhy?\nAnn Obi\tTime.\nTom Lux: No.\nAnn Obi said so.\n"
        "Ann Obi: Yes.\n"
    )
    assert [turn.speaker for turn in turns(text)] == ["Ann Obi", "Int", "Ann Obi", "Tom Lux", "Ann Obi"]


def test_headings_in_bold_stay_headings() -> None:
    body = "".join(
        paragraph(bold(heading)) + paragraph(run("Nobody came.")) for heading in ("Background", "Ward B", "Leadership")
    )
    assert read(word_file(body)) == "Background\nNobody came.\nWard B\nNobody came.\nLeadership\nNobody came.\n"


def test_what_is_left_out_or_changed_is_said() -> None:
    body = paragraph(run("Talk."), "<w:r><w:drawing><a:blip/></w:drawing></w:r>", "<w:ins>", run("More."), "</w:ins>")
    said = [problem.message for problem in read_document("p07.docx", word_file(body)).problems]
    assert [words.split()[0] for words in said] == ["Tracked", "Pictures"]
    assert all(words.endswith(": 1.") for words in said)


def test_word_on_the_web_calls_its_main_part_otherwise() -> None:
    assert read(word_file(paragraph(run("Hello.")), main="word/document2.xml")) == "Hello.\n"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w SYSTEM "http://127.0.0.1/x.dtd">',
    ],
    ids=["entities", "a file of the server", "a file elsewhere"],
)
def test_entities_and_references_are_refused(doctype: str) -> None:
    document = f'{doctype}<w:document xmlns:w="urn:x"><w:body/></w:document>'
    with pytest.raises(ImportProblem, match="XML entities"):
        read(zipped({"word/document.xml": document}))


def test_a_document_nested_without_end_is_refused() -> None:
    with pytest.raises(ImportProblem, match="damaged"):
        read(word_file("<w:sdt>" * 50_000 + "</w:sdt>" * 50_000))
