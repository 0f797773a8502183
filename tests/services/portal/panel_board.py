"""A board whose panel decides the level and the closing, installed as every board is: by an entry point.

A decision that two people take starts a clock there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from commonward.cli import bodies
from commonward.cli.story import Caller
from commonward.clock import days, london, utcnow
from commonward.identity.development import ready_users, with_development_issuers
from commonward.procedure import After, Command, DecisionPoint, Force, Retention, events, gate, only
from tests.services.boards import PANEL, SCALE, layer
from tests.services.meetings.bodies import convening, holding
from tests.services.notify.clocked import VISIT, ClockedBoard
from tests.services.portal.place import Visitor, make_settings, running

CODE, TEAM = "mill", "duty"
VISIT_ONCE_ACCEPTED = replace(
    VISIT,
    opens_on=(only(events.DecisionRecorded, lambda event, facts: event.option == "accept"),),
    within=days(5),
)
LAYER = layer(
    ClockedBoard(
        scale=replace(SCALE, provisional=True),
        retention=(Retention("need", "Every case", 0, After.LAST_CONTACT, "A synthetic source."),),
        meetings=(replace(PANEL, decides=("level", "closing")),),
        decisions=(
            DecisionPoint("closing", "Closing", decided_by=("team-manager",), options=("safeguarded", "moved")),
            DecisionPoint("exit", "Exit", ("team-manager",), ("accept", "exclude"), second_role="head-of-service"),
        ),
        clocks=(VISIT_ONCE_ACCEPTED,),
        notices=(),
        gates=(
            gate(
                "MIL-7.gate",
                on=Command.DECIDE_LEVEL,
                at="low",
                force=Force.SHOULD,
                unless=lambda facts: False,
                missing="A visit to the child",
                supplied_by="social-worker",
            ),
        ),
    )
)
ROLES = ("social-worker", "team-manager", "head-of-service")


@contextmanager
def installed(folder: Path) -> Iterator[None]:
    """The board's plugin is on the path, as if it were installed."""
    package = folder / "commonward_mill-1.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: commonward-mill\nVersion: 1\n", encoding="utf-8")
    point = f"[commonward.procedures]\n{CODE} = {__name__}:LAYER\n"
    (package / "entry_points.txt").write_text(point, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))


def board_settings() -> dict[str, Any]:
    """The board's people, each of whom is a ready user."""
    posts = [
        {"role": role, "person": f"{CODE}-{role}", "mailbox": f"{role}@mill.example", "team": TEAM} for role in ROLES
    ]
    kept = {"retention_confirmed": {"need": "2026-01-01"}}
    return {CODE: {"layers": [CODE], "duty_mailbox": "duty@mill.example", "directory": posts, **kept}}


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A platform for this board alone; gives the portal's address."""
    with installed(folder / "plugins"), running(folder / "data", authorities=board_settings()) as address:
        yield address


def caller(address: str, role: str) -> Caller:
    """One of its people, who calls the APIs."""
    settings = make_settings(Path(), public_url=address, authorities=board_settings())
    settings = with_development_issuers(settings)
    [user] = [each for each in ready_users(settings)[CODE] if each.sub == f"{CODE}-{role}"]
    return Caller(settings, CODE, user)


def visitor(address: str, role: str) -> Visitor:
    """One of its people, signed in at the portal."""
    them = Visitor(address)
    them.sign_in(f"{CODE}-{role}")
    return them


def held_panel(address: str) -> tuple[str, str]:
    """A case at a provisional level whose panel was just held with its quorum: the case, and the meeting's path."""
    worker, manager = caller(address, "social-worker"), caller(address, "team-manager")
    concern = bodies.concern(
        bodies.child(("Synthetic", "Panel"), None, None), london(utcnow()).date(), account="A synthetic concern."
    )
    case = worker.post("referral", "/concerns", concern)["case"]
    manager.post("referral", f"/cases/{case}/allocation", bodies.allocation(worker, TEAM))
    pages = visitor(address, "social-worker")
    pages.until(f"/cases/{case}/assessments", "To be filled in")
    assessment = worker.get("risk", "/assessments", case=case)["assessments"][0]["id"]
    tool = worker.get("risk", f"/assessments/{assessment}")["tool"]
    worker.post("risk", f"/assessments/{assessment}/completion", bodies.completion(tool, "high"))
    pages.until(f"/cases/{case}/meetings", "To be convened")
    meeting = worker.get("meetings", "/meetings", case=case)["meetings"][0]["id"]
    worker.post("meetings", f"/meetings/{meeting}/convening", convening())
    worker.post("meetings", f"/meetings/{meeting}/holding", holding())
    return f"/cases/{case}", f"/meeting/{meeting}"
