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
from commonward.store.seeing import unseen
from commonward_referral.access import agrees
from commonward_referral.record_model import Record
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
from commonward_referral.states import WAITING


def records(work: Work, actor: Actor, case: UUID, *, works: bool) -> Records:
    """A subject's records that the caller's roles may read, the newest first; `works`: whether they may work on it."""
    work.subject(case)
    procedure = work.procedure(case)
    rows = work.session.scalars(select(Record).where(col(Record.case_id) == case).order_by(col(Record.id))).all()
    seen, lines = Counter[str](), []
    for row in rows:
        seen[row.kind] += 1
        kind = procedure.record_kind(row.kind)
        if may_read(actor, row, kind):
            yours = row.state == WAITING and kind is not None and agrees(actor, row.made_by, kind.second_role)
            lines.append(_line(row, kind, seen[row.kind], yours and works))
    return Records(records=tuple(reversed(lines)))


def forms(work: Work, actor: Actor, case: UUID, *, makes: bool) -> Forms:
    """The forms that the board keeps about a subject of this kind; `makes`: whether the caller may fill in any."""
    about = work.facts(case).kind
    kinds = [kind for kind in work.procedure(case).records if about in kind.about]
    yours = {kind.id for kind in kinds if makes and may_make(actor, kind) and not unseen(work, case, kind.groups)}
    return Forms(forms=tuple(_form(kind, kind.id in yours) for kind in kinds))


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


def may_make(actor: Actor, kind: RecordKind) -> bool:
    """Whether the form is for somebody of the person's roles."""
    return not kind.made_by or bool(actor.roles & set(kind.made_by))


def _line(row: Record, kind: RecordKind | None, number: int, yours: bool) -> RecordLine:
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
        answered_at=row.answered_at,
        about=row.about,
        state=row.state,
        because=kind.because if kind else (),
        override_reason=row.override_reason,
        overridden=tuple(row.overridden.splitlines()),
        yours=yours,
    ).of_kind(kind)


def _form(kind: RecordKind, yours: bool) -> Form:
    fields = tuple(
        FormField(
            code=field.code,
            title=field.title,
            answered=field.answered.value,
            choices=field.choices,
            exclusive=field.exclusive,
            group=kind.group_of(field.code),
            because=field.because,
        )
        for field in kind.fields
    )
    about = {"id": kind.id, "title": kind.title, "made_by": kind.made_by, "because": kind.because}
    return Form.model_validate({**about, "fields": fields, "yours": yours})
