"""The rules behind what a page shows, for templates: ids in, paragraphs and summaries out."""

from __future__ import annotations

from collections.abc import Iterable

from commonward.contracts import Because
from commonward.procedure import CLOSING, CORRECTION, Procedure
from commonward_portal.guards import user
from commonward_portal.parts import parts
from commonward_portal.timeline import Cited, cite


def cited(rules: Iterable[str], procedure: Procedure | None = None) -> tuple[Cited, ...]:
    """Each rule as a person knows it, by this procedure or the board's newest."""
    source = procedure or parts().procedures.of(user().authority)
    return tuple(_cited(id, source) for id in rules)


def _cited(id: str, procedure: Procedure) -> Cited:
    rule = procedure.rule(id)
    return cite(id, rule.paragraph if rule else "", rule.summary if rule else "", procedure.authority)


def gate_words(rule: str, procedure: Procedure | None = None) -> str | None:
    """What a gate misses, who can supply it and which paragraph wants it; None where the rule is no gate's."""
    source = procedure or parts().procedures.of(user().authority)
    gate = next((gate for gate in source.gates if gate.id == rule), None)
    if gate is None:
        return None
    return f"{gate.missing}: {source.words.of(gate.supplied_by)} can supply it ({_cited(rule, source).label})"


def form_for(rule: str, procedure: Procedure | None = None) -> str | None:
    """The form by which people supply what a gate misses, where the board keeps one."""
    source = procedure or parts().procedures.of(user().authority)
    named = _named(rule, source)
    found = (kind.id for kind in source.records if (kind.id == named if named else rule in kind.because))
    return next(found, None)


def place_for(rule: str, procedure: Procedure | None = None) -> str | None:
    """Where under a case people supply what a gate misses, if not by a form: a decision, assessments or meetings."""
    source = procedure or parts().procedures.of(user().authority)
    named = _named(rule, source)
    if named == CORRECTION:
        return "do/correction"
    places: tuple[tuple[str, str, Because], ...] = (
        *((point.id, f"decisions/{point.id}", point.because) for point in source.decisions if point.id != CLOSING),
        *((tool.code, "assessments", tool.because) for tool in source.tools),
        *((kind.id, "meetings", kind.because) for kind in source.meeting_kinds),
    )
    return next((path for id, path, because in places if (id == named if named else rule in because)), None)


def _named(rule: str, procedure: Procedure) -> str | None:
    """What the board itself says that it is supplied in."""
    return next((gate.supplied_in for gate in procedure.gates if gate.id == rule and gate.supplied_in), None)
