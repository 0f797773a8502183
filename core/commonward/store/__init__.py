"""Storage: one database a service, one transaction a command, the authority on every row."""

from __future__ import annotations

from commonward.store.ahead import RECORDED, too_far
from commonward.store.database import Database, DatabaseAway
from commonward.store.fit import Unfit, require_fit
from commonward.store.followed import followed_until, note_followed
from commonward.store.keys import BrokenSeal
from commonward.store.refusals import (
    AlreadyWaits,
    FieldError,
    NotReady,
    NotYours,
    Unacceptable,
    Waiting,
    pass_gates,
    refuse,
)
from commonward.store.relations import Allowed, Relation, Verdict, Viewer
from commonward.store.sealed import SealedBytes, SealedDate, keys_of, sealed
from commonward.store.sealed_keys import KeyGone
from commonward.store.sealing import Sealer
from commonward.store.subjects import Conflict, SubjectState, UnknownSubject, happened_of
from commonward.store.supervision import second_person
from commonward.store.tables import CORE_TABLES, UNASSIGNED, Audit, AuditSeal, Inbox, Outbox, Parked, Subject, Tie
from commonward.store.types import Instant, Tenant, instant, new_id
from commonward.store.work import Work, work

__all__ = [
    "CORE_TABLES",
    "RECORDED",
    "UNASSIGNED",
    "Allowed",
    "AlreadyWaits",
    "Audit",
    "AuditSeal",
    "BrokenSeal",
    "Conflict",
    "Database",
    "DatabaseAway",
    "FieldError",
    "Inbox",
    "Instant",
    "KeyGone",
    "NotReady",
    "NotYours",
    "Outbox",
    "Parked",
    "Relation",
    "SealedBytes",
    "SealedDate",
    "Sealer",
    "Subject",
    "SubjectState",
    "Tenant",
    "Tie",
    "Unacceptable",
    "Unfit",
    "UnknownSubject",
    "Verdict",
    "Viewer",
    "Waiting",
    "Work",
    "followed_until",
    "happened_of",
    "instant",
    "keys_of",
    "new_id",
    "note_followed",
    "pass_gates",
    "refuse",
    "require_fit",
    "sealed",
    "second_person",
    "too_far",
    "work",
]
