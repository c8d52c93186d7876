"""The text of a source, by an address that names its version. No browser keeps it: a role may end, a text be purged."""

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from evalcore.capture.texts import open_text
from evalcore.manage.access import Actor
from pages.routes.answers import NO_STORE, Body, json_route
from pages.ui.session import store


def text(actor: Actor, request: Request, _: Body) -> Response:
    path = request.path_params
    return JSONResponse(asdict(open_text(store(), actor, path["source"], path["version"])), headers=NO_STORE)


routes = [json_route("/evaluations/{evaluation:int}/sources/{source:int}/text/{version:int}", "GET", text)]
