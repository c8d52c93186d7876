"""The files of our browser components: no data, so no session is asked for."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from pages.ui.component_assets import PREFIX, asset, assets_version

FOR_GOOD = "public, max-age=31536000, immutable"


def component_asset(request: Request) -> Response:
    found = asset(request.path_params["path"])
    if found is None:
        return PlainTextResponse("not found", status_code=404)
    content, media_type = found
    # An older page may ask after an upgrade, or a newer one while the old server still answers.
    current = request.path_params["version"] == assets_version()
    headers = {"Cache-Control": FOR_GOOD if current else "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=media_type, headers=headers)


routes = [Route(f"{PREFIX}/{{version}}/{{path:path}}", component_asset, methods=["GET"])]
