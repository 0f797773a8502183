"""What each operation is asked, so that its rightful user gets a 2xx: a table that every route must be in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from commonward.clock import utcnow
from commonward.contracts.events import HistoryLoaded
from commonward.identity import Actor, person_id
from tests.architecture.scene import BOARDS, Scene
from tests.services.meetings.bodies import convening, holding, outcome, plan, receipt, ruling, today
from tests.services.referral.bodies import child, report, sharing_decision, withheld
from tests.services.referral.files import file
from tests.services.risk.bodies import ANSWERS, completion

WHY = "A synthetic reason."
AGREE = {"agree": True}
WORKER, MANAGER, HEAD = "social-worker", "team-manager", "head-of-service"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of somebody of Bolton, ready to be sent."""

    role: str
    id: str = ""
    """What stands in the path."""
    body: dict[str, Any] | None = None
    query: dict[str, Any] = field(default_factory=dict)


Ask = Callable[[Scene], Asked]


def of_case(role: str, body: dict[str, Any]) -> Ask:
    """A request about a new case."""
    return lambda scene: Asked(role, scene.case(), body)


def reading(role: str, **query: str) -> Ask:
    """A request that changes nothing about the case."""
    return lambda scene: Asked(role, scene.known, query=query)


def on(role: str, made: Callable[[Scene], str], body: dict[str, Any] | None = None) -> Ask:
    """A request about what was just made."""
    return lambda scene: Asked(role, made(scene), body)


def by_case(role: str) -> Ask:
    """A list that is narrowed to one case."""
    return lambda scene: Asked(role, query={"case": scene.known})


def plain(role: str, body: dict[str, Any] | None = None, **query: str) -> Ask:
    """A request that names nothing of anybody."""
    return lambda scene: Asked(role, body=body, query=query)


# --- what is made for one operation alone


def a_record(scene: Scene, kind: str = "note", role: str = WORKER) -> str:
    body = {"kind": kind, "answers": {"kind": ["good"]}}
    return str(scene.done(role, "referral", f"/cases/{scene.case()}/records", body)["id"])


def a_waiting_record(scene: Scene) -> str:
    return a_record(scene, "health")


def a_waiting_decision(scene: Scene) -> str:
    body = {"decision": "enquiry", "option": "wanted", "reason": WHY}
    return str(scene.done(WORKER, "referral", f"/cases/{scene.case()}/decisions", body)["id"])


def a_closing(scene: Scene) -> str:
    return str(scene.done(MANAGER, "referral", f"/cases/{scene.case()}/closing", {"reason": "safeguarded"})["request"])


def an_episode(scene: Scene) -> str:
    return str(scene.done(WORKER, "referral", f"/cases/{scene.case()}/missing", missing())["episode"])


def a_file_to_add(scene: Scene) -> Asked:
    case = scene.case()
    concern = scene.own(WORKER, "referral", "GET", f"/v1/cases/{case}").json["concerns"][0]["id"]
    return Asked(WORKER, case, file(concern=concern))


def a_file(scene: Scene) -> str:
    wanted = a_file_to_add(scene)
    assert wanted.body is not None
    return str(scene.done(WORKER, "referral", f"/cases/{wanted.id}/attachments", wanted.body)["id"])


def a_child(scene: Scene, case: str | None = None) -> str:
    answer = scene.own(WORKER, "referral", "GET", f"/v1/cases/{case or scene.case()}")
    return str(answer.json["child_id"])


def a_merge(scene: Scene) -> Asked:
    return Asked(WORKER, a_child(scene), {"into": a_child(scene), "reason": WHY})


def a_merged_child(scene: Scene) -> str:
    wanted = a_merge(scene)
    assert wanted.body is not None
    proposal = scene.done(WORKER, "referral", f"/children/{wanted.id}/merging", wanted.body)["id"]
    scene.done(MANAGER, "referral", f"/proposals/{proposal}/authorisation", AGREE)
    return wanted.id


def a_sibling(scene: Scene) -> Asked:
    return Asked(WORKER, scene.case(), {"child_id": a_child(scene), "relation": "full", "reason": WHY})


def a_link(scene: Scene) -> str:
    wanted = a_sibling(scene)
    assert wanted.body is not None
    return str(scene.done(WORKER, "referral", f"/cases/{wanted.id}/siblings", wanted.body)["id"])


def a_held_case(scene: Scene) -> str:
    case = scene.case()
    scene.done(HEAD, "referral", f"/cases/{case}/hold", {"reason": WHY})
    return case


