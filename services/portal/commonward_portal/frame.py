"""What every page about a case begins with: the case itself, asked together with what the page needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort

from commonward.procedure import Procedure
from commonward_portal.apis import Answer, Ask
from commonward_portal.guards import user
from commonward_portal.parts import parts


@dataclass(frozen=True, slots=True)
class Frame:
    """A case and what was asked beside it."""

    id: UUID
    page: Mapping[str, Any]
    """The referral service's page of the case; empty while the service is away, or for another subject than a child."""
    answers: Mapping[str, Answer]
    away: bool

    @property
    def case(self) -> Mapping[str, Any] | None:
        """The case's line in the list of cases."""
        found: Mapping[str, Any] | None = self.page.get("case")
        return found

    @property
    def version(self) -> int | None:
        """The case's version as the referral service knows it."""
        return self.case["version"] if self.case else None

    def lines(self, name: str, key: str | None = None) -> list[Any]:
        """The list that was asked for, or an empty one."""
        answer = self.answers[name]
        return list(answer.body[key or name]) if answer.ok else []


def frame(case: UUID, asks: Mapping[str, Ask], needed: str | None = None) -> Frame:
    """Ask everything at once. Ends the request when the user may not see the case, or what is `needed` is not there."""
    answers = parts().apis.read(user().access_token, {"case": Ask("referral", f"/v1/cases/{case}"), **asks})
    ruling = answers[needed or "case"]
    if ruling.refused:
        abort(403)
    if ruling.absent:
        abort(404)
    if needed and ruling.away:
        abort(503)
    return Frame(case, answers["case"].body if answers["case"].ok else {}, answers, answers["case"].away)


def board() -> Procedure:
    """The procedure of the user's board, at its newest edition."""
    return parts().procedures.of(user().authority)


def procedure_of(timeline: Answer) -> Procedure:
    """The procedure at the edition that a case follows, out of its timeline; the newest where that is not known."""
    entries = timeline.body["entries"] if timeline.ok else []
    editions = [entry["facts"]["edition"] for entry in entries if entry["what"] in ("case-opened", "edition-changed")]
    return parts().procedures.of(user().authority, editions[-1] if editions else None)
