"""Who speaks in the files on their way in, as far as it can be proposed."""

from collections.abc import Collection, Mapping, Sequence

from evalcore.capture.files import OpenFile
from evalcore.capture.participants import NUMBERED
from evalcore.interchange.transcripts import is_usual_label, speaker_key

NOBODY_KNOWN = ("unknown", "unidentified")


def is_nobody_known(speaker: str) -> bool:
    return speaker_key(speaker).startswith(NOBODY_KNOWN)


def proposed_pseudonyms(
    files: Mapping[str, OpenFile],
    spoken_for: Mapping[str, Sequence[str]],
    free: Sequence[str],
    withdrawn: Collection[str] = (),
) -> dict[tuple[str, str], str]:
    """A pseudonym for each speaker of each file, were she a new participant.

    A speaker who is called by a name is one person in all files; "Respondent" is another in each. One who is called by
    a pseudonym keeps it, unless it was that of somebody who withdrew. `spoken_for` are the speakers who seem to be
    somebody already: they come last.
    """
    everybody = [(file, label) for file, opened in files.items() for label in opened.speakers]
    everybody.sort(key=lambda one: one[1] in spoken_for.get(one[0], ()))
    owned = {label: _own_pseudonym(label) for _, label in everybody}
    own = {pseudonym for pseudonym in owned.values() if pseudonym and pseudonym not in withdrawn}
    left = iter([pseudonym for pseudonym in free if pseudonym not in own])
    of_name: dict[str, str] = {}
    found = {}
    for file, label in everybody:
        key = speaker_key(label)
        pseudonym = owned[label]
        if pseudonym and pseudonym in own:
            found[file, label] = pseudonym
        elif is_usual_label(label):
            found[file, label] = next(left)
        else:
            found[file, label] = of_name[key] if key in of_name else of_name.setdefault(key, next(left))
    return found


def _own_pseudonym(label: str) -> str | None:
    """The pseudonym that a label is, also in brackets or with what is known of her: "P21", "[P21]", "P21 (nurse)"."""
    called = label.strip("[]*_: ").partition("(")[0].strip()
    return called.upper() if NUMBERED.fullmatch(called) else None
