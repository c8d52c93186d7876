"""A search, asked and answered outside every address: its words may quote what people said."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from evalcore.analysis.question import Filters
from evalcore.errors import Invalid
from evalcore.manage.access import Actor
from evalcore.sense.desk import codings_in
from evalcore.sense.found import AT_A_TIME, Asked, Group, Hit, LookIn, sentence
from evalcore.sense.search import search
from pages.routes.answers import LARGEST, NO_STORE, Body, json_route
from pages.ui.formats import day
from pages.ui.navigation import screens_for
from pages.ui.session import store

MOST_BYTES = 16 * 1024
MOST_GROUPS = 1000
NOT_OURS = "This cannot be looked through. Reload the page and search again."


def found(actor: Actor, _: Request, sent: Body) -> Response:
    results = search(store(), actor, _text(sent, "typed") or "", _asked(sent))
    there = frozenset(screen.address for screen in screens_for(actor))
    more = results.in_sources + len(results.elsewhere) - len(results.groups)
    groups = [_group(group, there) for group in results.groups]
    return JSONResponse({"sentence": sentence(results), "groups": groups, "more": more}, headers=NO_STORE)


def coded(actor: Actor, _: Request, sent: Body) -> Response:
    """What is coded in sources that were found: asked again whenever something changed, and it holds no words."""
    sources = sent.get("sources")
    if not isinstance(sources, list) or not all(type(no) is int and 0 < no <= LARGEST for no in sources):
        raise Invalid(NOT_OURS)
    codings = {
        source: [
            {
                "start": one.placed.start,
                "end": one.placed.end,
                "theme": one.theme,
                "theme_no": one.placed.theme,
                "polarity": one.placed.polarity,
                "coder": one.placed.coder,
                "mine": one.placed.coder_id == actor.account_id,
                "counted": one.placed.counted,
            }
            for one in found
        ]
        for source, found in codings_in(store(), actor, sources[:MOST_GROUPS]).items()
    }
    return JSONResponse({"codings": codings}, headers=NO_STORE)


def _asked(sent: Body) -> Asked:
    filters = sent.get("filters") or {}
    if not isinstance(filters, Mapping) or not set(filters) <= {field.name for field in fields(Filters)}:
        raise Invalid(NOT_OURS)
    return Asked(
        look_in=_read(sent, "look_in", LookIn),
        filters=Filters(
            trust=_number(filters, "trust"),
            kind=_text(filters, "kind"),
            setting=_text(filters, "setting"),
            role_group=_text(filters, "role_group"),
            coder=_number(filters, "coder"),
            first=_read(filters, "first", date.fromisoformat),
            last=_read(filters, "last", date.fromisoformat),
        ),
        source=_number(sent, "source"),
        groups=min(_number(sent, "groups") or AT_A_TIME, MOST_GROUPS),
    )


def _text(sent: Body, name: str) -> str | None:
    value = sent.get(name)
    if value is not None and not isinstance(value, str):
        raise Invalid(NOT_OURS)
    return value


def _number(sent: Body, name: str) -> int | None:
    value = sent.get(name)
    if value is not None and (type(value) is not int or not 0 <= value <= LARGEST):
        raise Invalid(NOT_OURS)
    return value


def _read(sent: Body, name: str, read: Callable[[str], Any]) -> Any:
    try:
        return read(value) if (value := _text(sent, name)) is not None else None
    except ValueError:
        raise Invalid(NOT_OURS) from None


def _group(group: Group, there: frozenset[str]) -> dict[str, object]:
    facts = [str(group.kind or "").capitalize(), day(group.held_on) if group.held_on else "", group.trust]
    return {
        "source": group.source,
        "title": group.title,
        "facts": " · ".join(filter(None, facts)),
        "href": _source_href(group.source, there),
        "version": group.version,
        "found": group.found,
        "lead_coder": group.lead_coder,
        "may_code": group.may_code,
        "counts": group.counts,
        "hits": [asdict(hit) | {"href": _href(group, hit, there)} for hit in group.hits],
    }


def _href(group: Group, hit: Hit, there: frozenset[str]) -> str | None:
    """Where the words stand: in the source, beside the coding they comment on, in the framework, in a list."""
    if hit.memo is not None:
        return _link("memos", there, memo=hit.memo)
    if hit.point is not None:
        return _link("points", there, point=hit.point)
    if hit.contribution is not None:
        return _link("contributions", there, contribution=hit.contribution)
    if hit.theme is not None:
        return _link("framework", there, theme=hit.theme)
    if "coding" in there and hit.coding is not None:
        return _link("coding", there, source=group.source, at=hit.coding)
    if "coding" in there and hit.start is not None:
        return _link("coding", there, source=group.source, start=hit.start, end=hit.end)
    return _source_href(group.source, there)


def _source_href(source: int | None, there: frozenset[str]) -> str | None:
    if source is None:
        return None
    return _link("coding", there, source=source) or _link("field-notes", there, note=source)


def _link(address: str, there: frozenset[str], **query: int | None) -> str | None:
    return f"/{address}?{urlencode(query)}" if address in there else None


routes = [
    json_route("/evaluations/{evaluation:int}/search", "POST", found, most_bytes=MOST_BYTES),
    json_route("/evaluations/{evaluation:int}/codings", "POST", coded, most_bytes=MOST_BYTES),
]