def a_transfer(scene: Scene) -> str:
    return str(scene.done(MANAGER, "referral", f"/cases/{scene.case()}/transfers", ELSEWHERE)["id"])


def an_offer(scene: Scene) -> str:
    known = child()
    del known["nhs_number"]
    other = next(board for board in BOARDS if board != scene.board)
    raised = scene.ask(f"{other}/{WORKER}", "referral", "POST", "/v1/concerns", report(child=known)).json["case"]
    asked = {"to": scene.board, "note": WHY}
    scene.ask(f"{other}/{MANAGER}", "referral", "POST", f"/v1/cases/{raised}/transfers", asked)
    scene.region.settle()
    lines = scene.own("team-manager", "referral", "GET", "/v1/transfers").json["transfers"]
    return str(next(line["id"] for line in lines if line["direction"] == "in"))


def a_party(scene: Scene) -> str:
    return str(scene.done(WORKER, "referral", "/subjects", PARTY)["id"])


def a_staged_assessment(scene: Scene) -> str:
    case = scene.case()
    scene.done(WORKER, "risk", f"/cases/{case}/assessments", {"tool": "staged-tool"})
    listed = scene.own(WORKER, "risk", "GET", "/v1/assessments", query={"case": case}).json["assessments"]
    made = next(line["id"] for line in listed if line["tool"] == "staged-tool")
    scene.done(WORKER, "risk", f"/assessments/{made}/answers", {"answers": ANSWERS[:1]}, "PUT")
    return str(made)


def a_provisional_level(scene: Scene) -> str:
    made = scene.judged()
    scene.done(MANAGER, "risk", f"/assessments/{made}/decision", {"level": "high"})
    return made


def a_paused_obligation(scene: Scene) -> str:
    made = scene.obligation()
    scene.done(MANAGER, "notify", f"/obligations/{made}/pause", PAUSE)
    return made


def a_breached_obligation(scene: Scene) -> str:
    made = scene.obligation()
    scene.later(hours=49)
    return made


def a_failed_notice(scene: Scene) -> str:
    scene.post.answers[f"duty@{scene.board}.example"] = ["550 no such mailbox"] * 20
    case = scene.case()
    del scene.post.answers[f"duty@{scene.board}.example"]
    listed = scene.own(MANAGER, "notify", "GET", "/v1/notices", query={"case": case}).json["notices"]
    return next(str(line["id"]) for line in listed if line["state"] == "failed")


def a_loaded_case(scene: Scene) -> str:
    case = scene.case()
    with scene.region.platform.resources("referral").work(Actor.system(scene.board, "referral")) as unit:
        unit.subject(UUID(case))
        unit.publish(UUID(case), HistoryLoaded(loaded_at=utcnow()))
    scene.region.settle()
    return case


def hold_sitting(scene: Scene) -> Asked:
    sitting, meeting = scene.sitting()
    held = holding()
    case = {"meeting": meeting, "attendance": held["attendance"], "views": held["views"]}
    return Asked(WORKER, sitting, {"held_at": held["held_at"], "cases": [case]})


def convene_sitting(scene: Scene) -> Asked:
    return Asked(WORKER, body={**convening(), "cases": [{"meeting": scene.meeting()}]})


def missing() -> dict[str, Any]:
    return {"missing_from": (utcnow() - timedelta(hours=3)).isoformat(), "agency": "police"}


def returned(scene: Scene) -> Asked:
    episode = an_episode(scene)
    return Asked(WORKER, episode, {"returned_at": utcnow().isoformat()})


def somebody(scene: Scene) -> dict[str, Any]:
    return {"person": str(person_id(scene.board, "coordinator")), "reason": WHY}


def block(scene: Scene) -> Asked:
    return Asked(MANAGER, scene.case(), {**somebody(scene), "code": "relative"})


def a_restricted_case(scene: Scene) -> str:
    case = scene.case()
    scene.done(MANAGER, "referral", f"/cases/{case}/restriction", {"people": [], "code": "other", "reason": WHY})
    return case


def a_blocked_case(scene: Scene) -> str:
    case = scene.case()
    scene.done(MANAGER, "referral", f"/cases/{case}/blocks", {**somebody(scene), "code": "relative"})
    return case


def break_glass(scene: Scene) -> Asked:
    page = scene.own(MANAGER, "referral", "GET", f"/v1/cases/{scene.known}").json
    return Asked(WORKER, body={"reference": page["case"]["reference"], "code": "out-of-hours", "reason": WHY})


def unblock(scene: Scene) -> Asked:
    return Asked(MANAGER, a_blocked_case(scene), somebody(scene))


