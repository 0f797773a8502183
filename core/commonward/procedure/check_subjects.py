"""What is checked of the kinds of subject: those that the scope names exist, and no form is about another."""

from __future__ import annotations

from collections.abc import Iterator

from commonward.procedure.authority import SUBJECTS
from commonward.procedure.procedure import Procedure


def subject_faults(procedure: Procedure) -> Iterator[str]:
    """A kind of subject that nobody knows, a scope without children, a form about a kind that is out of scope."""
    scope = procedure.scope.subjects
    known = ", ".join(scope)
    for kind in scope:
        if kind not in SUBJECTS:
            yield f"the scope names the subject {kind}, which is none; known: {', '.join(SUBJECTS)}"
    if "child" not in scope:
        yield "the scope has no child; every concern is about one, so name it among the subjects"
    for record in procedure.records:
        if not record.about:
            yield f"record {record.id} is about nothing; give about=(...) of {known}"
        for kind in record.about:
            if kind not in scope:
                yield f"record {record.id} is about the subject {kind}, which is out of scope; in it: {known}"
