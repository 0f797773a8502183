"""The error of a procedure that can't be loaded."""

from __future__ import annotations


class UnusableProcedure(Exception):
    """A plugin can't be used; the message says which part, why, and what to do."""
