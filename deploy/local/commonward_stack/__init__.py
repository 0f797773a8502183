"""The real servers on this machine, without containers: for tests, benchmarks and a look at the production shape.

`commonward-stack run -- COMMAND` starts Kafka and PostgreSQL, runs the command with their addresses in its
environment and stops them. Tests of faults make servers of their own:

    with KafkaServer() as broker:
        broker.kill()       # as a power cut would
        broker.start()      # same port, same data
"""

from __future__ import annotations

from commonward_stack.kafka_server import KafkaServer
from commonward_stack.keycloak_server import KeycloakServer
from commonward_stack.postgres_server import PostgresServer
from commonward_stack.process import StackError

__all__ = ["KafkaServer", "KeycloakServer", "PostgresServer", "StackError"]
