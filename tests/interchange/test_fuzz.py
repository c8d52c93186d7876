"""Whatever arrives, a reader gives a result or says what is wrong: it never breaks.

`python -m tests.fuzz` asks the same of each reader for as long as one likes, led by its code.
"""

from collections.abc import Sequence
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.parsers import PARSERS

PIECES = (
    b'"', b"\0", b"\xff", b"<", b">", b"&", b"\n", b"\n\n", b",", b"\r", b"99999999999", b"-1", b"\xe2\x80", b"\x01",
    b"</w:p>", b"<w:p>", b"<table:table-row>", b"<b>", b"<script>", b"<!--", b"&#0;", b"{\\*\\", b"}", b"{", b"\\u-1 ",
    b"\\'", b"\\bin9 ", b"-->", b"00:00:01.000", b"<v ", b"WEBVTT\n", b"**", b"[a](b", b"# ", b" obj", b"endstream",
    b"/Kids [2 0 R]", b"/Filter /FlateDecode", b"<f>", b't="s"', b'r="XFD1048576"', b"PK\x05\x06",
)  # fmt: skip


class Edit(NamedTuple):
    """One change to a file: at a place along it, some bytes taken out, said again, or put in."""

    place: float
    taken_out: int
    said_again: int
    put_in: bytes


edits = st.builds(
    Edit,
    place=st.floats(0, 1),
    taken_out=st.sampled_from([0, 0, 1, 3, 40]),
    said_again=st.sampled_from([0, 0, 1, 30, 300]),
    put_in=st.sampled_from(PIECES) | st.binary(max_size=8),
)


def edited(data: bytes, changes: Sequence[Edit]) -> bytes:
    new = bytearray(data)
    for one in changes:
        at = int(one.place * len(new))
        again = bytes(new[at : at + one.said_again])
        new[at : at + one.taken_out] = again + one.put_in + again
    return bytes(new)


@pytest.mark.parametrize("name", PARSERS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_file_with_anything_done_to_it_is_read_or_refused(name: str, data: st.DataObject) -> None:
    parser = PARSERS[name]
    beginning = data.draw(st.sampled_from(sorted(parser.beginnings())), label="beginning")
    parser.given(edited(beginning, data.draw(st.lists(edits, min_size=1, max_size=5), label="edits")))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(sorted(PARSERS)))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    PARSERS[name].given(data)


@pytest.mark.parametrize("name", PARSERS)
def test_each_beginning_is_read(name: str) -> None:
    """Without this the others could pass with readers that refuse everything."""
    for seed in PARSERS[name].seeds:
        PARSERS[name].read(seed)
