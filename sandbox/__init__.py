"""A Slack workspace on this machine: Web API, Socket Mode, people, and a page to watch it."""

from sandbox.clock import HandClock
from sandbox.errors import NotAnswered, SandboxError, WaitTimeout
from sandbox.people.person import Person
from sandbox.server import Sandbox

__all__ = ["HandClock", "NotAnswered", "Person", "Sandbox", "SandboxError", "WaitTimeout"]
