"""Whatever arrives, a reader gives a result or says what is wrong: it never breaks."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from datetime import date

import docx

from evalcore.errors import ImportProblem
from evalcore.interchange.documents import read_document
from evalcore.interchange.note_rows import Allowed, guess_mapping, notes
from evalcore.interchange.tabular import read_table
from tests.interchange.word_files import zipped

CSV = (
    "Date,Start,End,Minutes,Trust,Setting,Who was there,Text\r\n"
    '31/05/2016,13:40,14:30,50,Trust B,ward,"2 consultants; nurse 3","They said ""no"", – twice."\r\n'
    '1 June 2016,,,1h30,Trust A,site visit,,"Line one\nline two £"\r\n'
    "2016-06-02,9am,,,,,registrar,Short.\r\n"
).encode()


def mutations(data: bytes, seed: int, how_many: int) -> Iterator[bytes]:
    chance = random.Random(seed)
    pieces = [
        b'"',
        b"\0",
        b"\xff",
        b"<",
        b">",
        b"&",
        b"\n",
        b",",
        b"\r",
        b"99999999999",
        b"\xe2\x80",
        b"</w:p>",
        b"<w:p>",
    ]
    for _ in range(how_many):
        mutated = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            place = chance.randrange(len(mutated) + 1)
            match chance.randrange(5):
                case 0:
                    del mutated[place : place + chance.randint(1, 40)]
                case 1:
                    mutated[place:place] = chance.choice(pieces)
                case 2:
                    mutated[place : place + 1] = bytes([chance.randrange(256)])
                case 3:
                    mutated[place:place] = mutated[place : place + chance.randint(1, 300)]
                case _:
                    del mutated[chance.randrange(len(mutated) + 1) :]
        yield bytes(mutated)


def survives(read: Callable[[bytes], object], data: bytes) -> bool:
    try:
        read(data)
    except ImportProblem:
        return False
    return True


def interview() -> bytes:
    document = docx.Document()
    for place in range(6):
        document.add_paragraph(f"P0{place}: nobody asked us — not once.")
    document.add_table(2, 2).cell(0, 0).text = "Interviewer"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_mutated_word_file_is_read_or_refused() -> None:
    whole = interview()
    read = [survives(lambda data: read_document("p07.docx", data), data) for data in mutations(whole, 1, 1_500)]
    assert any(read) and not all(read)


def test_mutated_xml_inside_a_sound_archive_is_read_or_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(interview())) as archive:
        body = archive.read("word/document.xml")
    read = [
        survives(lambda data: read_document("p07.docx", data), zipped({"word/document.xml": mutated}))
        for mutated in mutations(body, 2, 1_000)
    ]
    assert any(read) and not all(read)


def test_a_mutated_table_is_read_or_refused() -> None:
    def read(data: bytes) -> None:
        table = read_table("notes.csv", data)
        notes(table, guess_mapping(table.columns), Allowed(date(2017, 1, 1), ("Trust A", "Trust B"), ("ward",)))

    found = [survives(read, data) for data in mutations(CSV, 3, 2_000)]
    assert any(found) and not all(found)


def test_mutated_plain_text_is_read_or_refused() -> None:
    talk = ("Interviewer: Go on…\r\nP07: It’s £40 – “nobody asked us”.\r\n" * 4).encode("utf-16")
    found = [survives(lambda data: read_document("p07.txt", data), data) for data in mutations(talk, 4, 1_000)]
    assert any(found) and not all(found)
