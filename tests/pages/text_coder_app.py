"""The text coder on a page of its own, for its tests: `uvicorn tests.pages.text_coder_app:app`."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pages.routes import component_assets
from pages.ui.look import apply_look
from pages.ui.text_coder import Coding, Me, Place, SourceItem, Team, TextCoderData, ThemeItem, text_coder
from pages.ui.text_coder.operations import operations_in
from tests.pages.text_coder_store import desk, keep

NAMES = [
    ("Conflicting priorities", "Factors / Intraorganisational", "#b08a2e"),
    ("Engagement and clinical ownership", "Factors / Intraorganisational", "#4f8f6b"),
    ("Support and culture", "Factors / Intraorganisational", "#7d83c9"),
    ("Champions", "Inherent motivation", "#c0677f"),
    ("Personal achievement", "Inherent motivation", "#5d9aa8"),
    ("Shared learning", "Factors / Interorganisational", "#a3785a"),
    ("System pressures", "Factors / External", "#8d8d5a"),
    ("Context", "Factors / External", "#6a7f9c"),
    ("Reputation", "Factors / Interorganisational", "#9a6ea3"),
    ("Sustaining engagement and readiness", "Factors / Interorganisational", "#61906f"),
]


def themes() -> tuple[ThemeItem, ...]:
    """Ten themes; the first three were used last, in that order."""
    return tuple(
        ThemeItem(no, name, f"{above} / {name}", colour, recent=no if no <= 3 else None)
        for no, (name, above, colour) in enumerate(NAMES, start=1)
    )


async def source_text(request: Request) -> JSONResponse:
    source = desk(request.path_params["evaluation"]).sources[request.path_params["source"]]
    return JSONResponse({"text": source.text, "turns": source.turns})


async def comment(request: Request) -> JSONResponse:
    comments = desk(request.path_params["evaluation"]).comments
    return JSONResponse({"comment": comments.get(request.path_params["coding"], "")})


async def hand_over(request: Request) -> JSONResponse:
    world, sent = desk(request.path_params["evaluation"]), await request.json()
    acks = {operation.nonce: asdict(world.do(operation)) for operation in operations_in(sent["operations"])}
    return JSONResponse({"acks": acks})


async def state(request: Request) -> JSONResponse:
    """What the store holds, for a test to compare with what the page shows."""
    world = desk(request.path_params["evaluation"])
    codings = [vars(coding) | {"source": source} for source, coding in world.codings.values()]
    return JSONResponse(
        {"codings": codings, "comments": world.comments, "thoughts": world.thoughts, "read": sorted(world.read)}
    )


async def seed(request: Request) -> JSONResponse:
    """Put a coding on a desk, as another coder would."""
    world = desk(request.path_params["evaluation"])
    given = await request.json()
    no = world.add(given.pop("source", 7), Coding(coding=0, **given))
    keep()
    return JSONResponse({"coding": no})


def no_error_dialogs(app: Any) -> Any:
    """Streamlit's "Connection error" dialog takes the focus from whoever is typing; the component says it itself."""

    async def around(scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Any]) -> None:
        if scope["type"] != "http" or not scope["path"].endswith("/_stcore/host-config"):
            await app(scope, receive, send)
            return
        start: dict[str, Any] = {}

        async def altered(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            body = json.dumps({**json.loads(message["body"]), "blockErrorDialogs": True}).encode()
            headers = [(name, value) for name, value in start["headers"] if name != b"content-length"]
            await send({**start, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
            await send({**message, "body": body})

        await app(scope, receive, altered)

    return around


def page() -> None:
    st.set_page_config(page_title="Coding", layout="wide")
    apply_look()
    query = st.query_params
    evaluation, source = int(query.get("desk", 1)), int(query.get("source", 7))
    world = desk(evaluation)
    focus = Place(int(query["coding"])) if "coding" in query else None
    focus = Place(start=int(query["start"])) if "start" in query else focus
    data = TextCoderData(
        evaluation=evaluation,
        core_concept="motivation to take part",
        source=source,
        version=1,
        text_url=f"/evaluations/{evaluation}/sources/{source}/text/1",
        title=world.sources[source].title,
        facts=("Interview", "P07", "consultant", "Trust A", "3 February 2016"),
        themes=themes(),
        codings=world.of(source),
        sources=tuple(
            SourceItem(no, each.title, "read" if no in world.read else "unread") for no, each in world.sources.items()
        ),
        me=Me(1, "Rose Ibe", can_code=True, is_lead="colleague" not in query),
        framework_at=41,
        framework_version=3,
        not_looked_for=4,
        trust=1,
        trusts=(Team(1, "Trust A"), Team(2, "Trust B")),
        memos=sum(thought["what"] == "memo" for thought in world.thoughts),
        read_state="read" if source in world.read else "unread",
        read_at="3 March 2016" if source in world.read else None,
        acks=st.session_state.get("acks", {}),
        focus=focus,
    )
    turned = text_coder(data, key="desk")
    if turned is None:
        return
    if turned.open_source is not None:
        st.query_params["source"] = str(turned.open_source)
    st.session_state.acks = {operation.nonce: world.do(operation) for operation in turned.operations}
    st.rerun()


if __name__ == "__main__":
    page()
else:
    routes = [
        *component_assets.routes,
        Mount("/app/static", StaticFiles(directory=Path(__file__).parents[2] / "static")),
        Route("/evaluations/{evaluation:int}/sources/{source:int}/text/1", source_text),
        Route("/evaluations/{evaluation:int}/codings/{coding:int}/comment", comment),
        Route("/evaluations/{evaluation:int}/desk", hand_over, methods=["POST"]),
        Route("/desks/{evaluation:int}", state),
        Route("/desks/{evaluation:int}/codings", seed, methods=["POST"]),
    ]
    app = no_error_dialogs(st.App(__file__, routes=routes))
