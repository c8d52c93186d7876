"""Questions of the vectors put as people put them."""

from datetime import date
from typing import Any

from db.vocabulary import AskedPolarity, GroupBy, Per, Unit
from evalcore.watch.asking import Asked


def in_words(asked: dict[str, Any]) -> Asked:
    """The question as the command line would put it."""
    filters = asked["filters"]
    first, last = (date.fromisoformat(filters[end]) if end in filters else None for end in ("from", "to"))
    return Asked(
        unit=Unit(asked["unit"]),
        polarity=AskedPolarity(asked["polarity"]),
        theme=asked["theme"],
        by=GroupBy(asked["by"]) if asked["by"] else None,
        level=asked.get("level"),
        per=Per(asked["per"]),
        trust=filters.get("trust"),
        kind=filters.get("kind"),
        setting=filters.get("setting"),
        role_group=filters.get("role_group"),
        coder=filters.get("coder"),
        first=first,
        last=last,
        as_at=asked["as_at"],
    )
