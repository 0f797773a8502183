"""A provider ends a session: the portal hands its logout token on to each service, which proves it for itself."""

from __future__ import annotations

from flask import Blueprint
from pydantic import BaseModel, ConfigDict, Field

from commonward.web.operations import ANYBODY, operation, resources
from commonward.web.problems import Problem

PATH = "/v1/logouts"

blueprint = Blueprint("logouts", __name__)


class Logout(BaseModel):
    """What the portal hands on."""

    model_config = ConfigDict(extra="forbid")

    authority: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    token: str = Field(min_length=1, max_length=8192)
    """The provider's logout token as it came: who has none of that provider's making ends nobody's session."""


class Ended(BaseModel):
    """The session's tokens open nothing here any more, in each process within a second."""

    ended: bool = True


@operation(blueprint, PATH, guard=ANYBODY, method="POST", body=Logout, answers={200: Ended}, tags=["logouts"])
def log_out(body: Logout) -> Ended:
    """A provider ends a session. Its token is the proof, so no other is asked for; each is taken once."""
    said = resources().verifier.verify_logout(body.token)
    if said.authority != body.authority or not resources().ended.add(said):
        raise Problem(400, "not-a-logout", "This logout token is another authority's, or was taken before")
    return Ended()
