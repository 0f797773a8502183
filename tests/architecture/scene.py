"""A whole region in this process, moved by hand, with a case of Bolton at whatever step a route wants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from commonward.cli.synthesise.region import Region
from commonward.clock import SimulatedTime, simulated_time, utcnow
from commonward.identity import Actor
from commonward.procedure import Procedures
from commonward.runtime import Platform, installed_services
from commonward.settings import Settings
from tests.architecture.board_with_everything import KEPT, board
from tests.services.meetings.bodies import convening, holding, plan, ruling
from tests.services.notify.post import PostOffice, free_port, open_post_office
from tests.services.referral.bodies import child, report
from tests.services.risk.bodies import completion

BOARDS = ("bolton", "leeds")
Body = Mapping[str, Any]
ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


class Tokens:
    """`board/role` is the token of that role's holder, `board/role/name` another's; real ones: tests/identity."""

    def verify(self, written: str) -> Actor:
        board, role, *name = written.split("/")
        return Actor.from_token(board, "/".join((role, *name)), frozenset({role}))


@dataclass
class Scene:
    """What a board's people have done so far. Each method does one more thing, about a new case, and returns ids."""

    region: Region
    clock: SimulatedTime
    post: PostOffice
    clients: Mapping[str, FlaskClient]
    cases: list[str] = field(default_factory=list)
    """Every case that was opened."""
    ids: set[str] = field(default_factory=set)
    """Every id that the board's people were told."""
    board: str = "bolton"

    # --- asking

    def ask(
        self, who: str, service: str, method: str, path: str, body: Body | None = None, query: Body | None = None
    ) -> TestResponse:
        """One request; `who` is a board and a role."""
        headers = {"Authorization": f"Bearer {who}"}
        answer = self.clients[service].open(path, method=method, json=body, query_string=query, headers=headers)
        if who.startswith(f"{self.board}/"):
            self.ids.update(ID.findall(f"{path} {answer.text}"))
        return answer

    def of(self, board: str) -> Scene:
        """The same region, and another board's people."""
        return Scene(self.region, self.clock, self.post, self.clients, board=board)

    def own(self, role: str, service: str, method: str, path: str, query: Body | None = None) -> TestResponse:
        """One request of somebody of the board."""
        return self.ask(f"{self.board}/{role}", service, method, path, query=query)

    def done(self, role: str, service: str, path: str, body: Body, method: str = "POST") -> Any:
        """Somebody of the board does this, and every service has heard of it."""
        answer = self.ask(f"{self.board}/{role}", service, method, f"/v1{path}", body)
        assert answer.status_code < 300, f"{method} {path} as {role}: {answer.status_code} {answer.text}"
        self.region.settle()
        return answer.json

    def found(self, service: str, what: str, **query: str) -> Any:
        """The first of a list of the board's."""
        answer = self.own("team-manager", service, "GET", f"/v1/{what}", query=query)
        assert answer.status_code == 200, answer.text
        return answer.json[what][0]

    def later(self, **passed: float) -> None:
        """Time goes on, and the timers see it."""
        self.clock.set(utcnow() + timedelta(**passed))
        self.region.wake(slow=True)

    # --- referral

    def case(self) -> str:
        """A child's open case."""
        known = child()
        del known["nhs_number"]
        self.cases.append(str(self.done("social-worker", "referral", "/concerns", report(child=known))["case"]))
        return self.cases[-1]

    def closed(self, *named: str) -> str:
        """A child's closed case, that need not be kept; a record of it names each of these."""
        meeting = self.minuted()
        decided = ruling(about="closing", choice="safeguarded")
        self.done("team-manager", "meetings", f"/meetings/{meeting}/decisions", decided)
        case = self.own("team-manager", "meetings", "GET", f"/v1/meetings/{meeting}").json["meeting"]["case"]
        for other in named:
            self.names(case, other)
        self.done("team-manager", "referral", f"/cases/{case}/closing", {"reason": "safeguarded"})
        return str(case)

    def adult(self) -> str:
        """The record of an adult of concern."""
        opened = {"kind": "adult", "label": "Synthetic Adult"}
        return str(self.done("social-worker", "referral", "/subjects", opened)["id"])

    def names(self, case: str, other: str) -> None:
        """A record of the case names an adult."""
        body = {"kind": "note", "answers": {"visitor": [other]}}
        self.done("social-worker", "referral", f"/cases/{case}/records", body)

    def proposed(self) -> str:
        """A disposal of such a case, that waits for its sign-off."""
        body = {"reason": "A synthetic reason."}
        return str(self.done("team-manager", "referral", f"/cases/{self.closed()}/disposal", body)["id"])

    @cached_property
    def known(self) -> str:
        """One case that is only read."""
        return self.case()

    def proposal(self) -> str:
        """What one person proposes to put right and another has to agree to."""
        body = {"corrections": {"looked_after": "yes"}, "reason": "A synthetic reason."}
        return str(self.done("social-worker", "referral", f"/cases/{self.case()}/corrections", body)["id"])

    # --- risk

    def assessment(self, case: str | None = None) -> str:
        """One that was asked for."""
        return str(self.found("risk", "assessments", case=case or self.case())["id"])

    def judged(self) -> str:
        """An assessment that waits for the second person."""
        made = self.assessment()
        self.done("social-worker", "risk", f"/assessments/{made}/completion", completion())
        return made

    # --- meetings

    def meeting(self) -> str:
        """A panel that is to be convened."""
        return str(self.done("team-manager", "meetings", f"/cases/{self.case()}/meetings", {"kind": "panel"})["id"])

    def convened(self) -> str:
        """A panel with a time."""
        made = self.meeting()
        self.done("social-worker", "meetings", f"/meetings/{made}/convening", convening())
        return made

    def held(self) -> str:
        """A panel that was held with its quorum."""
        made = self.convened()
        self.done("social-worker", "meetings", f"/meetings/{made}/holding", holding())
        return made

    def minuted(self) -> str:
        """A panel with minutes."""
        made = self.held()
        self.done("social-worker", "meetings", f"/meetings/{made}/minutes", {"text": "Synthetic minutes."})
        return made

    def plan(self) -> str:
        """A plan that was adopted."""
        return str(self.done("team-manager", "meetings", f"/meetings/{self.held()}/plan", plan())["id"])

    def shared(self) -> str:
        """A plan that was shared."""
        made = self.plan()
        self.done("social-worker", "meetings", f"/plans/{made}/sharing", {})
        return made

    def action(self, **changes: Any) -> str:
        """An action of a plan."""
        meeting = self.held()
        self.done("team-manager", "meetings", f"/meetings/{meeting}/plan", plan(**changes))
        case = self.own("team-manager", "meetings", "GET", f"/v1/meetings/{meeting}").json["meeting"]["case"]
        return str(self.found("meetings", "actions", case=case)["id"])

    def sitting(self) -> tuple[str, str]:
        """A sitting, and the one meeting on its agenda."""
        meeting = self.meeting()
        body = {**convening(), "cases": [{"meeting": meeting}]}
        return str(self.done("social-worker", "meetings", "/sittings", body)["id"]), meeting

    # --- notify

    def obligation(self) -> str:
        """One whose time runs."""
        query = {"case": self.case()}
        listed = self.own("team-manager", "notify", "GET", "/v1/obligations", query=query).json["obligations"]
        return str(next(line["id"] for line in listed if line["clock"] == "MIL-9.visit"))


