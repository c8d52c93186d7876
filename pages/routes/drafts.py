"""Drafts as an open page keeps them while somebody types."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from evalcore.capture.drafts import DraftRow, OtherWriter, drop_draft, keep_draft, read_draft
from evalcore.manage.access import Actor
from pages.routes.answers import LARGEST, NO_STORE, Body, Refused, json_route
from pages.ui.session import store

PATH = "/evaluations/{evaluation:int}/drafts/{id}"
MOST_BYTES = 1024 * 1024


def read(actor: Actor, request: Request, _: Body) -> Response:
    return JSONResponse(as_json(read_draft(store(), actor, request.path_params["id"])), headers=NO_STORE)


def keep(actor: Actor, request: Request, sent: Body) -> Response:
    try:
        kept = keep_draft(store(), actor, request.path_params["id"], **writing(actor, sent))
    except OtherWriter as other:
        return conflict(other)
    return JSONResponse(as_json(kept, "rev", "seq", "saved_at"), headers=NO_STORE)


def drop(actor: Actor, request: Request, _: Body) -> Response:
    drop_draft(store(), actor, request.path_params["id"])
    return Response(status_code=204)


def writing(actor: Actor, sent: Body) -> dict[str, Any]:
    """What a page sends of a draft: who writes (`client`), its count (`seq`), the rev it knew (`base`), the `body`;
    and, where it says so, the `account` it was opened by.

    Raises
    ------
    Refused
        One of them is missing or of the wrong kind, or somebody else has signed in since the page was opened.
    """
    if sent.get("account", actor.account_id) != actor.account_id:
        raise Refused(401, "Somebody else is signed in on this device now.")
    kinds = {"client": str, "seq": int, "base": int, "body": dict}
    wrong = [name for name, kind in kinds.items() if not isinstance(sent.get(name), kind)]
    wrong += [name for name in ("seq", "base") if name not in wrong and not 0 <= sent[name] <= LARGEST]
    if wrong:
        raise Refused(400, f"Missing or not as it should be: {', '.join(wrong)}.")
    return {name: sent[name] for name in kinds}


def conflict(other: OtherWriter) -> Response:
    """What another page has written since: the person compares, nothing is merged behind her back."""
    return JSONResponse(as_json(other.kept, "rev", "client", "saved_at", "body"), 409, NO_STORE)


def as_json(draft: DraftRow, *fields: str) -> dict[str, Any]:
    whole = {
        "rev": draft.rev,
        "client": draft.client,
        "seq": draft.seq,
        "saved_at": draft.saved_at.isoformat(),
        "body": draft.body,
    }
    return {name: whole[name] for name in fields or whole}


routes = [
    json_route(PATH, "GET", read),
    json_route(PATH, "PUT", keep, most_bytes=MOST_BYTES),
    json_route(PATH, "DELETE", drop),
]
