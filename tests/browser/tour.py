"""The pages beside the main ones: each address of the portal in at least one state, and who stands before it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from commonward.cli import bodies
from commonward.clock import london, utcnow
from commonward.contracts.events import TimeReached
from commonward.identity import Actor
from commonward.store import new_id
from tests.browser.played import Played
from tests.services.parked import set_aside
from tests.services.portal import panel_board as mill
from tests.services.portal.place import RUNNING, Visitor, person, story

WHY = "A synthetic reason."
WORKER, MANAGER, EXIT = "Bolton social worker", "Bolton team manager", "Bolton EXIT worker"
LEEDS, CHAIR, HEAD = "Leeds team manager", "Mill team manager", "Mill head of service"
STOPS: Mapping[str, tuple[str, str]] = {
    "chooser": ("", "/login"),
    "first-tour": ("", "/tour"),
    "signed-out": ("", "/signed-out"),
    "accessibility": ("", "/accessibility"),
    "nothing-due": ("Bolton reviewing officer", "/"),
    "no-closed-case": ("Bolton reviewing officer", "/cases?state=closed"),
    "signed-in-again": (WORKER, "/signed-in"),
    "not-allowed": (WORKER, "/disposals"),
    "nowhere": (WORKER, "/nowhere"),
    "judged": (LEEDS, "/assessments/{judged}/judgement"),
    "level": (LEEDS, "/assessments/{judged}/level"),
    "level-waits": (LEEDS, "/assessments/{waits}/level"),
    "action": (LEEDS, "/cases/{leeds}/actions/{action}"),
    "taken-in": (LEEDS, "/cases/{leeds}/actions/{action}/other-plan"),
    "breach": (LEEDS, "/breaches/{owed}"),
    "missed": (LEEDS, "/breaches/{missed}"),
    "break-glass": (LEEDS, "/break-glass"),
    "cover": (LEEDS, "/cover"),
    "transfers": (LEEDS, "/transfers"),
    "allocation": (LEEDS, "/cases/{leeds}/do/allocation"),
    "missing": (LEEDS, "/cases/{leeds}/do/missing"),
    "correction": (LEEDS, "/cases/{leeds}/do/correction"),
    "restriction": (LEEDS, "/cases/{leeds}/do/restriction"),
    "waiting": (MANAGER, "/"),
    "agreement": (MANAGER, "{agreement}"),
    "proposal": (MANAGER, "{proposal}"),
    "who-looked": (MANAGER, "/cases/{restricted}/access"),
    "form": (WORKER, "/cases/{bolton}/forms/disclosure"),
    "compare": (WORKER, "/cases/{bolton}/same-child/{twin}"),
    "tool": (EXIT, "/assessments/{asked}"),
    "judgement": (EXIT, "/assessments/{asked}/judgement"),
    "adults": (WORKER, "/subjects?kind=adult"),
    "new-adult": (WORKER, "/subjects/new?kind=adult"),
    "adult": (WORKER, "{adult}"),
    "network": (WORKER, "/cases/{bolton}/people"),
    "concern": (WORKER, "{draft}"),
    "concern-child": (WORKER, "{draft}/child"),
    "concern-match": (WORKER, "{draft}/match"),
    "concern-event": (WORKER, "{draft}/event"),
    "concern-harm": (WORKER, "{draft}/harm"),
    "concern-care": (WORKER, "{draft}/care"),
    "concern-check": (WORKER, "{draft}/check"),
    "call-999": (WORKER, "{danger}/call-999"),
    "decision": (WORKER, "/cases/{convened}/decisions/exit-only"),
    "assessments": (MANAGER, "/cases/{convened}/assessments"),
    "meetings": (MANAGER, "/cases/{convened}/meetings"),
    "convening": (MANAGER, "/meeting/{meeting}"),
    "restricted": (MANAGER, "/cases/{restricted}"),
    "lifting": (MANAGER, "/cases/{restricted}/do/lifting"),
    "withheld": (WORKER, "/cases/{withheld}"),
    "withheld-tool": (WORKER, "/assessments/{withheld_tool}"),
    "ruling": (CHAIR, "{panel}/decisions/level"),
    "closed-case": (CHAIR, "{closed}"),
    "disposal": (HEAD, "{disposal}"),
    "disposal-waits": (HEAD, "/disposals"),
    "set-aside": ("Operator", "/running/risk/parked"),
    "release": ("Operator", "/running/risk/parked/{event}"),
}
STATUS = {"not-allowed": 403, "nowhere": 404}
"""What a page answers where it is not 200."""
FAULTY = (
    "allocation", "correction", "proposal",
    "judgement", "decision", "agreement", "action", "missing", "break-glass", "cover", "share", "compare", "take-back",
    "form", "ruling", "taken-in", "disposal", "adults", "new-adult", "convening",
    "release",
)  # fmt: skip
"""Pages whose form is refused when nothing is filled in."""
Ids = dict[str, str]


def play_more(address: str, played: Played) -> Ids:
    """Play what the pages show: what stands in braces in their addresses."""
    leeds = {**_leeds(address, played), **_level_that_waits(address), **_missed(address)}
    bolton = {**_bolton(address), **_meeting(address), **_withheld(address)}
    _offered(address)
    _covered(address)
    return {
        **leeds,
        **bolton,
        **_mill(address),
        "event": str(set_aside(RUNNING[address].resources("risk"), "leeds", new_id())),
    }


def _leeds(address: str, played: Played) -> Ids:
    caller = person(address, "leeds-team-manager")
    [action, *_] = caller.get("meetings", "/actions", case=played.case)["actions"]
    [owed, *_] = caller.get("notify", "/obligations", case=played.case)["obligations"]
    return {"leeds": played.case, "judged": played.assessment, "action": action["id"], "owed": owed["id"]}


def _level_that_waits(address: str) -> Ids:
    """An assessment that is judged, whose level a second person decides."""
    case, judge = story(address, "leeds").begin(("Level", "Waits"))["case"], person(address, "leeds-duty-and-advice")
    [asked, *_] = judge.get("risk", "/assessments", case=case)["assessments"]
    tool = judge.get("risk", f"/assessments/{asked['id']}")["tool"]
    judge.post("risk", f"/assessments/{asked['id']}/completion", bodies.completion(tool, "medium"))
    return {"waits": asked["id"]}


def _missed(address: str) -> Ids:
    """A deadline that nobody kept, and whose reason nobody has given."""
    case = story(address, "leeds").begin(("Missed", "Example"))["case"]
    with RUNNING[address].resources("notify").work(Actor.system("leeds", "notify")) as unit:
        unit.load([UUID(case)])
        unit.publish(UUID(case), TimeReached(reached=utcnow() + timedelta(days=60)))
    manager = _signed_in(address, "leeds-team-manager")
    return {"missed": _first(r'href="/breaches/([0-9a-f-]{36})', manager.until("/breaches", 'href="/breaches/'))}


def _offered(address: str) -> None:
    """A case that Bolton asks Leeds to take."""
    case, manager = story(address, "bolton").begin(("Moves", "Example"))["case"], "bolton-team-manager"
    _signed_in(address, manager).send(f"/cases/{case}/do/transfer", to="leeds", note="A synthetic family moves.")
    _signed_in(address, "leeds-team-manager").until("/transfers", "A synthetic family moves.")


def _covered(address: str) -> None:
    """Somebody who stands in for the manager of Leeds."""
    manager = _signed_in(address, "leeds-team-manager")
    cover = _first(r'value="([0-9a-f-]{36})"[^>]*>[^<]*duty-and-advice@', manager.get("/cover").text)
    days = {"since": "2027", "until": "2028"}
    typed = {f"{name}-{part}": value for name in days for part, value in (("day", "1"), ("month", "3"))}
    typed |= {f"{name}-year": year for name, year in days.items()} | {f"{name}-time": "9:00" for name in days}
    manager.send("/cover", cover=cover, **typed)


def _bolton(address: str) -> Ids:
    """A case that has nearly everything, and a restricted one of perhaps the same child."""
    played, caller = story(address, "bolton"), person(address, "bolton-social-worker")
    case, other = (played.begin((name, "Stonefield"))["case"] for name in ("Kathryn", "Katherine"))
    decided = {"decision": "exit-only", "option": "exit-only", "reason": WHY}
    caller.post("referral", f"/cases/{case}/decisions", decided)
    worker, manager = (_signed_in(address, f"bolton-{role}") for role in ("social-worker", "team-manager"))
    worker.until(f"/cases/{case}/assessments", "To be filled in")
    [asked, *_] = caller.get("risk", "/assessments", case=case)["assessments"]
    twin = caller.get("referral", f"/cases/{other}")["child_id"]
    manager.send(f"/cases/{other}/do/restriction", code="other", reason=WHY)
    worker.send(f"/cases/{case}/do/correction", family_area="bolton-south", looked_after="yes", reason=WHY)
    return {
        "bolton": case,
        "restricted": other,
        "twin": twin,
        "asked": asked["id"],
        "agreement": _first(rf'href="(/cases/{case}/agree/decision/[^"]+)"', manager.get("/").text),
        "proposal": _first(rf'href="(/cases/{case}/agree/proposal/[^"]+)"', manager.get("/").text),
        "adult": _adult(worker, case),
        "draft": worker.write(),
        "danger": worker.begin("yes"),
    }


def _adult(worker: Visitor, case: str) -> str:
    """The path of an adult whom a record of the case names."""
    opened = worker.send("/subjects/new", kind="adult", label="A synthetic adult", details="Synthetic.").url
    answers = {"exploitation": ["not-known"], "in-need": ["yes"], "person-of-concern": [opened.rsplit("/", 1)[1]]}
    caller = person(worker.address, "bolton-social-worker")
    caller.post("referral", f"/cases/{case}/records", {"kind": "exploitation", "answers": answers})
    return opened.removeprefix(worker.address)


def _meeting(address: str) -> Ids:
    """A case whose level calls for a meeting."""
    played, manager = story(address, "bolton"), person(address, "bolton-team-manager")
    case = played.begin(("Convened", "Stonefield"))["case"]
    played.assess(case, "significant-harm")
    _signed_in(address, "bolton-team-manager").until(f"/cases/{case}/meetings", "To be convened")
    [wanted, *_] = manager.get("meetings", "/meetings", case=case)["meetings"]
    return {"convened": case, "meeting": wanted["id"]}


def _withheld(address: str) -> Ids:
    """A case of which its referrer reads a part."""
    played, worker = story(address, "bolton"), person(address, "bolton-social-worker")
    manager, other = (person(address, f"bolton-{role}") for role in ("team-manager", "exit-worker"))
    case = played.begin(("Hidden", "Stonefield"))["case"]
    played.assess(case, "at-risk")
    told = {"child_id": manager.get("referral", f"/cases/{case}")["child_id"], "agency": "school"}
    today = london(utcnow()).date().isoformat()
    worker.post("referral", "/concerns", {**told, "happened_on": today, "account": "A second synthetic account."})
    gone = {"role": "exit-worker", "team": "elsewhere", "worker": other.id}
    manager.post("referral", f"/cases/{case}/allocation", gone)
    [assessment, *_] = manager.get("risk", "/assessments", case=case)["assessments"]
    return {"withheld": case, "withheld_tool": assessment["id"]}


def _mill(address: str) -> Ids:
    """A panel that decides, and a closed case that waits for its disposal."""
    chair, (_, panel) = mill.visitor(address, "team-manager"), mill.held_panel(address)
    case, meeting = mill.held_panel(address)
    chair.send(f"{meeting}/decisions/closing", choice="safeguarded", reason=WHY)
    chair.send(f"{case}/closing", reason="safeguarded")
    chair.send(f"{case}/do/disposal", reason=WHY)
    disposal = _first(rf'href="({case}/disposal/[^"]+)"', chair.get("/disposals").text)
    return {"panel": panel, "closed": case, "disposal": disposal}


def _first(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    assert found, f"nothing like {pattern}"
    return found[1]


def _signed_in(address: str, sub: str) -> Visitor:
    visitor = Visitor(address)
    visitor.sign_in(sub)
    return visitor
