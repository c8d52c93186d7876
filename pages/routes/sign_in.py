"""Signing in and out, the first account, invitations, and one's password."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from evalcore.errors import EvalError
from evalcore.manage import accounts, members, sign_in
from evalcore.manage.passwords import SHORTEST
from pages.routes import forms
from pages.routes.answers import Refused
from pages.ui.roles import what_a_role_may_do
from pages.ui.session import COOKIE, store

Fields = dict[str, str]
HINT = f"At least {SHORTEST} characters; a short sentence is easy to keep."
NOT_THE_LINK = "This link is not valid any more. Start the server again: each start prints a new link."
# What this browser kept of what people said goes when its person does: texts are cached for good, notes as typed. Over
# plain http a browser does not heed this, so the page that signs out empties the device as well.
FORGET = {"Clear-Site-Data": '"cache", "storage"'}


def sign_in_page(request: Request, sent: Fields, refused: str | None) -> Response:
    wanted = sent.get("next") or request.query_params.get("next", "/")
    if not accounts.is_set_up(store()):
        return forms.page(
            "Set up",
            forms.paragraph(
                "There is no account here yet. Open the set-up link that the server printed when it started."
            ),
            forms.paragraph("Started without a terminal in sight? Start it again: each start prints a new link."),
        )
    return forms.page(
        "Sign in",
        forms.refusal(refused),
        forms.form(
            "/account/sign-in",
            "Sign in",
            forms.field("E-mail", "email", kind="email", complete="username", value=sent.get("email", ""), focus=True),
            forms.field("Password", "password", kind="password", complete="current-password"),
            hidden={"next": wanted},
        ),
        forms.paragraph("No account, or the password is lost? Ask an administrator of your evaluation."),
        status=403 if refused else 200,
    )


def do_sign_in(request: Request, sent: Fields) -> Response:
    token = sign_in.sign_in(
        store(),
        sent.get("email", ""),
        sent.get("password", ""),
        address=request.client.host if request.client else "",
        previous=request.cookies.get(COOKIE),
    )
    return with_cookie(forms.go(forms.safe_next(sent.get("next", "/"))), request, token)


def sign_out_page(request: Request, sent: Fields, refused: str | None) -> Response:
    if who(request) is None:
        return forms.go("/account/sign-in")
    return forms.page(
        "Sign out",
        forms.paragraph("What you have not saved waits for you as a draft, if its page said “kept” with a time."),
        forms.form("/account/sign-out", "Sign out"),
        forms.link("Back to the evaluation", "/"),
        forms.script("note_editor/at_sign_out.js"),
    )


def do_sign_out(request: Request, sent: Fields) -> Response:
    if token := request.cookies.get(COOKIE):
        sign_in.sign_out(store(), token)
    answer = forms.go("/account/sign-in")
    answer.headers.update(FORGET)
    answer.delete_cookie(COOKIE)
    return answer


def set_up_page(request: Request, sent: Fields, refused: str | None) -> Response:
    token = sent.get("link") or request.query_params.get("link", "")
    if not accounts.is_set_up_link(store(), token):
        if not accounts.is_set_up(store()):
            return forms.page("Set up", forms.refusal(NOT_THE_LINK), status=403)
        return forms.page(
            "Set up", forms.refusal(accounts.USED_UP), forms.link("Sign in", "/account/sign-in"), status=403
        )
    return forms.page(
        "Set up",
        forms.paragraph("Make the first account: yours. It opens evaluations and lets others in."),
        forms.refusal(refused),
        forms.form(
            "/account/set-up",
            "Make the account",
            forms.field("Name", "name", complete="name", value=sent.get("name", ""), focus=True),
            forms.field("E-mail", "email", kind="email", complete="username", value=sent.get("email", "")),
            forms.field("Password", "password", kind="password", complete="new-password", hint=HINT),
            hidden={"link": token},
        ),
        status=422 if refused else 200,
    )


def do_set_up(request: Request, sent: Fields) -> Response:
    account = accounts.create_first_account(
        store(),
        sent.get("link", ""),
        email=sent.get("email", ""),
        name=sent.get("name", ""),
        password=sent.get("password", ""),
    )
    return with_cookie(forms.go("/"), request, sign_in.begin_sign_in(store(), account))


def invitation_page(request: Request, sent: Fields, refused: str | None) -> Response:
    token = sent.get("link") or request.query_params.get("link", "")
    try:
        invited = members.read_invitation(store(), token)
    except EvalError as error:
        return forms.page(
            "Invitation", forms.refusal(str(error)), forms.link("Sign in", "/account/sign-in"), status=403
        )
    asked = []
    if not invited.has_account:
        asked = [
            forms.field("Name", "name", complete="name", value=sent.get("name", ""), focus=True),
            forms.field("Password", "password", kind="password", complete="new-password", hint=HINT),
        ]
    elif not is_signed_in_as(request, invited.email):
        asked = [forms.field("Password", "password", kind="password", complete="current-password", focus=True)]
    return forms.page(
        "Invitation",
        forms.paragraph(f"You are invited to the evaluation “{invited.evaluation}” as {invited.role}."),
        forms.paragraph(what_a_role_may_do(invited.role)),
        forms.paragraph(f"Your account: {invited.email}"),
        forms.refusal(refused),
        forms.form("/account/invitation", "Accept the invitation", *asked, hidden={"link": token}),
        status=422 if refused else 200,
    )


def do_accept(request: Request, sent: Fields) -> Response:
    token, password = sent.get("link", ""), sent.get("password", "")
    invited = members.read_invitation(store(), token)
    previous = request.cookies.get(COOKIE)
    here = who(request)
    if invited.has_account and not (here and here.email == invited.email):
        address = request.client.host if request.client else ""
        previous = sign_in.sign_in(store(), invited.email, password, address=address, previous=previous)
        here = sign_in.signed_in(store(), previous)
    account = members.accept_invitation(
        store(), token, signed_in_as=here.account_id if here else None, name=sent.get("name", ""), password=password
    )
    held = sign_in.begin_sign_in(store(), account, previous=previous)
    sign_in.choose_evaluation(store(), held, invited.evaluation_id)
    return with_cookie(forms.go("/"), request, held)


def password_page(request: Request, sent: Fields, refused: str | None) -> Response:
    here = who(request)
    if here is None:
        return forms.go("/account/sign-in?next=/")
    return forms.page(
        "Change your password",
        forms.paragraph("Every other browser in which you are signed in is signed out."),
        forms.refusal(refused),
        forms.form(
            "/account/password",
            "Change the password",
            forms.field("Present password", "old", kind="password", complete="current-password", focus=True),
            forms.field("New password", "new", kind="password", complete="new-password", hint=HINT),
        ),
        forms.link("Back to the evaluation", "/"),
        status=422 if refused else 200,
    )


def do_change_password(request: Request, sent: Fields) -> Response:
    here = who(request)
    if here is None:
        return forms.go("/account/sign-in?next=/")
    kept = request.cookies.get(COOKIE, "")
    accounts.change_password(store(), here.account_id, sent.get("old", ""), sent.get("new", ""), keep=kept)
    return with_cookie(forms.go("/"), request, sign_in.begin_sign_in(store(), here.account_id, previous=kept))


def who(request: Request) -> sign_in.SignedIn | None:
    return sign_in.signed_in(store(), request.cookies.get(COOKIE))


def is_signed_in_as(request: Request, email: str) -> bool:
    here = who(request)
    return here is not None and here.email == email


def with_cookie(answer: Response, request: Request, token: str) -> Response:
    """Give the browser its token, out of the reach of scripts and of other sites."""
    secure = request.url.scheme == "https"
    longest = int(sign_in.LONGEST.total_seconds())
    answer.set_cookie(COOKIE, token, max_age=longest, httponly=True, samesite="lax", secure=secure)
    return answer


Show = Callable[[Request, Fields, str | None], Response]
Do = Callable[[Request, Fields], Response]


def both(path: str, show: Show, do: Do) -> Route:
    """A form: GET shows it, POST does it, or shows it again with what was wrong."""

    def answer(request: Request, fields: Fields) -> Response:
        try:
            return do(request, fields)
        except EvalError as error:
            return show(request, fields, str(error))

    async def endpoint(request: Request) -> Response:
        if request.method != "POST":
            return await run_in_threadpool(show, request, {}, None)
        try:
            return await run_in_threadpool(answer, request, await forms.sent(request))
        except Refused as refused:
            return forms.page("Sign in", forms.refusal(refused.message), status=refused.status)

    return Route(path, endpoint, methods=["GET", "POST"])


routes = [
    both("/account/sign-in", sign_in_page, do_sign_in),
    both("/account/sign-out", sign_out_page, do_sign_out),
    both("/account/set-up", set_up_page, do_set_up),
    both("/account/invitation", invitation_page, do_accept),
    both("/account/password", password_page, do_change_password),
]
