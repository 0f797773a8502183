"""Apache Kafka: one node that is broker and controller (KRaft), plaintext on loopback."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from commonward_stack.account import Account
from commonward_stack.maven import fetch, java
from commonward_stack.ports import HOST, free_port, is_listening
from commonward_stack.process import Server, StackError

HEAP = "512m"
CLUSTER = "Y29tbW9ud2FyZC1sb2NhbA"
"""Any 16 bytes in base64 will do; these say commonward-local."""


class KafkaServer(Server):
    """A broker. `settings` are added to its properties and win over those given here."""

    name = "Kafka"

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        self._java = java()
        self._jars = fetch("kafka")
        self.port, self._controller_port = free_port(), free_port()
        super().__init__(Account())
        self._settings = self._defaults() | dict(settings or {})

    @property
    def servers(self) -> str:
        """The bootstrap address: `host:port`."""
        return f"{HOST}:{self.port}"

    @property
    def version(self) -> str:
        (jar,) = self._jars.glob("kafka_*.jar")
        return jar.stem.rpartition("-")[2]

    def is_ready(self) -> bool:
        if not is_listening(self.port):
            return False
        try:
            admin = KafkaAdminClient(bootstrap_servers=self.servers, bootstrap_timeout_ms=2_000)
        except KafkaError:
            return False
        try:
            return any(not broker["is_fenced"] for broker in admin.describe_cluster()["brokers"])
        except KafkaError:
            return False
        finally:
            admin.close()

    def close(self) -> None:
        self.kill()  # its data are thrown away, and the orderly way takes seconds
        super().close()

    def _prepare(self) -> None:
        properties = self.folder / "server.properties"
        properties.write_text("".join(f"{key}={value}\n" for key, value in self._settings.items()))
        tool = self._run("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", str(properties))
        done = subprocess.run(tool, capture_output=True, text=True, check=False)
        if done.returncode:
            raise StackError(f"Kafka's storage could not be formatted:\n{done.stdout}{done.stderr}")

    def _command(self) -> Sequence[str]:
        return self._run("kafka.Kafka", str(self.folder / "server.properties"))

    def _run(self, main: str, *arguments: str) -> list[str]:
        quiet = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"
        return [self._java, f"-Xms{HEAP}", f"-Xmx{HEAP}", quiet, "-cp", f"{self._jars}/*", main, *arguments]

    def _defaults(self) -> dict[str, str]:
        return {
            "process.roles": "broker,controller",
            "node.id": "1",
            "controller.quorum.voters": f"1@{HOST}:{self._controller_port}",
            "controller.listener.names": "CONTROLLER",
            "listeners": f"PLAINTEXT://{HOST}:{self.port},CONTROLLER://{HOST}:{self._controller_port}",
            "advertised.listeners": f"PLAINTEXT://{HOST}:{self.port}",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs": str(self.folder / "data"),
            # One node holds the only copy.
            "offsets.topic.replication.factor": "1",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
            "share.coordinator.state.topic.replication.factor": "1",
            "share.coordinator.state.topic.min.isr": "1",
            # After a kill the controller waits so long before it lets the broker in again (by default 9 s).
            "broker.session.timeout.ms": "2000",
            "broker.heartbeat.interval.ms": "500",
            # Fewer files to open than the default 50 each: the tests start this often.
            "offsets.topic.num.partitions": "4",
            "transaction.state.log.num.partitions": "4",
            "group.initial.rebalance.delay.ms": "0",
            # A topic exists because the platform made it; a misspelt name is an error.
            "auto.create.topics.enable": "false",
        }
