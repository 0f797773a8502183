"""What is sent twice is taken once: the sender gives it a key, and gets the first answer again.

A form may be sent twice by an impatient hand, or by a client that has heard no answer. Keys are a person's own, and are
kept for a day.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid5

from pydantic import BaseModel
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import col

from commonward.clock import utcnow
from commonward.store import FieldError, Unacceptable, Work, keys_of
from commonward.store.sealed import open_value, seal_value
from commonward.web import Resources
from commonward_referral.sent_once_model import SentOnce

HEADER = "Idempotency-Key"
KEPT = timedelta(days=1)
_KEY = re.compile(r"[\x21-\x7e]{8,200}")
A = TypeVar("A", bound=BaseModel)


def once(work: Work, key: str, body: BaseModel, kind: type[A], take: Callable[[], A]) -> A:
    """Take it, or give back what was answered to the same from the same person under this key.

    Whoever comes second waits until the first is through. Raises Unacceptable where something else was sent under it.
    """
    id, sent = uuid5(work.actor, _checked(key)), hashlib.sha256(body.model_dump_json().encode()).hexdigest()
    if _claimed(work, id):
        answer = take()
        keys, values = keys_of(work.connection), {"sent": sent, "answer": answer.model_dump_json()}
        sealed = {name: seal_value(keys, SentOnce, name, id, value) for name, value in values.items()}
        work.connection.execute(update(SentOnce).where(*_of(work, id)).values(sealed))
        return answer
    before, answered = _kept(work, id)
    if before != sent:
        raise Unacceptable(FieldError(field=HEADER, message="was used for something else: give each its own"))
    return kind.model_validate_json(answered)


def forget_old(resources: Resources, authority: str) -> int:
    """Forget what was sent longer ago than keys are kept; return how many."""
    old = col(SentOnce.authority) == authority, col(SentOnce.sent_at) < utcnow() - KEPT
    with resources.database.transaction(authority) as connection:
        return connection.execute(delete(SentOnce).where(*old)).rowcount


def _checked(key: str) -> str:
    if _KEY.fullmatch(key) is None:
        allowed = ("8 to 200 letters, digits and signs of ASCII, such as a UUID",)
        raise Unacceptable(FieldError(field=HEADER, message="is no key", allowed=allowed))
    return key


def _claimed(work: Work, id: UUID) -> bool:
    """Whether this is the first with that id. While another transaction holds the same one, this waits for it."""
    insert = postgresql_insert if work.connection.dialect.name == "postgresql" else sqlite_insert
    row = {"authority": work.authority, "id": id, "sent_at": work.now}
    claim = insert(SentOnce).values(row).on_conflict_do_nothing().returning(col(SentOnce.id))
    return work.connection.execute(claim).first() is not None


def _kept(work: Work, id: UUID) -> tuple[str, str]:
    """What was sent first, as its digest, and what was answered."""
    columns = select(col(SentOnce.sent), col(SentOnce.answer)).where(*_of(work, id))
    sent, answer = work.connection.execute(columns).one()
    keys = keys_of(work.connection)
    return open_value(keys, SentOnce, "sent", id, sent), open_value(keys, SentOnce, "answer", id, answer)


def _of(work: Work, id: UUID) -> tuple[Any, Any]:
    return col(SentOnce.authority) == work.authority, col(SentOnce.id) == id
