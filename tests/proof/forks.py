"""A process for each run: what is imported stays imported, and a change dies with its process."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing import get_context

from commonward.procedure import Procedure
from tests.proof.mutations import Mutation, apply
from tests.proof.running import run


@dataclass(frozen=True, slots=True)
class Job:
    """Tests to run, against the procedures as they are or with one change."""

    mutation: Mutation | None
    tests: Mapping[str, frozenset[str]]
    """Each with the rules that it could prove; none, where every test is to be run."""


@dataclass(frozen=True, slots=True)
class Result:
    """The tests that failed, and those that could not even load the procedure."""

    failed: frozenset[str]
    unloaded: frozenset[str]


_PROCEDURES: tuple[Procedure, ...] = ()


def results(jobs: list[Job], procedures: tuple[Procedure, ...]) -> Iterator[Result]:
    """Run each job in a process of its own, one at a time for each core. In the order of the jobs."""
    global _PROCEDURES
    _PROCEDURES = procedures
    with get_context("fork").Pool(os.cpu_count(), _silenced, maxtasksperchild=1) as pool:
        yield from pool.imap(_done, jobs, chunksize=1)


def as_they_are(tests: Iterable[str]) -> list[Job]:
    """A job for each file, with nothing changed."""
    files: dict[str, dict[str, frozenset[str]]] = {}
    for test in tests:
        files.setdefault(test.partition("::")[0], {})[test] = frozenset()
    return [Job(None, each) for each in files.values()]


def _done(job: Job) -> Result:
    if job.mutation is not None:
        apply(job.mutation, _PROCEDURES)
    failed, unloaded = run(job.tests)
    return Result(frozenset(failed), frozenset(unloaded))


def _silenced() -> None:
    """What pytest prints is not what this is about."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
