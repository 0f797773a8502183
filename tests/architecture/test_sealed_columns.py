"""Every text that a service keeps is sealed, or is known to be nothing personal, and why."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import JSON, Column, LargeBinary, String, TypeDecorator
from sqlmodel import SQLModel

from commonward.runtime import installed_services
from commonward.store import CORE_TABLES
from commonward.store.sealed import SealedText

CODES = {
    "a code of the procedure's": "agency clock kind tool tool_version role team level stage judgement"
    " proposed edition decision option about whom of chair_role aligned_with other_plan choice recipient"
    " incorporated_in outcome_code consequence escalated_to acknowledged_reason purpose calendar calendar_seen"
    " every_unit with_whom informed basis parts told why to_authority from_authority refused at_least",
    "codes or ids of the procedure's, a line each": "overridden missing because joint_chairs invited"
    " missing_agencies recipients counted_from pauses",
    "ids of people, a line each": "overridden_by",
    "a state of the platform's own": "state how relation code",
    "the register's number, which says nothing of the person": "reference",
    "words that the board declared, and that events and mail may hold": "title words",
    "the tenant": "authority",
    "the id of a trace": "trace",
}
"""Columns of text that are not sealed, by the reason why they need not be."""

OF_TABLE = {
    "closing.reason": "a code of the procedure's: its options are declared",
    "remark.reason": "a code of the procedure's: why a clock stands still",
    "partner.name": "a partner's system, part of the names of its topics",
    "draft.what": "a code of the procedure's, or an id: which of its forms",
    "attempt.outcome": "what the mail server answered, as a code",
    "notice.about": "a code of the procedure's",
    "sharing_decision.source": "where the line comes from: three words of the platform's own",
    "sharing_decision.outcome": "shared, declined or received",
    "sharing_decision.what": "codes of kinds of information, a line each",
    "withheld.service": "a service's name",
    "withheld.place": "a table's name",
    "withheld.field": "a column's name",
    "withheld.exemption": "a code of the law's exemptions",
    "disposal.schedule": "a code of the procedure's: the category of cases",
    "disposal.source": "words that the board declared: who says how long a category is kept",
    "erasure.service": "a service's name",
    "attachment.group": "one of the groups of fields",
    "child.likeness": "a blind index",
    "former_identity.likeness": "a blind index",
    "child.nhs_token": "a blind index",
}
CORE = {table.__tablename__ for table in CORE_TABLES}
"""The core's tables hold events, which carry ids, codes and dates only, and what is sealed as a whole."""


def columns() -> Iterator[tuple[str, Column[object]]]:
    for service in installed_services():
        for model in service.models:
            table = SQLModel.metadata.tables[str(model.__tablename__)]
            if table.name not in CORE:
                yield from ((f"{table.name}.{column.name}", column) for column in table.columns)


def legible(column: Column[object]) -> bool:
    """Whether the database shows what somebody typed."""
    if isinstance(column.type, SealedText):
        return False
    plain = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    return isinstance(plain, (String, JSON, LargeBinary))


def known() -> set[str]:
    return {name for names in CODES.values() for name in names.split()}


def test_a_text_is_sealed_or_in_the_list_with_its_reason() -> None:
    open_ = {name for name, column in columns() if legible(column)}
    assert {name for name in open_ if name.partition(".")[2] not in known()} - OF_TABLE.keys() == set()


def test_the_list_names_nothing_that_is_not_there_or_is_sealed() -> None:
    open_ = {name for name, column in columns() if legible(column)}
    assert OF_TABLE.keys() - open_ == set()
    assert known() - {name.partition(".")[2] for name in open_} == set()


def test_a_date_of_birth_is_sealed() -> None:
    assert [column.name for name, column in columns() if name == "child.born" and legible(column)] == []
    assert all(isinstance(column.type, SealedText) for name, column in columns() if name.endswith(".born"))
