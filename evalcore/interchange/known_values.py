"""A written value as one of those that are known, however people spell it; else the nearest are named."""

import difflib
import re
from collections.abc import Collection

FEW = 8
"""So many known values are named together where none is near."""


def one_of(written: str, known: Collection[str] | None, shown: Collection[str] | None = None) -> str:
    """The known value that is meant; any where `known` is None. ValueError names the nearest, as the end of "X ...",
    of those in `shown`: what people see on screen, where a value has other names besides."""
    if known is None:
        return written
    if match := match_of(written, known):
        return match
    known = known if shown is None else shown
    folded = {one.casefold(): one for one in known}
    near = difflib.get_close_matches(written.casefold(), folded, n=3, cutoff=0.5)
    within = [key for key in folded if written.casefold() in key]
    meant = [folded[key] for key in dict.fromkeys([*near, *within])][:3]
    if not meant and len(known) <= FEW:
        meant = list(known)
    raise ValueError("is not known here: " + (f"write {' or '.join(meant)}" if meant else "add it first, or mend it"))


def match_of(written: str, known: Collection[str]) -> str | None:
    """The known value that is meant: without regard to case, hyphens, a plural and what stands in brackets."""
    wanted = _value_key(written)
    exact = [one for one in known if _value_key(one) == wanted]
    loose = [one for one in known if _value_key(re.sub(r"\(.*?\)", "", one)) == wanted]
    return next(iter(exact or loose), None)


def _value_key(value: str) -> str:
    return re.sub(r"[\W_]", "", value.casefold()).removesuffix("s")
