"""What was done at the coding desk, handed over as it is left: the page that would have taken it in is going."""

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from evalcore.manage.access import Actor
from pages.routes.answers import NO_STORE, Body, Refused, json_route
from pages.ui.desk_operations import carry_out
from pages.ui.text_coder.operations import operations_in

MOST_BYTES = 4 * 1024 * 1024


def hand_over(actor: Actor, request: Request, sent: Body) -> Response:
    if sent.get("account") != actor.account_id:
        raise Refused(401, "Somebody else is signed in on this device now.")
    acks = carry_out(actor, operations_in(sent.get("operations")))
    return JSONResponse({"acks": {nonce: asdict(ack) for nonce, ack in acks.items()}}, headers=NO_STORE)


routes = [json_route("/evaluations/{evaluation:int}/desk", "POST", hand_over, most_bytes=MOST_BYTES)]
