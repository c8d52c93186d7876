"""The plain text files of the demo: records with a header, fields and a body.

    === interview P01           a record: its kind, its key
    held: 2016-04-06            fields, a line each, up to the first empty line
    trust: thornmere
                                the body: lines of a paragraph are joined,
    I: How did it begin?        a line that ends with a backslash is broken there
    --- reflection              another part of the body

Lines before the first record are for whoever writes the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


class ScriptFault(ValueError):
    """The demo's own files are wrong: says in which file and record."""


@dataclass(slots=True)
class Record:
    file: str
    kind: str
    key: str
    fields: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    """The body as "", the other parts by name."""

    def fault(self, what: str) -> ScriptFault:
        return ScriptFault(f"{self.file}, {self.kind} {self.key}: {what}")

    def get(self, name: str, default: str | None = None) -> str:
        value = self.fields.get(name, default)
        if value is None:
            raise self.fault(f"has no “{name}”")
        return value

    def list(self, name: str) -> list[str]:
        return [part.strip() for part in self.fields.get(name, "").split(",") if part.strip()]

    def only(self, *names: str) -> None:
        """Refuse a field that nothing reads: it is a slip of the pen."""
        if strange := set(self.fields) - set(names):
            raise self.fault(f"has an unknown field “{sorted(strange)[0]}”")


def read_records(path: Path) -> Iterator[Record]:
    record: Record | None = None
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("=== "):
            if record:
                _fill(record, lines)
                yield record
            kind, _, key = line[4:].strip().partition(" ")
            record, lines = Record(path.name, kind, key.strip()), []
        else:
            lines.append(line)
    if record is None:
        raise ScriptFault(f"{path.name} holds no record")
    _fill(record, lines)
    yield record


def _fill(record: Record, lines: list[str]) -> None:
    head = next((at for at, line in enumerate(lines) if not line.strip()), len(lines))
    for line in lines[:head]:
        name, colon, value = line.partition(":")
        if not colon or name in record.fields:
            raise record.fault(f"cannot read the line “{line}”")
        record.fields[name] = value.strip()
    part, body = "", list[str]()
    for line in [*lines[head:], "--- end"]:
        if line.startswith("--- "):
            if text := _joined(body):
                record.parts[part] = text
            part, body = line[4:].strip(), []
        else:
            body.append(line)


def _joined(lines: list[str]) -> str:
    """The lines as paragraphs, an empty line between them."""
    paragraphs = re.split(r"\n\s*\n", "\n".join(line.rstrip() for line in lines).strip())
    return "\n\n".join(re.sub(r"(?<!\\)\n", " ", one).replace("\\\n", "\n") for one in paragraphs if one)
