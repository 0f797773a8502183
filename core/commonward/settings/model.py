"""What a region can configure. Every value has a safe default or must be given; nothing is guessed."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from commonward.settings.from_file import FromFile

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
MAILBOX = r"^[^@\s]+@[^@\s]+$"
SERVERS = r"^[^\s,:/]+:[0-9]{1,5}(,[^\s,:/]+:[0-9]{1,5})*$"

Slug = Annotated[str, Field(pattern=SLUG, max_length=40)]
Mailbox = Annotated[str, Field(pattern=MAILBOX, max_length=254)]
Servers = Annotated[str, Field(pattern=SERVERS)]

UNUSED = "unused"
"""What a process is given that must not know a value: the portal has no database."""


def _is_postgresql(url: SecretStr | None) -> SecretStr | None:
    """The message does not repeat the value, which has a password in it."""
    if url is not None and not url.get_secret_value().startswith(("postgresql://", UNUSED)):
        raise ValueError("must be postgresql://ROLE:PASSWORD@HOST:PORT/DATABASE")
    return url


DatabaseUrl = Annotated[SecretStr | None, AfterValidator(_is_postgresql)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class IssuerSettings(_Section):
    """One OIDC provider whose tokens are accepted."""

    issuer: str
    audience: str = "commonward"
    jwks_url: str | None = None
    """Where its keys are; by default found through discovery."""
    client_id: str = "commonward-portal"
    client_secret: SecretStr | None = None
    roles_claim: str = "roles"
    """The claim that lists the person's job roles, as a dotted path (Keycloak: `realm_access.roles`)."""
    roles: dict[str, tuple[Slug, ...]] = {}
    """What the names in that claim mean here: a provider's role or group, and the board's job roles for it.

    Empty, the names are job roles themselves; else a name that is not here gives none.
    """


class DirectoryEntry(_Section):
    """Who holds a role in a team between two dates, and the mailbox that reaches them."""

    role: Slug
    team: Slug | None = None
    person: str | None = None
    """The person's `sub` at their authority's provider; absent for a shared mailbox."""
    mailbox: Mailbox
    since: date = date(2000, 1, 1)
    until: date | None = None


class NoticeSettings(_Section):
    """When notices that are not urgent may go, on the clock in London; by default at once. Urgent ones always go."""

    digest_at: tuple[time, ...] = ()
    """They are gathered, and go at these times in one mail for each mailbox."""
    quiet: tuple[time, time] | None = None
    """None goes from the first of these times until the second, over midnight if that is earlier."""

    @model_validator(mode="after")
    def _ends(self) -> NoticeSettings:
        if self.quiet is not None and self.quiet[0] == self.quiet[1]:
            raise ValueError("quiet: the two times must differ, or no notice would ever go")
        return self


class AuthoritySettings(_Section):
    """One safeguarding board served by this region."""

    layers: tuple[Slug, ...] = ()
    """Procedure layers from the general to the local; by default `national`, then the authority itself."""
    issuers: tuple[IssuerSettings, ...] = ()
    duty_mailbox: Mailbox
    """Takes every notice whose role resolves to nobody."""
    directory: tuple[DirectoryEntry, ...] = ()
    notices: NoticeSettings = NoticeSettings()
    retention_confirmed: dict[Slug, date] = {}
    """The day on which the board confirmed a schedule of its procedure; nothing is due by one that is not here."""
    readings: dict[str, Slug] = {}
    """How the board reads what its text leaves open: question and reading, as `commonward questions` lists them."""


class LimitSettings(_Section):
    """How often a minute somebody may ask. Each server process counts for itself."""

    searches: Annotated[int, Field(ge=1)] = 30
    """Searches for a child, by person."""
    logins: Annotated[int, Field(ge=1)] = 120
    """Sign-ins begun or ended, by network address: an office may share one."""
    refusals: Annotated[int, Field(ge=1)] = 600
    """Refused requests of one person, after which they wait."""
    strangers: Annotated[int, Field(ge=1)] = 60
    """Requests without a good token, by network address."""


class SessionSettings(_Section):
    """How long somebody stays signed in at the portal."""

    hours: Annotated[int, Field(ge=1, le=24)] = 12
    """After this they sign in again, however busy they are."""
    idle_minutes: Annotated[int, Field(ge=5, le=480)] = 30
    """Nor do they stay signed in when they have asked for nothing for so long."""


class MailSettings(_Section):
    """The SMTP relay that notices leave by."""

    host: str = "127.0.0.1"
    port: int = 1025
    starttls: bool = False
    username: str | None = None
    password: SecretStr | None = None
    sender: Mailbox = "no-reply@commonward.example"
    domain: str = "commonward.example"
    """The right-hand side of every Message-ID."""


