import pytest

from evalcore.errors import ImportProblem
from evalcore.interchange.content import FileKind
from evalcore.interchange.documents import read_document

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Calibri;}{\f1\fnil\fcharset204 Arial Cyr;}}"
    r"{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}}{\*\generator Riched20;}{\info{\author Real Name}}"
)


def rtf_file(body: str) -> bytes:
    return f"{HEAD}{body}}}".encode("latin-1")


def read(body: str) -> str:
    return read_document("p07.rtf", rtf_file(body)).text


TEXTS = {
    "paragraphs": (r"\pard\plain One\par\pard Two\line more\par", "One\nTwo\nmore\n"),
    "line ends in the source mean nothing": ("We tri\r\ned.\\par", "We tried.\n"),
    "signs": (r"\ldblquote No\rdblquote  \emdash  it\rquote s \{once\}\~\\ here", "“No” — it’s {once}\u00a0\\ here\n"),
    "bytes in the code page": (r"caf\'e9 \'a340", "café £40\n"),
    "bytes in the font's code page": (r"{\f1 \'cf\'f0}", "Пр\n"),
    "unicode with what stands in for it": (r"\uc1\u8217?s \u-10179?\u-8704? \uc2\u233\'65\'65!", "’s 😀 é!\n"),
    "accents in two characters": (r"e\u769?", "é\n"),
    "a table, a row a line": (
        r"\trowd\intbl Interviewer\cell Why?\cell\row\intbl P07\cell Time.\cell\row",
        "Interviewer\tWhy?\nP07\tTime.\n",
    ),
    "a link by its words": (r'{\field{\*\fldinst HYPERLINK "http://127.0.0.1/"}{\fldrslt the report}}', "the report\n"),
    "a footnote where it is referred to": (
        r"Late{\super\chftn}{\footnote \pard In\par May.} on.",
        "Late [footnote: In May.] on.\n",
    ),
    "without header and footer": (r"{\header Confidential\par}{\footerr 3}Talk.", "Talk.\n"),
    "what was taken out is gone": (r"We {\deleted never }{\revised really }tried.", "We really tried.\n"),
    "hidden words stay hidden": (r"We {\v secretly }tried.", "We tried.\n"),
    "unknown groups are left out": (r"{\*\unheardof secret{\b more}}Talk.", "Talk.\n"),
    "names in bold": (
        r"{\b Ann Obi} We tried.\par{\b Int} Why?\par\b Ann Obi\b0  Time.\par",
        "Ann Obi: We tried.\nInt: Why?\nAnn Obi: Time.\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text"), TEXTS.values(), ids=TEXTS.keys())
def test_a_text_comes_in_reading_order(body: str, text: str) -> None:
    assert read(body) == text


def test_what_is_left_out_or_settled_is_said() -> None:
    body = (
        r"Talk.{\*\shppict{\pict\pngblip 89504e47}}{\nonshppict{\pict\wmetafile8 0100}}{\pict\bin4 {}}{} More."
        r"{\*\atnid AB}{\*\annotation\chatn a barrier?}{\object{\*\objdata 0105}}{\deleted gone}"
    )
    document = read_document("p07.txt", rtf_file(body))
    assert document.kind is FileKind.RICH_TEXT and document.text == "Talk. More.\n"
    said = {problem.message.split()[0]: problem.message[-2] for problem in document.problems}
    assert said == {"Tracked": "1", "Comments": "1", "Pictures": "2", "Embedded": "1"}
    assert "barrier" not in repr(document) and "Real Name" not in repr(document)


def test_a_file_that_is_cut_off_says_so() -> None:
    document = read_document("p07.rtf", rtf_file("One.{\\b Two.}")[:-1])
    assert document.text == "One.Two.\n"
    assert [problem.message[:25] for problem in document.problems] == ["It ends in the middle: th"]


BAD = {
    "nested without end": (b"{\\rtf1" + b"{" * 5_000, "is damaged"),
    "no words": (b"{\\rtf1\\ansi{\\pict\\bin99999999999 x}}", "has no text in it"),
    "three million characters": (b"{\\rtf1 " + b"word " * 600_000 + b"}", "split it into parts"),
}


@pytest.mark.parametrize(("data", "said"), BAD.values(), ids=BAD.keys())
def test_what_cannot_be_read_is_said_in_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(ImportProblem, match=said):
        read_document("p07.rtf", data)
