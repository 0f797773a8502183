"""What somebody who asks may see in a list, as conditions of the list's own query, so that its pages are full."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Boolean, ColumnElement, String, Uuid, bindparam, false, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.visitors import InternalTraversal
from sqlmodel import col

from commonward.store.relations import Viewer
from commonward.store.tables import Subject
from commonward.store.ties import Asked, Ways, secret, visible
from commonward.store.types import Instant

Condition = Callable[[Ways, Asked], ColumnElement[bool]]


class Sight:
    """What one person may see; where nobody asks over the web, and a worker acts, everything."""

    def __init__(self, authority: str, viewer: Viewer | None, now: datetime) -> None:
        self._authority = authority
        self._viewer = viewer
        self._now = now

    def visible(self, subject: Any) -> ColumnElement[bool]:
        """The condition that narrows a list to what they may see, by its own column of the subject.

        Raises ValueError for the column of `Subject` itself, which the condition would compare with itself.
        """
        return true() if self._viewer is None else self._of(subject, visible, Ways.of(self._viewer))

    def secret(self, subject: Any) -> ColumnElement[bool]:
        """The condition for what they may not even know to be there, by its column of the subject."""
        return false() if self._viewer is None else self._of(subject, secret, Ways.of(self._viewer))

    def beside(self, subject: Any) -> list[ColumnElement[bool]]:
        """Columns for a list, by its column of the subject: what `seeing` needs of each row, without a query more.

        None where whatever lets them see a subject shows them the same.
        """
        return [self._of(subject, visible, ways) for ways in self._by_groups.values()] if self._differs else []

    def seeing(self, flags: Sequence[bool]) -> frozenset[str] | None:
        """The groups that they may see of a row of such a list; None where a worker acts, for all of them."""
        if self._viewer is None:
            return None
        groups = self._by_groups
        held = (group for group, holds in zip(groups, flags, strict=True) if holds) if self._differs else groups
        return frozenset[str]().union(*held)

    @cached_property
    def _by_groups(self) -> Mapping[frozenset[str], Ways]:
        """For each set of groups that some relation shows, the relations that do."""
        viewers = self._viewer.by_groups() if self._viewer is not None else {}
        return {groups: Ways.of(viewer) for groups, viewer in viewers.items()}

    @property
    def _differs(self) -> bool:
        return len(self._by_groups) > 1

    def _of(self, subject: Any, condition: Condition, ways: Ways) -> ColumnElement[bool]:
        assert self._viewer is not None  # who asks has asked
        if subject is col(Subject.id):
            raise ValueError("narrow by the list's own column of the subject")
        asked = Asked(
            bindparam(None, self._authority, String),
            bindparam(None, self._viewer.person, Uuid),
            bindparam(None, sorted(self._viewer.teams), String, expanding=True),
            bindparam(None, self._now, Instant),
        )
        return _Unwritten(subject, asked, condition, ways)


class _Unwritten(FunctionElement[bool]):
    """A condition that is put into words when its statement is compiled, which is once for all who see by the same
    relations: to build it for each request costs as much as the list's own query.
    """

    type = Boolean()
    _traverse_internals = [  # noqa: RUF012  # SQLAlchemy's: by these it knows statements that are alike
        *FunctionElement._traverse_internals,
        ("condition", InternalTraversal.dp_plain_obj),
        ("ways", InternalTraversal.dp_plain_obj),
    ]

    def __init__(self, subject: Any, asked: Asked, condition: Condition, ways: Ways) -> None:
        super().__init__(subject, *asked)
        self.condition = condition
        self.ways = ways

    def written(self) -> ColumnElement[bool]:
        """The condition in full."""
        subject, *given = self.clauses
        asked = Asked(*given)  # type: ignore[arg-type]  # they are what was given
        mine = select(col(Subject.id)).where(col(Subject.authority) == asked.authority, col(Subject.id) == subject)
        return mine.where(self.condition(self.ways, asked)).correlate_except(Subject).exists()


@compiles(_Unwritten)
def _write(condition: _Unwritten, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(condition.written(), **options)
