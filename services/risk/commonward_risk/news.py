"""What this service tells of as new on a worker's cases."""

from __future__ import annotations

from commonward.contracts import Event
from commonward.contracts.events import AssessmentCompleted, EarlyReviewSuggested, LevelDecided, SecondPersonWanted

NEWS: tuple[type[Event], ...] = (AssessmentCompleted, EarlyReviewSuggested, LevelDecided, SecondPersonWanted)
