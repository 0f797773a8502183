"""Reads of records, forms and prompts."""

from __future__ import annotations

import json
from collections import Counter
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.identity import Actor
from commonward.procedure import Procedure, RecordKind
from commonward.store import Work
from commonward_referral.kept import Record
from commonward_referral.record_schemas import (
    Form,
    FormField,
    Forms,
    PromptLine,
    Prompts,
    RecordLine,
    Records,
    SuggestionLine,
    Suggestions,
)


def records(work: Work, actor: Actor, case: UUID) -> Records:
    """A subject's records that the caller's roles may read, the newest first."""
    work.subject(case)
    procedure = work.procedure(case)
    rows = work.session.scalars(select(Record).where(col(Record.case_id) == case).order_by(col(Record.id))).all()
    seen, lines = Counter[str](), []
    for row in rows:
        seen[row.kind] += 1
        kind = procedure.record_kind(row.kind)
        if may_read(actor, row, kind):
            lines.append(_line(row, kind, seen[row.kind]))
    return Records(records=tuple(reversed(lines)))


def forms(work: Work, case: UUID) -> Forms:
    """The forms that the board keeps about a subject of this kind."""
    about = work.facts(case).kind
    return Forms(forms=tuple(_form(kind) for kind in work.procedure(case).records if about in kind.about))


def prompts(work: Work, case: UUID, place: str) -> Prompts:
    """What the board reminds of at a place, as the case stands."""
    found = work.procedure(case).prompts_at(place, work.facts(case))
    return Prompts(prompts=tuple(PromptLine(id=it.id, words=it.words, because=it.because) for it in found))


def suggestions(procedure: Procedure, text: str) -> Suggestions:
    """What the board would have one think of where these words are written."""
    found = procedure.suggestions(text)
    return Suggestions(
        suggestions=tuple(SuggestionLine(phrase=it.phrase, words=it.words, because=it.because) for it in found)
    )


def may_read(actor: Actor, row: Record, kind: RecordKind | None) -> bool:
    """A kind that another edition has dropped is for who made the record."""
    if kind is None:
        return row.made_by == actor.person
    return not kind.read_by or bool(actor.roles & set(kind.read_by)) or row.made_by == actor.person


def _line(row: Record, kind: RecordKind | None, number: int) -> RecordLine:
    return RecordLine(
        id=row.id,
        kind=row.kind,
        number=number,
        title=kind.title if kind else row.kind,
        answers=json.loads(row.answers),
        happened_at=row.happened_at,
        made_by=row.made_by,
        made_at=row.made_at,
        authorised_by=row.authorised_by,
        about=row.about,
        state=row.state,
        because=kind.because if kind else (),
        override_reason=row.override_reason,
        overridden=tuple(row.overridden.splitlines()),
    )


def _form(kind: RecordKind) -> Form:
    fields = tuple(
        FormField(
            code=field.code,
            title=field.title,
            answered=field.answered.value,
            choices=field.choices,
            because=field.because,
        )
        for field in kind.fields
    )
    return Form(id=kind.id, title=kind.title, made_by=kind.made_by, fields=fields, because=kind.because)
