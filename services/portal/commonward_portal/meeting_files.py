"""What a meeting gives to take along: an entry for the calendar, and its plan to print."""

from __future__ import annotations

import functools
from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, abort, render_template

from commonward.clock import utcnow
from commonward.telemetry import logger
from commonward_portal.asked import Asked, asked_of
from commonward_portal.guards import SIGNED_IN, page
from commonward_portal.invitation import invitation
from commonward_portal.parts import parts
from commonward_portal.people import known_as

blueprint = Blueprint("meeting_files", __name__)


@page(blueprint, "/meeting/<uuid:meeting>/invitation.ics", guard=SIGNED_IN)
def calendar_entry(meeting: UUID) -> Response:
    """The meeting for somebody's calendar."""
    asked = asked_of("meetings", f"/v1/meetings/{meeting}", "meeting")
    if asked.page["meeting"]["planned_for"] is None:
        abort(404)
    reference = asked.frame.case["reference"] if asked.frame.case else ""
    url = f"{parts().settings.public_url}/meeting/{meeting}"
    body = invitation(asked.page["meeting"], reference, url, utcnow())
    headers = {"Content-Disposition": 'attachment; filename="meeting.ics"'}
    return Response(body, content_type="text/calendar; charset=utf-8", headers=headers)


@page(blueprint, "/meeting/<uuid:meeting>/plan", guard=SIGNED_IN)
def printed_plan(meeting: UUID) -> str:
    """The plan, to print from the browser."""
    return _plan(_with_plan(meeting), linked=True)


@page(blueprint, "/meeting/<uuid:meeting>/plan.pdf", guard=SIGNED_IN)
def plan_as_pdf(meeting: UUID) -> Response:
    """The plan as a tagged PDF (PDF/UA), that a screen reader can read."""
    write = _pdf_writer()
    if write is None:
        abort(503, "PDF files can't be made on this server: its Pango library is missing. Print the page instead.")
    headers = {"Content-Disposition": 'attachment; filename="plan.pdf"'}
    return Response(write(_plan(_with_plan(meeting), linked=False)), content_type="application/pdf", headers=headers)


def _with_plan(meeting: UUID) -> Asked:
    asked = asked_of("meetings", f"/v1/meetings/{meeting}", "meeting")
    if asked.frame.away:
        abort(503)  # a sheet of paper that does not say whose plan it is
    return asked if asked.page["plan"] else abort(404)


def _plan(asked: Asked, *, linked: bool) -> str:
    """`linked` where a browser fetches the style sheet; a PDF's maker is given it."""
    page = asked.page
    return render_template("plan.html", frame=asked.frame, page=page, plan=page["plan"], who=known_as, linked=linked)


@functools.cache
def _pdf_writer() -> Callable[[str], bytes] | None:
    """WeasyPrint, looked up when it is first needed: it takes a second, and a library of the system's."""
    try:
        from weasyprint import CSS, HTML
    except OSError as missing:
        logger("portal").error("no PDF files here", reason=type(missing).__name__)
        return None
    sheet = CSS(string=parts().assets.text("plan.css"))

    def write(html: str) -> bytes:
        # Nothing is fetched: the page names no picture, and its style sheet is given.
        document = HTML(string=html, base_url=None, url_fetcher=_nothing)
        return bytes(document.write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1"))

    return write


def _nothing(url: str) -> dict[str, object]:
    raise ValueError("a plan fetches nothing")
