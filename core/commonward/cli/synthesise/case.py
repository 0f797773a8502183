"""One synthetic case and what its people can do with it. It knows no board: it asks the procedure and the APIs."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from commonward.cli import bodies
from commonward.cli.synthesise.filling import filled
from commonward.cli.synthesise.partner import AGENCY, Partner
from commonward.cli.synthesise.people import Refused, Somebody, Staff
from commonward.clock import london, utcnow
from commonward.identity import Capability
from commonward.procedure import CLOSING, Answered, DecisionPoint, Procedure, RecordKind

EXPECTED_REFUSALS = (403, 404, 409, 422)
"""What a board, a role, a case that is not theirs or an earlier step may stand against. Any other is a fault."""
WHY = "A synthetic reason."
Row = Mapping[str, Any]


@dataclass(slots=True)
class Case:
    """A child's case, or the record of another subject, as the people of its board work on it."""

    procedure: Procedure
    staff: Staff
    dice: random.Random
    about: bodies.Body
    """The child, as referrers know them."""
    partner: Partner
    """A partner's system that knows the child."""
    id: str = ""
    team: str = ""
    kind: str = "child"
    closed: bool = False
    subjects: list[str] = field(default_factory=list)
    """Ids of adults and places that forms may name."""

    @property
    def worker(self) -> Somebody:
        """Who works on it."""
        return self.staff.worker()

    @property
    def manager(self) -> Somebody:
        """Who leads that work."""
        return self.staff.able(Capability.CASE_ALLOCATE, but=self.worker)

    def post(self, person: Somebody, service: str, path: str, body: Mapping[str, Any]) -> Any:
        """Try a command; None where it is refused as some are, once a manager has tried to override it."""
        try:
            return person.post(service, path, body)
        except Refused as refused:
            self._expected(refused)
            if refused.status != 409 or self.dice.random() < 0.5:
                return None
        try:
            boss = self.staff.able(Capability.CASE_OVERRIDE)
            return boss.post(service, path, {**body, "override_reason": "A synthetic reason to go on."})
        except Refused as refused:
            if refused.status != 400:  # a command that nobody overrides
                self._expected(refused)
            return None

    @staticmethod
    def _expected(refused: Refused) -> None:
        if refused.status not in EXPECTED_REFUSALS:
            raise refused

    # --- referral

    def raise_concern(self, account: str, days_ago: int = 1, **known: Any) -> bool:
        """Raise a concern about the child; it opens the case, finds it, or opens another where it was closed."""
        body = bodies.concern(self.about, _today() - timedelta(days=days_ago), account=account, **known)
        raised = self.post(self.worker, "referral", "/concerns", body)
        if raised is not None:
            self.id, self.team, self.closed = raised["case"], raised["team"], False
        return raised is not None

    def report_concern(self, account: str, days_ago: int = 1, **known: Any) -> None:
        """Let the partner's system report a concern; what became of it is looked up when the platform is settled."""
        on = _today() - timedelta(days=days_ago)
        self.partner.report(bodies.concern(self.about, on, account=account, agency=AGENCY, **known))

    def look_up(self) -> None:
        """Find the child's open case by a sure number, as who leads does, and give it to its worker."""
        found = self.post(self.manager, "referral", "/children/search", {"nhs_number": self.about["nhs_number"]})
        (self.id,) = [each["case"] for each in found["candidates"] if each["case"]]
        self.team, self.closed = self.manager.get("referral", f"/cases/{self.id}")["case"]["team"], False
        self.allocate()

    def allocate(self) -> None:
        """Give the case to its worker."""
        self.post(self.manager, "referral", f"/cases/{self.id}/allocation", bodies.allocation(self.worker, self.team))

    def fill(self, kind: RecordKind, answers: Mapping[str, list[str]] | None = None) -> None:
        """Fill in a form, at random unless it is said how; a second person agrees where the board wants one."""
        person = self.staff.role(*kind.made_by) if kind.made_by else self.worker
        named = {Answered.PERSON: self.worker.id}
        if self.subjects:
            named[Answered.SUBJECT] = self.dice.choice(self.subjects)
        answers = answers if answers is not None else filled(kind, _today(), self.dice, named)
        if answers is None:
            return
        made = self.post(person, "referral", f"/cases/{self.id}/records", {"kind": kind.id, "answers": answers})
        if made and made["state"] == "waiting":
            self._agree(f"/records/{made['id']}/authorisation", person, kind.second_role)
        elif made and self.dice.random() < 0.04:
            proposed = self.post(self.manager, "referral", f"/records/{made['id']}/voiding", {"reason": WHY})
            self._agree_to_proposal(proposed, self.manager)

    def decide(self, point: DecisionPoint, option: str) -> None:
        """Decide at a decision point, with a second person where the board wants one."""
        person = self.staff.role(*point.decided_by)
        body = {"decision": point.id, "option": option, "reason": WHY}
        made = self.post(person, "referral", f"/cases/{self.id}/decisions", body)
        if made and made["state"] == "waiting":
            self._agree(f"/decisions/{made['id']}/authorisation", person, point.second_role)

    def correct(self, **corrections: str) -> None:
        """Put right what was held for true."""
        proposed = self.post(
            self.worker, "referral", f"/cases/{self.id}/corrections", {"corrections": corrections, "reason": WHY}
        )
        self._agree_to_proposal(proposed, self.worker)

    def void(self) -> None:
        """End a case that should never have been opened."""
        body = {"kind": "opened-in-error", "reason": WHY}
        proposed = self.post(self.worker, "referral", f"/cases/{self.id}/voiding", body)
        self._agree_to_proposal(proposed, self.worker)
        self.closed = proposed is not None

    def missing(self, hours_ago: int, *, returned: bool) -> str | None:
        """Report a missing episode, and return its id."""
        since = utcnow() - timedelta(hours=hours_ago)
        body = {"missing_from": since.isoformat(), "agency": "police", "account": "A synthetic report."}
        if returned:
            body["returned_at"] = (since + timedelta(hours=hours_ago) / 2).isoformat()
        made = self.post(self.worker, "referral", f"/cases/{self.id}/missing", body)
        return made["episode"] if made else None

    def returned(self, episode: str) -> None:
        """The child is back."""
        self.post(self.worker, "referral", f"/missing/{episode}/return", {"returned_at": utcnow().isoformat()})

    def close(self, reason: str | None = None, *, override: bool = False) -> str | None:
        """Ask to close the case, and return the request. It is settled when the platform is."""
        point = self.procedure.decision(CLOSING)
        chosen = reason or (self.dice.choice(point.options) if point else "synthetic-end")
        body = {"reason": chosen} | ({"override_reason": WHY} if override else {})
        boss = self.staff.able(Capability.CASE_OVERRIDE)
        asked = self.post(boss, "referral", f"/cases/{self.id}/closing", body)
        return asked["request"] if asked else None

    def look_whether_closed(self, request: str) -> None:
        """See what became of a request to close."""
        self.closed = self.worker.get("referral", f"/closings/{request}")["state"] == "closed"

    def _agree(self, path: str, first: Somebody, second_role: str | None) -> None:
        second = self.staff.role(second_role) if second_role else self.staff.able(Capability.CASE_DECIDE, but=first)
        if second is first:
            second = self.staff.able(Capability.CASE_OVERRIDE, but=first)
        self.post(second, "referral", path, {"agree": self.dice.random() < 0.95})

    def _agree_to_proposal(self, proposed: Row | None, first: Somebody) -> None:
        if proposed is not None:
            self._agree(f"/proposals/{proposed['id']}/authorisation", first, None)

    # --- notify

    def owed(self) -> list[Row]:
        """What is owed on it; nothing, while the clocks' service has not heard of it yet."""
        try:
            found = self.manager.get("notify", "/obligations", case=self.id)["obligations"]
        except Refused as refused:
            if refused.status != 404:
                raise
            return []
        return [each for each in found if each["state"] in ("open", "breached", "paused")]

    def pause(self, owed: Row, *, go_on: bool = False) -> None:
        """Let a clock stand still, or go on, where the board allows it."""
        clock = self.procedure.clock(owed["clock"])
        if clock is None or clock.may_pause is None:
            return
        body = {"note": WHY} if go_on else {"note": WHY, "reason": "court"}
        path = f"/obligations/{owed['id']}/{'resume' if go_on else 'pause'}"
        self.post(self.staff.role(clock.may_pause), "notify", path, body)

    def acknowledge(self, owed: Row) -> None:
        """A manager's word on a breach."""
        body = {"reason": "workload", "note": WHY, "effect": "A synthetic effect."}
        self.post(self.manager, "notify", f"/obligations/{owed['id']}/acknowledgement", body)


def _today() -> date:
    return london(utcnow()).date()
