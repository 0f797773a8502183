"""Team and board: counts without a child in them, each as a picture with its table, and as a file."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template

from commonward_portal.apis import Answer, Ask
from commonward_portal.csv_file import csv_file
from commonward_portal.frame import board
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.parts import parts
from commonward_portal.people import known_as
from commonward_portal.reports import REPORTS, Report, Told

blueprint = Blueprint("board", __name__)


@page(blueprint, "/board", guard=SIGNED_IN)
def figures() -> str:
    """Every report."""
    asks = {name: Ask(report.service, report.path) for name, report in REPORTS.items()}
    answers = parts().apis.read(user().access_token, asks)
    if all(answer.refused for answer in answers.values()):
        abort(403)
    return render_template(
        "board.html",
        reports={name: (report, _told(report, answers[name])) for name, report in REPORTS.items()},
        away=[REPORTS[name].title.lower() for name, answer in answers.items() if answer.away],
    )


@page(blueprint, "/board/<name>.csv", guard=SIGNED_IN)
def download(name: str) -> Response:
    """One report as a file for a spreadsheet."""
    report = REPORTS.get(name) or abort(404)
    answer = parts().apis.read(user().access_token, {name: Ask(report.service, report.path)})[name]
    if answer.refused:
        abort(403)
    told = _told(report, answer) or abort(503)
    return csv_file(f"{user().authority}-{name}", told.titles, told.rows)


def _told(report: Report, answer: Answer) -> Told | None:
    return report.tell(answer.body["lines"], board().words.of, known_as) if answer.ok else None
