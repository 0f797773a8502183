"""Pages for what goes wrong: plain words, a way on, and nothing that was typed is lost."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, g, redirect, render_template, request, session, url_for
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from commonward.identity.login import ProviderAway
from commonward.procedure import Procedure
from commonward.telemetry import logger
from commonward_portal.apis import KeysDestroyed, SignedOut
from commonward_portal.guards import CSRF_FIELD, SAFE, FormNotTrusted, FromElsewhere, NotForRole, SessionEnded
from commonward_portal.guards import LEFT as SIGNED_OUT
from commonward_portal.kept import readable
from commonward_portal.parts import parts
from commonward_portal.presenting import held_by
from commonward_portal.questions import Typed

WORDS = {
    400: ("That address can't be read", "Check it, or start from the list of cases."),
    403: ("This is not for your role", "Nothing was changed. If you need it for your work, ask your manager."),
    404: ("Page not found", "There is nothing here, or it is not yours to see."),
    405: ("That can't be done here", "Start again from the list of cases."),
    429: ("Too many requests", "Try again in a minute."),
    413: ("That is too large", "Nothing was sent. Go back and shorten it, or choose a smaller file."),
    503: ("This is unavailable at the moment", "A part of the platform does not answer. Nothing of yours is lost."),
}
HOME = ("Go to your work", "/")
ELSEWHERE = (
    "This form came from another site",
    (
        "So nothing was sent. If you filled it in yourself, open the page here and send it from there. If you did not, "
        "close that other page, and tell whoever looks after your computer."
    ),
)
OF_ANOTHER_SESSION = (
    "It could not be checked that this form is yours, so nothing was sent. That is so when you have signed in anew "
    "since you opened it, or when it comes from another site. If you did not fill it in, leave this page."
)
NO_FILE = "A file can't be kept here: open the form again, and choose it once more."
NOT_TAKEN = "A part of the platform does not answer, so nothing was sent. Send it again in a moment."
STILL_SIGNED_IN = "You are still signed in, but that could not be checked with your board just now."
NO_SIGN_IN = (
    "Your board's sign-in does not answer at the moment",
    f"{STILL_SIGNED_IN} Nothing of yours is lost. Try again in a moment.",
)
LEFT = (
    "The records of your board can't be read any more",
    (
        "The keys that sealed them were destroyed for good, as is done when a board leaves this platform. "
        "Nothing can be opened or recorded here. If you did not know of it, tell whoever runs the platform now."
    ),
)
DEFECT = ("Something went wrong here", "It is not your fault. Try again in a moment.")


def handle_errors(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotForRole, _not_for_role)
    app.register_error_handler(FromElsewhere, lambda _: problem_page(403, *ELSEWHERE))
    app.register_error_handler(SessionEnded, _session_ended)
    app.register_error_handler(SignedOut, _session_ended)
    app.register_error_handler(ProviderAway, _provider_away)
    app.register_error_handler(KeysDestroyed, _left)
    app.register_error_handler(FormNotTrusted, _form_not_trusted)
    app.register_error_handler(Exception, _defect)


def problem_page(status: int, title: str, text: str) -> Response:
    """A page that says what went wrong."""
    return _problem(status, title, text, [], HOME)


def unsent_page(status: int, title: str, text: str, onward: tuple[str, str] = HOME) -> Response:
    """The same to somebody who has sent a form: what they typed stands there. The way on has its words and address."""
    rows = readable(_pairs(_typed()), request.path, _procedure()) if g.get("user") else []
    return _problem(status, title, text, rows, onward)


def _problem(status: int, title: str, text: str, rows: list[tuple[str, str]], onward: tuple[str, str]) -> Response:
    return Response(render_template("problem.html", title=title, text=text, rows=rows, onward=onward), status)


def _http(error: HTTPException) -> AnyResponse:
    status = error.code or 500
    if status == 503 and request.method not in SAFE:
        return _kept(WORDS[503][0], NOT_TAKEN, 503)
    page = unsent_page(status, *WORDS.get(status, DEFECT))
    if isinstance(error, TooManyRequests) and error.retry_after is not None:
        page.headers["Retry-After"] = str(error.retry_after)
    return page


def _not_for_role(error: NotForRole) -> Response:
    """With the titles of the roles whose it is, where the board has any."""
    title, text = WORDS[403]
    titles = held_by(error.capability)
    return unsent_page(403, title, f"It is for: {', '.join(titles)}. {text}" if titles else text)


def _defect(error: Exception) -> Response:
    logger("portal").error("request failed", path=request.path, defect=type(error).__name__)
    return unsent_page(500, *DEFECT)


def _session_ended(_error: SessionEnded | SignedOut) -> AnyResponse:
    if held := session.get("user"):
        session["user"] = {**held, "access_token": "", "refresh_token": "", "expires_at": 0.0}
    g.user = None
    if request.method not in SAFE:
        return _kept("You were signed out before this was sent", "Nothing was sent.", 401)
    if session.pop(SIGNED_OUT, None):
        return redirect(url_for("entrance.left"), 303)
    return redirect(_entrance(request.full_path.rstrip("?")))


def _provider_away(_error: ProviderAway) -> AnyResponse:
    """The session is as it was, and goes on when the provider is back."""
    logger("portal").warning("provider away", path=request.path)
    g.user = None
    if request.method in SAFE:
        return problem_page(503, *NO_SIGN_IN)
    return _kept(NO_SIGN_IN[0], f"{STILL_SIGNED_IN} So nothing was sent: send it again in a moment.", 503)


def _left(_error: KeysDestroyed) -> AnyResponse:
    """What was typed is shown once more: it may have to be told elsewhere."""
    return unsent_page(410, *LEFT)


def _form_not_trusted(_error: FormNotTrusted) -> AnyResponse:
    return _kept("This has to be sent again", OF_ANOTHER_SESSION, 400)


def _kept(title: str, why: str, status: int) -> AnyResponse:
    """What was typed, ready to be sent again. Fields come back under their own names, whatever the form was.

    A form with a file is opened anew: no browser lets a page choose a file.
    """
    typed = _pairs(_typed())
    page = render_template(
        "kept.html",
        title=title,
        why=why,
        typed=typed,
        rows=readable(typed, request.path, _procedure()),
        no_file=NO_FILE if request.mimetype == "multipart/form-data" else "",
        again=request.full_path.rstrip("?"),  # a form that stands at one heading is sent to that heading
        entrance=_entrance("/signed-in"),
        signed_out=status == 401,
    )
    return Response(page, status)


def _typed() -> Typed:
    """What the form that was sent holds besides its token; nothing of one that is too large to be read."""
    if request.method in SAFE:
        return {}
    try:
        return {name: values for name, values in request.form.lists() if name != CSRF_FIELD}
    except RequestEntityTooLarge:
        return {}


def _pairs(typed: Typed) -> list[tuple[str, str]]:
    return [(name, value) for name, values in typed.items() for value in values]


def _procedure() -> Procedure | None:
    """That of the board which somebody was signed in with, if anybody was."""
    given, authority = parts().procedures, session.get("user", {}).get("authority")
    return given.of(authority) if authority in given.authorities else None


def _entrance(back: str) -> str:
    """The user's own provider, if we know which; else the choice."""
    held: dict[str, Any] = session.get("user", {})
    if held.get("authority") in parts().login.authorities:
        return url_for("entrance.begin", authority=held["authority"], next=back)
    return url_for("entrance.choose", next=back)
