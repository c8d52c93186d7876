"""Field notes: one as it was saved, to go on writing; and a draft that becomes a note."""

from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from evalcore.capture.drafts import OtherWriter, drop_draft, keep_draft
from evalcore.errors import Stale
from evalcore.manage.access import Actor
from evalcore.sense.field_notes import edit_note, log_note, open_note
from evalcore.sense.note_form import note_body, note_from, opened_from
from pages.routes.answers import NO_STORE, Body, Refused, json_route
from pages.routes.drafts import MOST_BYTES, PATH, conflict, writing
from pages.ui.session import store


def read(actor: Actor, request: Request, _: Body) -> Response:
    return JSONResponse(note_body(open_note(store(), actor, request.path_params["no"])), headers=NO_STORE)


def finish(actor: Actor, request: Request, sent: Body) -> Response:
    """Save a draft as a field note. The draft goes only once the note is there; sent twice, it is one note."""
    draft, nonce, mode = request.path_params["id"], sent.get("nonce"), sent.get("mode")
    if not isinstance(nonce, str) or not 16 <= len(nonce) <= 64 or mode not in ("read", "later"):
        raise Refused(400, "Missing or not as it should be: nonce or mode.")
    written = writing(actor, sent)
    body = written["body"]
    try:
        kept = keep_draft(store(), actor, draft, **written)
    except OtherWriter as other:
        return conflict(other)
    note, opened, read = note_from(body), opened_from(body), mode == "read"
    if opened is None:
        done = log_note.once(nonce, store(), actor, note, read=read)
    else:
        no, version, opened_at = opened
        try:
            done = edit_note.once(nonce, store(), actor, no, note, version=version, opened_at=opened_at, read=read)
        except Stale:
            theirs = note_body(open_note(store(), actor, no))
            told = {"rev": kept.rev, "client": "", "saved_at": datetime.now(UTC).isoformat(), "body": theirs}
            return JSONResponse(told, 409, NO_STORE)
    drop_draft(store(), actor, draft)
    return JSONResponse({"source": done.subject_no, "change_no": done.change_no}, headers=NO_STORE)


routes = [
    json_route("/evaluations/{evaluation:int}/notes/{no:int}", "GET", read),
    json_route(f"{PATH}/finish", "POST", finish, most_bytes=MOST_BYTES),
]
