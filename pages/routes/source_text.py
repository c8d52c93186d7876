"""The text of a source, by an address that names its version: a browser may keep it for good, for itself alone."""

from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from evalcore.capture.texts import source_text
from evalcore.manage.access import Actor
from pages.routes.answers import Body, json_route
from pages.ui.session import store

FOR_GOOD = {"Cache-Control": "private, max-age=31536000, immutable"}


def text(actor: Actor, request: Request, _: Body) -> Response:
    path = request.path_params
    return JSONResponse(asdict(source_text(store(), actor, path["source"], path["version"])), headers=FOR_GOOD)


routes = [json_route("/evaluations/{evaluation:int}/sources/{source:int}/text/{version:int}", "GET", text)]
