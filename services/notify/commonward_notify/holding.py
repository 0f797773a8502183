"""When a notice that is not urgent may go: at the board's digest times, and never in its quiet hours. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from commonward.clock import LONDON, london
from commonward.settings import NoticeSettings


def goes_at(raised: datetime, now: datetime, rules: NoticeSettings) -> datetime:
    """The first moment from which it may go: now, if that has come."""
    gathered = _next(raised, rules.digest_at) if rules.digest_at else raised
    return max(_awake(gathered, rules), _awake(now, rules))


def _awake(at: datetime, rules: NoticeSettings) -> datetime:
    """The moment itself, or the end of the quiet hours that it falls in."""
    if rules.quiet is None:
        return at
    begins, ends = rules.quiet
    local = london(at).time()
    quiet = begins <= local < ends if begins < ends else local >= begins or local < ends
    return _next(at, (ends,)) if quiet else at


def _next(at: datetime, times: tuple[time, ...]) -> datetime:
    """The first of these times of day that has not passed."""
    today = london(at).date()
    moments = [_moment(day, each) for day in (today, today + timedelta(days=1)) for each in times]
    return min(moment for moment in moments if moment >= at)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON).astimezone(UTC)