def cover(scene: Scene) -> dict[str, Any]:
    since, until = (utcnow() + timedelta(days=days) for days in (30, 37))
    return {"cover": str(person_id(scene.board, MANAGER)), "since": since.isoformat(), "until": until.isoformat()}


def a_cover(scene: Scene) -> str:
    return str(scene.done(WORKER, "referral", "/covers", cover(scene))["id"])


def conducted(role: str, made: Callable[[Scene], str], body: Callable[[], dict[str, Any]]) -> Ask:
    """A request whose body says when: it is made once the rest has happened."""
    return lambda scene: Asked(role, made(scene), body())


def a_draft(service: str) -> Callable[[Scene], str]:
    body = {"kind": "form", "what": "note", "typed": {"words": ["Synthetic."]}}
    return lambda scene: str(scene.done(WORKER, service, "/drafts", {**body, "about": scene.known})["id"])


def drafts_of(service: str) -> dict[str, Ask]:
    """What every service answers that keeps half-written forms."""
    own, typed = a_draft(service), {"typed": {"words": ["More."]}}
    return {
        "GET /v1/drafts": plain(WORKER),
        "POST /v1/drafts": lambda scene: Asked(WORKER, body={"kind": "form", "what": "note", "about": scene.known}),
        "GET /v1/drafts/{draft}": on(WORKER, own),
        "PUT /v1/drafts/{draft}": on(WORKER, own, typed),
        "DELETE /v1/drafts/{draft}": on(WORKER, own),
    }


PARTY = {"kind": "adult", "label": "Synthetic adult"}
ELSEWHERE = {"to": "leeds", "note": WHY}
PAUSE = {"reason": "police-request", "note": WHY}
BREACH = {"reason": "staff-absence", "note": WHY, "effect": "None that is known."}
EVERYWHERE: dict[str, Ask] = {
    "GET /v1/cases/{case}/timeline": reading(WORKER),
    "GET /v1/cases/{case}/access-log": reading(MANAGER),
    "GET /v1/cases/{case}/export": reading(MANAGER),
}
"""What every service answers."""

