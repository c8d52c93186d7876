"""The comment of a coding, for who opens it."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from evalcore.manage.access import Actor
from evalcore.sense.comments import comment_of
from pages.routes.answers import NO_STORE, Body, json_route
from pages.ui.session import store


def comment(actor: Actor, request: Request, _: Body) -> Response:
    return JSONResponse({"comment": comment_of(store(), actor, request.path_params["coding"])}, headers=NO_STORE)


routes = [json_route("/evaluations/{evaluation:int}/codings/{coding:int}/comment", "GET", comment)]