class AttachmentSettings(_Section):
    """Files that people add to a case."""

    largest_mib: Annotated[int, Field(ge=1, le=25)] = 10
    """The size of one, in mebibytes."""
    scanner: Annotated[str, Field(pattern=r"^clamd://[^/\s:]+:[0-9]{1,5}$")] | None = None
    """The virus scanner that a file passes before anybody gets it. Without one it waits, except in development."""

    @property
    def largest(self) -> int:
        """The size of one in bytes."""
        return self.largest_mib * 1024 * 1024

    @property
    def largest_body(self) -> int:
        """Of a request that holds one: in Base64 a file grows by a third. What is a little too large is told nicely."""
        return self.largest * 4 // 3 + 1024 * 1024


class TelemetrySettings(_Section):
    """Where traces and metrics go; nothing leaves the process unless an endpoint is given."""

    otlp_endpoint: str | None = None
    sample_ratio: Annotated[float, Field(ge=0, le=1)] = 0.1
    json_logs: bool = True


class Settings(_Section, FromFile):
    """A region's whole configuration."""

    region: Slug = "local"
    mode: Literal["embedded", "distributed"] = "embedded"
    """`embedded`: SQLite and the in-process transport. `distributed`: PostgreSQL and Kafka."""
    environment: Literal["development", "production"] = "production"
    data_dir: Path = Path("var")
    """Embedded mode keeps its database files here."""
    database_url: DatabaseUrl = None
    """PostgreSQL, as the services' role (no BYPASSRLS, owns nothing)."""
    migration_url: DatabaseUrl = None
    """PostgreSQL, as the role that owns the tables; only migrations use it."""
    kafka_servers: Servers | None = None
    """Where the broker is: `host:port`, several with commas."""
    topic_prefix: Annotated[str, Field(pattern=r"^[a-z0-9.-]*$")] = ""
    patience: Annotated[float, Field(ge=0, le=10)] = 2.0
    """Seconds that a request waits for what is settled behind it, before it answers that this is still to come."""
    stale_seconds: Annotated[int, Field(ge=10, le=600)] = 30
    """How old a service's copy of who may see a case may be; of an older one people see what is allocated to them."""
    seal_key: SecretStr | None = None
    """32 random bytes, base64: wraps the authorities' data keys, and seals parked events."""
    seal_key_other: SecretStr | None = None
    """Another one that opens too: the next one before a change of `seal_key`, the last one after it."""
    audit_key: SecretStr | None = None
    """32 random bytes, base64: signs checkpoints of the audit trails. Only `commonward audit` wants it."""
    draft_days: Annotated[int, Field(ge=1, le=90)] = 14
    """Days for which a half-written form is kept after it was last saved."""
    public_url: Annotated[str, Field(pattern=r"^https?://[^/\s:]+(:[0-9]{1,5})?(/[^\s]*)?$")] = "http://127.0.0.1:8080"
    """Where people reach the portal; links in notices start with it."""
    services: dict[Slug, str] = {}
    """Where the portal and the command line reach each service; by default `{public_url}/{service}`."""
    session_key: SecretStr | None = None
    """Signs the portal's session cookies."""
    sessions: SessionSettings = SessionSettings()
    limits: LimitSettings = LimitSettings()
    proxies: Annotated[int, Field(ge=0, le=5)] = 0
    """Reverse proxies before the portal: only what they say of the caller's address is believed."""
    authorities: dict[Slug, AuthoritySettings] = {}
    mail: MailSettings = MailSettings()
    attachments: AttachmentSettings = AttachmentSettings()
    telemetry: TelemetrySettings = TelemetrySettings()

    @model_validator(mode="after")
    def _whole(self) -> Settings:
        if self.mode == "embedded" and self.environment != "development":
            raise ValueError("embedded mode is for development: set environment = 'development' or another mode")
        if self.mode == "distributed":
            needed = ("database_url", "kafka_servers", "seal_key", "session_key")
            missing = [name for name in needed if getattr(self, name) is None]
            if missing:
                raise ValueError(f"distributed mode needs: {', '.join(missing)}")
        return self

    def service_url(self, service: str) -> str:
        """The base address of a service's API, without a trailing slash."""
        return self.services.get(service, f"{self.public_url}/{service}").rstrip("/")

    def layers_of(self, authority: str) -> tuple[str, ...]:
        """The procedure layers of an authority, general first."""
        return self.authorities[authority].layers or ("national", authority)