ASKED: dict[str, Ask] = {
    "referral POST /v1/concerns": plain(WORKER, report()),
    "referral POST /v1/concerns/preview": plain(WORKER, report()),
    "referral GET /v1/cases": plain(WORKER),
    "referral GET /v1/cases/{case}": reading(WORKER),
    "referral POST /v1/cases/{case}/allocation": of_case(MANAGER, {"role": WORKER, "team": "duty"}),
    "referral POST /v1/cases/{case}/decisions": of_case(
        WORKER, {"decision": "early-help", "option": "wanted", "reason": WHY}
    ),
    "referral POST /v1/decisions/{decision}/authorisation": on(MANAGER, a_waiting_decision, AGREE),
    "referral POST /v1/cases/{case}/closing": of_case(MANAGER, {"reason": "safeguarded"}),
    "referral GET /v1/closings/{request}": on(MANAGER, a_closing),
    "referral GET /v1/cases/{case}/forms": reading(WORKER),
    "referral GET /v1/cases/{case}/records": reading(WORKER),
    "referral POST /v1/cases/{case}/records": of_case(WORKER, {"kind": "note", "answers": {"kind": ["good"]}}),
    "referral POST /v1/records/{record}/authorisation": on(MANAGER, a_waiting_record, AGREE),
    "referral POST /v1/records/{record}/voiding": on(WORKER, a_record, {"reason": WHY}),
    "referral POST /v1/cases/{case}/corrections": of_case(
        WORKER, {"corrections": {"looked_after": "yes"}, "reason": WHY}
    ),
    "referral POST /v1/cases/{case}/voiding": of_case(WORKER, {"kind": "opened-in-error", "reason": WHY}),
    "referral POST /v1/cases/{case}/edition": of_case(MANAGER, {"edition": "1", "reason": WHY}),
    "referral POST /v1/proposals/{proposal}/authorisation": on(MANAGER, Scene.proposal, AGREE),
    "referral POST /v1/cases/{case}/missing": conducted(WORKER, Scene.case, missing),
    "referral POST /v1/missing/{episode}/return": returned,
    "referral POST /v1/subjects": plain(WORKER, PARTY),
    "referral GET /v1/subjects": plain(WORKER, kind="adult"),
    "referral GET /v1/subjects/{subject}": on(WORKER, a_party),
    "referral GET /v1/subjects/{subject}/connections": on(WORKER, a_party),
    "referral POST /v1/subjects/search": plain(WORKER, {"kind": "adult", "words": "Synthetic"}),
    "referral GET /v1/cases/{case}/prompts": reading(WORKER, at="case"),
    "referral POST /v1/wording": plain(WORKER, {"text": "A synthetic text."}),
    "referral POST /v1/children/search": plain(WORKER, {"given_name": "Synthetic", "family_name": "Example"}),
    "referral GET /v1/reports/caseload": plain(MANAGER),
    "referral GET /v1/cases/{case}/access": reading(MANAGER),
    "referral POST /v1/cases/{case}/restriction": of_case(MANAGER, {"people": [], "code": "other", "reason": WHY}),
    "referral POST /v1/cases/{case}/restriction/lifting": on(MANAGER, a_restricted_case, {"reason": WHY}),
    "referral POST /v1/cases/{case}/blocks": block,
    "referral POST /v1/cases/{case}/blocks/lifting": unblock,
    "referral POST /v1/break-glass": break_glass,
    "referral GET /v1/break-glass": plain(MANAGER),
    "referral POST /v1/covers": lambda scene: Asked(WORKER, body=cover(scene)),
    "referral GET /v1/covers": plain(WORKER),
    "referral POST /v1/covers/{cover}/ending": on(WORKER, a_cover),
    "referral GET /v1/cases/{case}/sharing-decisions": reading(WORKER),
    "referral POST /v1/cases/{case}/sharing-decisions": conducted(WORKER, Scene.case, sharing_decision),
    "referral POST /v1/cases/{case}/transfers/preview": of_case(MANAGER, {"to": "leeds"}),
    "referral POST /v1/cases/{case}/transfers": of_case(MANAGER, ELSEWHERE),
    "referral GET /v1/cases/{case}/transfers": reading(MANAGER),
    "referral GET /v1/transfers": plain(MANAGER),
    "referral POST /v1/transfers/{transfer}/withdrawal": on(MANAGER, a_transfer),
    "referral POST /v1/transfers/{transfer}/acceptance": on(MANAGER, an_offer),
    "referral POST /v1/transfers/{transfer}/refusal": on(MANAGER, an_offer, {"reason": "not-in-our-area"}),
    "referral GET /v1/cases/{case}/withheld": reading(MANAGER),
    "referral POST /v1/cases/{case}/withheld": of_case(MANAGER, withheld()),
    "referral GET /v1/retention": plain(MANAGER),
    "referral POST /v1/cases/{case}/hold": of_case(HEAD, {"reason": WHY}),
    "referral POST /v1/cases/{case}/hold/lifting": on(HEAD, a_held_case, {"reason": WHY}),
    "referral POST /v1/cases/{case}/disposal": on(MANAGER, Scene.closed, {"reason": WHY}),
    "referral POST /v1/disposals/{disposal}/sign-off": on(HEAD, Scene.proposed, AGREE),
    "referral GET /v1/disposals": plain(MANAGER),
    "referral GET /v1/tombstones": plain(MANAGER),
    "referral GET /v1/waiting": plain(MANAGER),
    "referral GET /v1/news": plain(WORKER),
    "risk GET /v1/news": plain(WORKER),
    "meetings GET /v1/news": plain(WORKER),
    "referral GET /v1/cases/{case}/attachments": reading(WORKER),
    "referral POST /v1/cases/{case}/attachments": a_file_to_add,
    "referral GET /v1/attachments/{attachment}/content": on(WORKER, a_file),
    "referral POST /v1/attachments/{attachment}/voiding": on(WORKER, a_file, {"reason": WHY}),
    "referral GET /v1/children/{child}/alike": on(WORKER, a_child),
    "referral GET /v1/children/{child}/beside": lambda scene: Asked(
        WORKER, a_child(scene), query={"other": a_child(scene)}
    ),
    "referral POST /v1/children/{child}/merging": a_merge,
    "referral POST /v1/children/{child}/parting": on(WORKER, a_merged_child, {"reason": WHY}),
    "referral POST /v1/cases/{case}/siblings": a_sibling,
    "referral POST /v1/siblings/{link}/voiding": on(WORKER, a_link, {"reason": WHY}),
    "risk GET /v1/assessments": by_case(WORKER),
    "risk GET /v1/assessments/{assessment}": on(WORKER, Scene.assessment),
    "risk GET /v1/assessments/{assessment}/changes": on(WORKER, Scene.assessment),
    "risk GET /v1/cases/{case}/levels": reading(WORKER),
    "risk POST /v1/cases/{case}/assessments": of_case(WORKER, {"tool": "staged-tool"}),
    "risk PUT /v1/assessments/{assessment}/answers": on(WORKER, Scene.assessment, {"answers": ANSWERS}),
    "risk POST /v1/assessments/{assessment}/stage": on(WORKER, a_staged_assessment, {"stage": "first-account"}),
    "risk POST /v1/assessments/{assessment}/completion": on(WORKER, Scene.assessment, completion()),
    "risk POST /v1/assessments/{assessment}/decision": on(MANAGER, Scene.judged, {"level": "high"}),
    "risk POST /v1/assessments/{assessment}/confirmation": on(HEAD, a_provisional_level, {}),
    "risk GET /v1/tools": plain(WORKER),
    "risk GET /v1/levels": plain(WORKER),
    "risk GET /v1/reports/levels": plain(MANAGER),
    "risk GET /v1/waiting": plain(MANAGER),
    "meetings GET /v1/meetings": by_case(WORKER),
    "meetings GET /v1/meetings/{meeting}": on(WORKER, Scene.meeting),
    "meetings POST /v1/cases/{case}/meetings": of_case(MANAGER, {"kind": "panel"}),
    "meetings POST /v1/meetings/{meeting}/convening": conducted(WORKER, Scene.meeting, convening),
    "meetings POST /v1/meetings/{meeting}/holding": conducted(WORKER, Scene.convened, holding),
    "meetings POST /v1/sittings": convene_sitting,
    "meetings POST /v1/sittings/{sitting}/holding": hold_sitting,
    "meetings GET /v1/meeting-kinds": plain(WORKER),
    "meetings GET /v1/meetings/{meeting}/minutes": on(WORKER, Scene.minuted),
    "meetings POST /v1/meetings/{meeting}/minutes": on(WORKER, Scene.held, {"text": "Synthetic minutes."}),
    "meetings POST /v1/meetings/{meeting}/minutes/signature": on(MANAGER, Scene.minuted, {"minutes_version": 1}),
    "meetings POST /v1/meetings/{meeting}/decisions": on(
        MANAGER, Scene.held, ruling(about="closing", choice="safeguarded")
    ),
    "meetings POST /v1/meetings/{meeting}/plan": conducted(MANAGER, Scene.held, plan),
    "meetings POST /v1/plans/{plan}/sharing": on(WORKER, Scene.plan, {}),
    "meetings POST /v1/plans/{plan}/receipts": conducted(WORKER, Scene.shared, receipt),
    "meetings POST /v1/plans/{plan}/signed-copy": conducted(
        WORKER, Scene.shared, lambda: {"place": "paper-file", "placed_on": today().isoformat()}
    ),
    "meetings GET /v1/actions": by_case(WORKER),
    "meetings POST /v1/actions/{action}/outcome": conducted(WORKER, Scene.action, outcome),
    "meetings POST /v1/actions/{action}/incorporation": on(
        WORKER, lambda scene: scene.action(other_plan="care-plan"), {"other_plan": "care-plan"}
    ),
    "notify GET /v1/obligations": by_case(WORKER),
    "notify GET /v1/obligations/{obligation}": on(WORKER, Scene.obligation),
    "notify POST /v1/obligations/{obligation}/pause": on(MANAGER, Scene.obligation, PAUSE),
    "notify POST /v1/obligations/{obligation}/resume": on(MANAGER, a_paused_obligation, {"note": WHY}),
    "notify POST /v1/cases/{case}/live": on(MANAGER, a_loaded_case),
    "notify GET /v1/notices": by_case(WORKER),
    "notify POST /v1/notices/{notice}/resend": on(MANAGER, a_failed_notice),
    "notify GET /v1/reports/timeliness": plain(MANAGER),
    "notify GET /v1/reports/breaches": plain(MANAGER),
    **{f"{service} GET /v1/running": plain("operator") for service in ("referral", "risk", "meetings", "notify")},
    "notify GET /v1/work-list": plain(WORKER),
    "notify GET /v1/breaches": plain(MANAGER),
    "notify POST /v1/obligations/{obligation}/acknowledgement": on(MANAGER, a_breached_obligation, BREACH),
    **{
        f"{service} {operation}": asked
        for service in ("referral", "risk", "meetings", "notify")
        for operation, asked in EVERYWHERE.items()
    },
    **{
        f"{service} {operation}": asked
        for service in ("referral", "risk", "meetings")
        for operation, asked in drafts_of(service).items()
    },
}
"""Each operation by its service, method and path."""
