import hashlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalcore.errors import ImportProblem
from evalcore.interchange.content import FileKind
from evalcore.interchange.documents import read_document
from evalcore.interchange.encodings import normalise
from tests.interchange.word_files import paragraph, run, word_file, zipped

TALK = "P07: It’s £40 – “nobody asked us”, said Zoë.\r\nInterviewer: Go on…\r\n"
READ = "P07: It’s £40 – “nobody asked us”, said Zoë.\nInterviewer: Go on…\n"
ENCODED = {
    "utf-8": TALK.encode(),
    "utf-8 with a mark": TALK.encode("utf-8-sig"),
    "utf-16 little end first": b"\xff\xfe" + TALK.encode("utf-16-le"),
    "utf-16 big end first": b"\xfe\xff" + TALK.encode("utf-16-be"),
    "utf-16 le without a mark": TALK.encode("utf-16-le"),
    "utf-16 be without a mark": TALK.encode("utf-16-be"),
    "utf-32": b"\xff\xfe\0\0" + TALK.encode("utf-32-le"),
    "windows-1252": TALK.encode("cp1252"),
    "an old mac": TALK.encode("mac_roman"),
    "carriage returns alone": TALK.replace("\r\n", "\r").encode(),
    "accents in two characters": TALK.replace("ë", "e\u0308").encode(),
    "a mark and a zero inside": TALK.replace("Go", "\ufeffG\0o").encode(),
}


@pytest.mark.parametrize("data", ENCODED.values(), ids=ENCODED.keys())
def test_every_encoding_gives_the_same_text(data: bytes) -> None:
    document = read_document("p07.txt", data)
    assert document.text == READ
    assert document.kind is FileKind.TEXT
    assert document.sha256 == hashlib.sha256(data).hexdigest()


def test_a_guessed_encoding_is_said() -> None:
    assert not read_document("p07.txt", ENCODED["utf-8"]).problems
    (problem,) = read_document("p07.txt", ENCODED["windows-1252"]).problems
    assert "Windows-1252" in problem.message


def test_a_few_broken_bytes_do_not_turn_every_quotation_mark_to_rubbish() -> None:
    document = read_document("p07.txt", TALK.encode() * 5 + b"broken \xe2\x80 here")
    assert document.text.count("“nobody asked us”") == 5
    assert "Broken characters, shown as �: 1." in document.problems[0].message


def test_content_decides_and_not_the_name() -> None:
    assert read_document("talk.txt", word_file(paragraph(run("Hello.")))).kind is FileKind.WORD
    assert read_document("talk.docx", b"Hello.").kind is FileKind.TEXT
    assert read_document("talk.txt", b"Date,Text\n2016-05-31,Hello.\n").kind is FileKind.TABLE
    assert read_document("talk.txt", b"Dear all, text me the date,\nor do not.\n").kind is FileKind.TEXT
    assert read_document("days.csv", b"Tag;Was\n2016-05-31;Hello.\n").kind is FileKind.TABLE


