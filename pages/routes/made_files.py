"""Files that pages make, such as the figures: Streamlit would hand them to whoever is signed in and has the address."""

import re

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from evalcore.manage.access import Actor
from evalcore.manage.sign_in import signed_in
from pages.ui.file_names import whose
from pages.ui.session import COOKIE, store

FOLDER = "/media/"
_NAME = re.compile(r'attachment; filename="([^"]+)"')


class MadeFiles:
    """Lets a file through to members of its evaluation who may have it. To anybody else it is not there."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(FOLDER):
            await self.app(scope, receive, send)
            return
        is_hers: bool | None = None

        async def hers_alone(message: Message) -> None:
            nonlocal is_hers
            if is_hers is None:
                disposition = Headers(raw=message["headers"]).get("content-disposition", "")
                is_hers = await run_in_threadpool(may_have, HTTPConnection(scope), disposition)
                if not is_hers:
                    await JSONResponse({"message": "There is no such file."}, 404)(scope, receive, send)
            if is_hers:
                await send(message)

        await self.app(scope, receive, hers_alone)


def may_have(connection: HTTPConnection, disposition: str) -> bool:
    """Whether who asks may have what the file holds, in the evaluation that it is of."""
    name = _NAME.fullmatch(disposition)
    found = whose(name[1]) if name else None
    if found is None:
        return False
    slug, action = found
    who = signed_in(store(), connection.cookies.get(COOKIE), active=False)
    return who is not None and any(
        one.slug == slug and Actor(who.account_id, who.name, one.id, one.roles).may(action) for one in who.evaluations
    )
