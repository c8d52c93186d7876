import io
import zipfile

import pytest

from evalcore.errors import ImportProblem
from evalcore.interchange.bundle import MOST_FILES, count_in, files_in, is_bundle
from evalcore.interchange.documents import read_document
from tests.interchange.test_documents import bomb, understated_bomb
from tests.interchange.test_open_document import odt_file
from tests.interchange.test_workbook import ONE_ROW
from tests.interchange.word_files import paragraph, run, word_file, zipped

WORD = word_file(paragraph(run("Talk.")))


def outcome(data: bytes) -> dict[str, str]:
    """What became of each file of a zip, by where it is: its text, or why it is not there."""
    found = {}
    for one in files_in("all.zip", data):
        found[one.where] = one.problem.message if one.problem else one.data.decode("latin-1")
    return found


def test_the_files_of_a_zip_come_one_by_one_in_the_order_of_their_names() -> None:
    data = zipped({"b/P08.txt": "Two.", "a/P07.txt": "One.", "B.txt": "Three.", "folder/": ""})
    assert outcome(data) == {"all.zip/a/P07.txt": "One.", "all.zip/B.txt": "Three.", "all.zip/b/P08.txt": "Two."}
    assert [one.name for one in files_in("all.zip", data)] == ["P07.txt", "B.txt", "P08.txt"]
    assert count_in("all.zip", data) == 3


@pytest.mark.parametrize("data", [WORD, odt_file("<text:p>Talk.</text:p>"), ONE_ROW, b"Talk.", zipped({"x": ""})[:-9]])
def test_any_other_file_is_itself(data: bytes) -> None:
    assert not is_bundle(data) and count_in("P07", data) == 1
    assert [(one.name, one.where, one.data) for one in files_in("P07", data)] == [("P07", "P07", data)]


def test_what_programs_leave_in_a_zip_is_passed_over() -> None:
    data = zipped(
        {"P07.txt": "Talk.", "__MACOSX/._P07.txt": "\0", "a/.DS_Store": "\0", "Thumbs.db": "\0", "~$P07.docx": "\0"}
    )
    assert outcome(data) == {"all.zip/P07.txt": "Talk."}


@pytest.mark.parametrize(
    "path", ["../../etc/cron.d/x", "/etc/passwd", "a/../../x", "..\\..\\x", "C:\\Windows\\x", "C:/x"]
)
def test_a_path_that_leads_out_of_the_zip_is_refused_and_stops_no_other(path: str) -> None:
    found = outcome(zipped({path: "Never.", "P07.txt": "Talk."}))
    assert found.pop("all.zip/P07.txt") == "Talk."
    [message] = found.values()
    assert "has a path that leads out of the zip" in message


def with_link() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("passwd.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("P07.txt", "Talk.")
    return buffer.getvalue()


def locked() -> bytes:
    data = bytearray(zipped({"a.txt": "Talk.", "b.txt": "Talk."}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def broken() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "Interviewer")
        archive.writestr("b.txt", "Talk.")
    return buffer.getvalue().replace(b"Interviewer", b"Intervieweg", 1)


ONE_BAD = {
    "a link": (with_link(), "passwd.txt", "is a link to another file"),
    "a password": (locked(), "a.txt", "is locked with a password"),
    "damaged": (broken(), "a.txt", "is damaged"),
}


@pytest.mark.parametrize(("data", "name", "said"), ONE_BAD.values(), ids=ONE_BAD.keys())
def test_one_bad_file_stops_no_other(data: bytes, name: str, said: str) -> None:
    found = outcome(data)
    assert found.pop(f"all.zip/{name}").startswith(f"“{name}” {said}")
    assert list(found.values()) == ["Talk."]


def test_a_zip_within_a_zip_is_not_unpacked() -> None:
    [one] = files_in("all.zip", zipped({"inner.zip": zipped({"P07.txt": "Talk."})}))
    with pytest.raises(ImportProblem, match="“inner.zip” is a packed archive: unpack it"):
        read_document(one.name, one.data)


def fifty_each(how_many: int) -> bytes:
    """A small zip that says it holds files of 49 MB, as it does."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(how_many):
            archive.writestr(f"{number}.txt", b" " * 49_000_000)
    return buffer.getvalue()


BAD = {
    "nothing in it": (zipped({"folder/": "", ".DS_Store": ""}), "has no files in it"),
    "a thousand and one": (zipped({f"{number}.txt": "" for number in range(MOST_FILES + 1)}), "has 1,001 files in it"),
    "a bomb": (fifty_each(2), "would unpack to far more than its size"),
}


@pytest.mark.parametrize(("data", "said"), BAD.values(), ids=BAD.keys())
def test_a_zip_that_cannot_be_is_refused_as_a_whole(data: bytes, said: str) -> None:
    with pytest.raises(ImportProblem, match=said):
        list(files_in("all.zip", data))


def test_a_bomb_that_understates_its_size_stops_no_other() -> None:
    data = bytearray(zipped({"a.txt": b" " * 18_000_000, "b.txt": b"Talk."}))
    size = (18_000_000).to_bytes(4, "little")
    while size in data:
        at = data.index(size)
        data[at : at + 4] = (5).to_bytes(4, "little")
    assert outcome(bytes(data)) == {
        "all.zip/a.txt": "“a.txt” is damaged and cannot be opened: save it again, or have it sent again.",
        "all.zip/b.txt": "Talk.",
    }


def test_documents_that_are_bombs_are_no_zips_of_files() -> None:
    assert not is_bundle(bomb("word/footnotes.xml")) and not is_bundle(understated_bomb())


def test_a_name_in_letters_that_the_zip_does_not_announce_is_read() -> None:
    data = zipped({"caféX.txt": "Talk."})
    # As older programs do: UTF-8 without the flag that says so.
    plain = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        plain[plain.index(mark) + offset] &= ~0x08
    assert [one.name for one in files_in("all.zip", bytes(plain))] == ["caféX.txt"]