def authority(code: str) -> Body:
    """A board's settings. Its social worker is of the team that the cases go to."""
    people = [("social-worker", "duty"), ("team-manager", None), ("head-of-service", None), ("coordinator", None)]
    posts = [{"role": role, "team": team, "person": role, "mailbox": f"{role}@{code}.example"} for role, team in people]
    confirmed = {KEPT: date(2026, 1, 1)}
    mailbox = f"duty@{code}.example"
    return {"layers": (code,), "duty_mailbox": mailbox, "directory": posts, "retention_confirmed": confirmed}


@contextmanager
def scene(folder: Path) -> Iterator[Scene]:
    """Both boards, with the same procedure, until the context ends."""
    with open_post_office(free_port()) as post, simulated_time(utcnow()) as clock:
        settings = Settings.model_validate(
            {
                "environment": "development",
                "data_dir": folder,
                "patience": 0,
                "limits": {"refusals": 1_000_000, "searches": 1_000_000},
                "mail": {"port": post.port},
                "authorities": {code: authority(code) for code in BOARDS},
            }
        )
        platform = Platform(settings)
        platform.procedures = Procedures({code: (code,) for code in BOARDS}, {code: board(code) for code in BOARDS})
        platform.moved_by_hand = True
        platform.verifier = Tokens()  # type: ignore[assignment]  # it answers the one question that the web app asks
        region = Region(platform, clock)
        try:
            apis = {service.name: platform.app(service) for service in installed_services() if service.app is None}
            yield Scene(region, clock, post, {name: app.test_client() for name, app in apis.items()})
        finally:
            region.close()
