"""What is made first, so that one operation can be asked about it: a waiting record, a breached clock, an offer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

from commonward.clock import utcnow
from commonward.contracts.events import HistoryLoaded
from commonward.identity import Actor, person_id
from commonward.store import new_id
from tests.architecture.asked import (
    AGREE,
    HEAD,
    MANAGER,
    WHY,
    WORKER,
    Asked,
)
from tests.architecture.scene import BOARDS, Scene
from tests.services.meetings.bodies import convening, holding
from tests.services.parked import set_aside
from tests.services.referral.bodies import child, report
from tests.services.referral.files import file
from tests.services.risk.bodies import ANSWERS

IDENTITY = {"given_name": "Synthetic", "family_name": "Other", "nhs_number": None, "address": None, "reason": WHY}
PARTY = {"kind": "adult", "label": "Synthetic adult"}
ELSEWHERE = {"to": "leeds", "note": WHY}
PAUSE = {"reason": "police-request", "note": WHY}
BREACH = {"reason": "staff-absence", "note": WHY, "effect": "None that is known."}

ANOTHER_WEEK = count(4)


def a_parked_event(service: str, scene: Scene) -> str:
    return str(set_aside(scene.region.platform.resources(service), scene.board, new_id()))


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
    since = utcnow() + timedelta(weeks=next(ANOTHER_WEEK))
    until = since + timedelta(weeks=1)
    return {"cover": str(person_id(scene.board, MANAGER)), "since": since.isoformat(), "until": until.isoformat()}


def a_cover(scene: Scene) -> str:
    return str(scene.done(WORKER, "referral", "/covers", cover(scene))["id"])


def a_draft(service: str) -> Callable[[Scene], str]:
    body = {"kind": "form", "what": "note", "typed": {"words": ["Synthetic."]}}
    return lambda scene: str(scene.done(WORKER, service, "/drafts", {**body, "about": scene.known})["id"])
