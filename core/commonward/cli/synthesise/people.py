"""Who acts in a synthetic year: one person for each of the board's roles, with tokens that only this process reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from commonward.identity import CORE_ROLES, Actor, Capability, person_id
from commonward.identity.development import ReadyUser
from commonward.procedure import Procedure


class Refused(Exception):
    """A service refused a command, as it should some: with its status and its problem document."""

    def __init__(self, status: int, problem: Mapping[str, Any], where: str) -> None:
        super().__init__(status, problem, where)
        self.status = status

    def __str__(self) -> str:
        status, problem, where = self.args
        return f"{status} {where}: {problem.get('title')}; {problem.get('errors', problem.get('detail'))}"


class Tokens:
    """Writes and reads tokens within the process. They open the synthetic region and nothing else."""

    @staticmethod
    def write(actor: Actor) -> str:
        """A token that speaks for the actor."""
        return "/".join((actor.authority, str(actor.person), ",".join(sorted(actor.roles))))

    def verify(self, written: str) -> Actor:
        """The actor whom a token speaks for."""
        authority, person, roles = written.split("/")
        return Actor(authority, UUID(person), frozenset(roles.split(",")))


@dataclass(slots=True)
class Somebody:
    """A synthetic person who calls the services' APIs within the process."""

    actor: Actor
    role: str
    known: bool
    """Whether the directory knows them, so that a case can be given to them."""
    clients: Mapping[str, FlaskClient]
    answers: Counter[int]
    """How often each status was answered, for everybody together."""

    @property
    def id(self) -> str:
        return str(self.actor.person)

    def get(self, service: str, path: str, **query: str) -> Any:
        """Read. Raises Refused."""
        client = self.clients[service]
        return self._said(client.get(f"/v1{path}", query_string=query, headers=self._headers()), path)

    def post(self, service: str, path: str, body: Mapping[str, Any]) -> Any:
        """Do. Raises Refused."""
        return self._said(self.clients[service].post(f"/v1{path}", json=body, headers=self._headers()), path)

    def put(self, service: str, path: str, body: Mapping[str, Any]) -> Any:
        """Save. Raises Refused."""
        return self._said(self.clients[service].put(f"/v1{path}", json=body, headers=self._headers()), path)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {Tokens.write(self.actor)}"}

    def _said(self, response: TestResponse, path: str) -> Any:
        self.answers[response.status_code] += 1
        said = response.get_json()
        if response.status_code >= 400:
            raise Refused(response.status_code, said or {}, f"{response.request.method} {path} as {self.role}")
        return said


class Staff:
    """The people of one board."""

    def __init__(
        self,
        procedure: Procedure,
        users: Iterable[ReadyUser],
        clients: Mapping[str, FlaskClient],
        answers: Counter[int],
    ) -> None:
        self._procedure = procedure
        board, ready = procedure.authority.code, {role: user for user in users for role in user.roles}
        self._by_role: dict[str, Somebody] = {}
        for role in procedure.roles:
            user = ready.get(role.code)
            sub = user.sub if user else f"{board}-{role.code}"
            actor = Actor(board, person_id(board, sub), frozenset({role.code}))
            self._by_role[role.code] = Somebody(actor, role.code, user is not None, clients, answers)

    def role(self, *wanted: str) -> Somebody:
        """Whoever acts in the first of these roles that the board has. Raises LookupError."""
        for role in wanted:
            if role in self._by_role:
                return self._by_role[role]
        raise LookupError(f"nobody of {self._procedure.authority.code} acts as {' or '.join(wanted)}")

    def able(self, capability: Capability, *, but: Somebody | None = None) -> Somebody:
        """Somebody whose role carries the capability, known people first, and not a certain person."""
        found = [each for each in self._by_role.values() if self._can(each, capability) and each is not but]
        if not found:
            raise LookupError(f"no role of {self._procedure.authority.code} carries {capability.value}")
        return max(found, key=lambda each: each.known)

    def worker(self) -> Somebody:
        """Whom cases are given to: a practitioner whom the directory knows."""
        return self.able(Capability.ASSESSMENT_COMPLETE)

    def _can(self, somebody: Somebody, capability: Capability) -> bool:
        core = self._procedure.core_roles(somebody.actor.roles)
        return any(capability in CORE_ROLES.get(role, ()) for role in core)
