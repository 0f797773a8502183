"""What each operation is asked, so that its rightful user gets a 2xx: a table that every route must be in."""

from __future__ import annotations

from functools import partial

from tests.architecture.asked import (
    AGREE,
    HEAD,
    MANAGER,
    WHY,
    WORKER,
    Ask,
    Asked,
    by_case,
    conducted,
    of_case,
    on,
    plain,
    reading,
)
from tests.architecture.made import (
    BREACH,
    ELSEWHERE,
    IDENTITY,
    PARTY,
    PAUSE,
    a_breached_obligation,
    a_child,
    a_closing,
    a_cover,
    a_draft,
    a_failed_notice,
    a_file,
    a_file_to_add,
    a_held_case,
    a_link,
    a_loaded_case,
    a_merge,
    a_merged_child,
    a_parked_event,
    a_party,
    a_paused_obligation,
    a_provisional_level,
    a_record,
    a_restricted_case,
    a_sibling,
    a_staged_assessment,
    a_transfer,
    a_waiting_decision,
    a_waiting_record,
    an_offer,
    block,
    break_glass,
    convene_sitting,
    cover,
    hold_sitting,
    missing,
    returned,
    unblock,
)
from tests.architecture.scene import Scene
from tests.services.meetings.bodies import convening, holding, outcome, plan, receipt, ruling, today
from tests.services.referral.bodies import report, sharing_decision, withheld
from tests.services.risk.bodies import ANSWERS, completion


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


def operators_of(service: str) -> dict[str, Ask]:
    """What every service answers an operator."""
    release = on("operator", partial(a_parked_event, service), {"reason": WHY})
    return {
        "GET /v1/running": plain("operator"),
        "GET /v1/parked": plain("operator"),
        "POST /v1/parked/{event}/release": release,
    }


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
    "referral GET /v1/proposals/{proposal}": on(MANAGER, Scene.proposal),
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
    "meetings GET /v1/waiting": plain(WORKER),
    "referral GET /v1/cases/{case}/attachments": reading(WORKER),
    "referral POST /v1/cases/{case}/attachments": a_file_to_add,
    "referral GET /v1/attachments/{attachment}/content": on(WORKER, a_file),
    "referral POST /v1/attachments/{attachment}/voiding": on(WORKER, a_file, {"reason": WHY}),
    "referral GET /v1/children/{child}/alike": on(WORKER, a_child),
    "referral GET /v1/children/{child}/beside": lambda scene: Asked(
        WORKER, a_child(scene), query={"other": a_child(scene)}
    ),
    "referral GET /v1/children/{child}/identity": on(WORKER, a_child),
    "referral PUT /v1/children/{child}/identity": on(WORKER, a_child, IDENTITY),
    "referral POST /v1/children/{child}/merging": a_merge,
    "referral POST /v1/children/{child}/two": lambda scene: Asked(
        WORKER, a_child(scene), {"other": a_child(scene), "reason": WHY}
    ),
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
    **{
        f"{service} {operation}": asked
        for service in ("referral", "risk", "meetings", "notify")
        for operation, asked in operators_of(service).items()
    },
    "notify GET /v1/work-list": plain(WORKER),
    "notify GET /v1/told": plain(WORKER),
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
