"""Routes that speak JSON about one evaluation: who asks, what is sent, and how an error becomes an answer."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from evalcore.errors import EvalError, Invalid, NotFound, NotPermitted, Stale
from evalcore.manage.access import Actor
from evalcore.manage.sign_in import signed_in
from pages.ui.session import COOKIE, store

STATUS: dict[type[EvalError], int] = {NotFound: 404, NotPermitted: 403, Stale: 409}
NO_STORE = {"Cache-Control": "no-store"}
LARGEST = 2**31 - 1
"""No number that the store keeps is larger: what is asked for beyond it is not there."""

Body = Mapping[str, Any]
Serve = Callable[[Actor, Request, Body], Response]


class Refused(Exception):
    """The request is not one we can answer; no page of ours sends such a one."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


def json_route(path: str, method: str, serve: Serve, *, most_bytes: int = 0) -> Route:
    """A route below `/evaluations/{evaluation:int}` for a member of that evaluation.

    `serve` gets the actor, the request for its path, and the JSON object sent ({} where none is); what it raises
    becomes an answer. It runs in a thread, so it may ask the store.
    """

    async def endpoint(request: Request) -> Response:
        try:
            if any(isinstance(value, int) and value > LARGEST for value in request.path_params.values()):
                raise Refused(404, "There is no such thing.")
            body = await json_object(request, most_bytes) if method in ("POST", "PUT") else {}
            return await run_in_threadpool(lambda: serve(acting(request), request, body))
        except Refused as refused:
            return JSONResponse({"message": refused.message}, refused.status, NO_STORE)
        except EvalError as error:
            return error_answer(error)

    return Route(path, endpoint, methods=[method])


def acting(request: Request) -> Actor:
    """Who asks, in the evaluation that the path names.

    Raises
    ------
    NotPermitted
        She is no member of it, or there is none: the answer is the same.
    """
    evaluation = request.path_params["evaluation"]
    who = signed_in(store(), request.cookies.get(COOKIE), evaluation_id=evaluation)
    if who is None:
        raise Refused(401, "You are signed out.")
    if who.actor is None:
        raise NotPermitted("You are not a member of this evaluation.")
    return who.actor


async def json_object(request: Request, most_bytes: int) -> dict[str, Any]:
    """The JSON object that was sent.

    Raises
    ------
    Refused
        It is something else, or too large.
    """
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise Refused(415, "Send JSON.")
    try:
        value = json.loads(await whole_body(request, most_bytes))
    except (ValueError, RecursionError):
        raise Refused(400, "This is not JSON.") from None
    if not isinstance(value, dict):
        raise Refused(400, "Send a JSON object.")
    return value


async def whole_body(request: Request, most_bytes: int) -> bytes:
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most_bytes:
                raise Refused(413, f"This is more than {most_bytes:,} bytes.")
    except ClientDisconnect:
        raise Refused(400, "The connection was lost.") from None
    return body


def error_answer(error: EvalError) -> Response:
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 422)
    field = {"field": error.field} if isinstance(error, Invalid) and error.field else {}
    return JSONResponse({"message": str(error), **field}, status, NO_STORE)
