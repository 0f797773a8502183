"""What the caller's roles were told lately, the newest first: some people's work begins with that, and nothing is owed.

Deadlines are left out, and offers of other boards: what is owed or waits stands on the work list itself.
"""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import and_, select
from sqlmodel import col

from commonward.identity import Actor
from commonward.procedure import ALLOCATED_WORKER
from commonward.store import Subject, Work
from commonward.web import News, NewsLine
from commonward_notify.model import HELD, HISTORY, Notice
from commonward_notify.telling import OF_CLOCKS, OFFERED

DAYS, MOST = 14, 20


def told(work: Work, actor: Actor) -> News:
    """The notices to the caller's roles about cases that they may see."""
    since, roles = work.now - timedelta(days=DAYS), sorted(actor.roles - {ALLOCATED_WORKER})
    same = and_(col(Subject.authority) == col(Notice.authority), col(Subject.id) == col(Notice.case_id))
    query = (
        select(Notice, col(Subject.facts))
        .join(Subject, same)
        .where(col(Notice.role).in_(roles), col(Notice.raised_at) > since)
        .where(col(Notice.about).not_in((*OF_CLOCKS, OFFERED)), col(Notice.state).not_in((HELD, HISTORY)))
        .where(work.sight.visible(col(Notice.case_id)))
        .order_by(col(Notice.raised_at).desc(), col(Notice.id))
        .limit(MOST)
    )
    return News(since=since, news=tuple(_line(row, facts) for row, facts in work.session.execute(query)))


def _line(row: Notice, facts: str) -> NewsLine:
    reference = json.loads(facts).get("reference") or ""
    return NewsLine(id=row.id, case=row.case_id, reference=reference, at=row.raised_at, says=row.words)
