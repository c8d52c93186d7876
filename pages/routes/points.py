"""The points of which nothing has come yet, for the form of a field note: each team's are shown on its next note."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from evalcore.capture.point_list import PointRow, open_points
from evalcore.manage.access import Actor
from pages.routes.answers import NO_STORE, Body, json_route
from pages.ui.session import store


def listed(actor: Actor, _: Request, __: Body) -> Response:
    return JSONResponse({"points": [as_json(row) for row in open_points(store(), actor)]}, headers=NO_STORE)


def as_json(row: PointRow) -> dict[str, object]:
    return {
        "no": row.no,
        "trust": row.trust_no,
        "stage": row.stage,
        "text": row.text,
        "author": row.author,
        "noted_on": row.noted_on.isoformat(),
        "meeting_on": row.meeting_on and row.meeting_on.isoformat(),
        "raised_on": row.raised_on and row.raised_on.isoformat(),
        "answer": row.answer,
    }


routes = [json_route("/evaluations/{evaluation:int}/points", "GET", listed)]
