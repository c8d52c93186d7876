"""Whether the server can serve, for whoever watches it from outside, and how far an evaluation is, for an open page."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from evalcore.manage.installation import health
from evalcore.manage.sign_in import signed_in
from pages.routes.answers import NO_STORE
from pages.ui.live import BOOT
from pages.ui.session import COOKIE, store


def healthz(_: Request) -> Response:
    found = health(store())
    answer = {"store": found.store_reachable, "migrations": found.migrations_current}
    return JSONResponse(answer, 200 if found.good else 503, NO_STORE)


async def version(request: Request) -> Response:
    """The change number of an evaluation. An open page asks every few seconds: that alone keeps nobody signed in."""
    asked = request.query_params.get("evaluation", "")
    if not asked.isdecimal():
        return JSONResponse({"message": "Name the evaluation by its number."}, 400, NO_STORE)
    cookie = request.cookies.get(COOKIE)
    who = await run_in_threadpool(signed_in, store(), cookie, evaluation_id=int(asked), active=False)
    if who is None or who.current is None:
        return JSONResponse({"message": "You are not a member of this evaluation."}, 403 if who else 401, NO_STORE)
    return JSONResponse({"boot": BOOT, "change_no": who.current.change_no}, headers=NO_STORE)


routes = [Route("/healthz", healthz, methods=["GET"]), Route("/version", version, methods=["GET"])]
