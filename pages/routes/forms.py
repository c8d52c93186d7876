"""The pages around signing in, as plain HTML: they stand outside Streamlit and work without a script."""

from collections.abc import Mapping
from html import escape
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pages.routes.answers import whole_body
from pages.ui.component_assets import PREFIX, assets_version

MOST_BYTES = 16 * 1024
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": POLICY}

# Bars to both sides of a line, as on the dashboard: hollow for what hinders, solid for what helps.
PICTURE = """\
<svg class="picture" viewBox="0 0 400 260" aria-hidden="true" focusable="false">
<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
<line x1="0" y1="0" x2="0" y2="7" class="hatch"/></pattern></defs>
<g class="hinders"><rect x="52" y="16" width="144" height="24"/><rect x="96" y="58" width="100" height="24"/>
<rect x="24" y="100" width="172" height="24"/><rect x="132" y="142" width="64" height="24"/>
<rect x="150" y="184" width="46" height="24"/><rect x="112" y="226" width="84" height="24"/></g>
<g class="helps"><rect x="204" y="16" width="52" height="24"/><rect x="204" y="58" width="118" height="24"/>
<rect x="204" y="100" width="38" height="24"/><rect x="204" y="142" width="166" height="24"/>
<rect x="204" y="184" width="92" height="24"/><rect x="204" y="226" width="64" height="24"/></g>
<line class="axis" x1="200" y1="4" x2="200" y2="260"/></svg>"""


def page(title: str, *parts: str, status: int = 200) -> Response:
    """A whole page; every part is HTML already."""
    sheets = "".join(
        f'<link rel="stylesheet" href="{PREFIX}/{assets_version()}/{name}">' for name in ("app.css", "account.css")
    )
    html = f"""\
<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · Participatory evaluation</title>
<link rel="icon" href="/favicon.png">
{sheets}
</head>
<body>
<main>
<div class="form-side">
<p class="product">Participatory evaluation</p>
<h1>{escape(title)}</h1>
{"".join(parts)}
</div>
</main>
<aside aria-label="About this product">
{PICTURE}
<p>What helps people take part and what hinders them, shown while the programme can still change.</p>
</aside>
</body>
</html>
"""
    return HTMLResponse(html, status, headers=HEADERS)


def paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def refusal(message: str | None) -> str:
    return f'<p class="refusal" role="alert">{escape(message)}</p>' if message else ""


def link(text: str, href: str) -> str:
    return f'<p><a href="{escape(href)}">{escape(text)}</a></p>'


def script(path: str) -> str:
    """A module of ours, for what a page can do without and does better with."""
    return f'<script type="module" src="{PREFIX}/{assets_version()}/{path}"></script>'


def form(action: str, button: str, *fields: str, hidden: Mapping[str, str] | None = None) -> str:
    kept = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in (hidden or {}).items()
    )
    return (
        f'<form method="post" action="{escape(action)}">{kept}{"".join(fields)}'
        f'<button type="submit">{escape(button)}</button></form>'
    )


def field(
    label: str, name: str, *, kind: str = "text", complete: str, value: str = "", hint: str = "", focus: bool = False
) -> str:
    described = f' aria-describedby="{name}-hint"' if hint else ""
    note = f'<p class="hint" id="{name}-hint">{escape(hint)}</p>' if hint else ""
    return (
        f'<div class="field"><label for="{name}">{escape(label)}</label>{note}'
        f'<input id="{name}" name="{name}" type="{kind}" autocomplete="{complete}" value="{escape(value)}"'
        f"{described} required{' autofocus' if focus else ''}></div>"
    )


async def sent(request: Request) -> dict[str, str]:
    """The fields of a form that was sent.

    Raises
    ------
    Refused
        It is larger than any of our forms.
    """
    fields = parse_qs((await whole_body(request, MOST_BYTES)).decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def safe_next(address: str) -> str:
    """`address` if it lies on this server, else the home page."""
    # A browser reads a backslash as a slash, and skips tabs and line ends: either could lead to another host.
    if not address.startswith("/") or address.startswith("//") or "\\" in address or not address.isprintable():
        return "/"
    parts = urlsplit(address)
    return "/" if parts.netloc or parts.path.startswith(("//", "/account/")) else address


def go(address: str) -> RedirectResponse:
    return RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})