def bomb(part: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<a/>")
        with archive.open(part, "w", force_zip64=True) as target:
            for _ in range(400):
                target.write(b" " * 1_000_000)
    return buffer.getvalue()


def understated_bomb() -> bytes:
    """An archive whose directory says 100 bytes where 60 million come out."""
    data = bytearray(zipped({"word/document.xml": b" " * 60_000_000}))
    size = (60_000_000).to_bytes(4, "little")
    for _ in range(data.count(size)):
        place = data.index(size)
        data[place : place + 4] = (100).to_bytes(4, "little")
    return bytes(data)


OLE = bytes.fromhex("d0cf11e0a1b11ae1")
BAD = {
    "empty": ("notes.txt", b"", "is empty"),
    "white space only": ("notes.txt", b" \r\n\t ", "has no text in it"),
    "50 MB": ("notes.txt", b"a" * 50_000_000, "has 50 MB"),
    "three million characters": ("notes.txt", b"word " * 600_000, "split it into parts"),
    "png called txt": ("notes.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a picture (PNG)"),
    "jpeg called txt": ("notes.txt", b"\xff\xd8\xff\xe0\0\x10JFIF", "is a picture (JPEG)"),
    "gif called docx": ("notes.docx", b"GIF89a\x01\0\x01\0\0\0", "is a picture (GIF)"),
    "program called txt": ("notes.txt", b"MZ\x90\0\x03\0\0\0", "is a program"),
    "recording called txt": ("notes.txt", b"\0\0\0\x18ftypM4A \0\0", "is a recording"),
    "unknown binary": ("notes.txt", bytes(range(256)) * 40, "holds no text but binary data"),
    "binary without zeros": ("notes.txt", bytes(range(1, 256)) * 40, "holds no text but binary data"),
    "utf-16 cut off": ("notes.txt", b"\xff\xfe" + "Hello".encode("utf-16-le")[:-1], "cut off"),
    "password": ("notes.docx", OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
    "old doc": ("notes.doc", OLE + bytes(500) + "WordDocument".encode("utf-16-le"), "old .doc format"),
    "old doc called docx": ("notes.docx", OLE + bytes(500) + "WordDocument".encode("utf-16-le"), "save it as .docx"),
    "old excel": ("notes.docx", OLE + bytes(500) + "Workbook".encode("utf-16-le"), "old Excel workbook"),
    "outlook message": ("notes.txt", OLE + bytes(500), "Outlook message"),
    "slides": ("notes.docx", zipped({"ppt/presentation.xml": "<x/>"}), "is a PowerPoint file"),
    "zip of something": ("notes.docx", zipped({"a.txt": "Hello"}), "is a packed archive"),
    "main part missing": ("notes.docx", zipped({"[Content_Types].xml": "<x/>"}), "is damaged"),
    "cut-off docx": ("notes.docx", word_file(paragraph(run("Hello.")))[:-40], "is damaged"),
    "no xml inside": ("notes.docx", zipped({"word/document.xml": "Hello"}), "is damaged"),
    "docx without words": ("notes.docx", word_file(paragraph()), "has no text in it"),
    "bomb in the text": ("notes.docx", bomb("word/footnotes.xml"), "would unpack to far more"),
    "bomb beside the text": ("notes.docx", bomb("word/media/image1.bmp"), "would unpack to far more"),
    "bomb that understates its size": ("notes.docx", understated_bomb(), "is damaged"),
    "thousands of parts": ("n.docx", zipped({f"word/{i}.xml": "" for i in range(5_001)}), "would unpack to far more"),
}


@pytest.mark.parametrize(("name", "data", "said"), BAD.values(), ids=BAD.keys())
def test_bad_input_gets_one_sentence_that_names_the_file_and_the_next_step(name: str, data: bytes, said: str) -> None:
    with pytest.raises(ImportProblem) as problem:
        read_document(name, data)
    message = problem.value.message
    assert message.startswith(f"“{name}” ") and said in message
    assert message.endswith(".") and "\n" not in message
    assert ": " in message, "no next step"


def test_a_speaker_may_be_called_as_a_program_begins() -> None:
    assert read_document("talk.txt", b"MZ: we tried.\nBM: so did we.\n").text.startswith("MZ:")


def test_a_file_name_cannot_break_the_sentence() -> None:
    with pytest.raises(ImportProblem) as problem:
        read_document("a\nb" + "x" * 300, b"")
    assert "\n" not in problem.value.message and len(problem.value.message) < 200


@given(st.text(alphabet=st.characters(codec=None)))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert not set(once) & set("\r\0\ufeff")
    once.encode("utf-8")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_what_is_written_as_utf_8_is_read_back(text: str) -> None:
    wanted = normalise(f"Talk: {text}")
    assert read_document("talk.txt", f"Talk: {text}".encode("utf-8-sig")).text == wanted
