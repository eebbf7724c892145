"""The one family of errors. Every error carries data; its message says what was found and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class RuralMapError(Exception):
    """The root of everything ruralmap raises on purpose."""


class UsageError(RuralMapError):
    """The call itself is wrong: an unknown name, an option that does not exist."""


class InputError(RuralMapError):
    """The data given is wrong, so that nothing trustworthy could be made of it."""


class CrsError(InputError):
    """A layer has no coordinate reference system, a wrong one, or not the one of its neighbour."""


class LayerError(InputError):
    """
    A layer or table cannot be used.

    Parameters
    ----------
    message
        What was found, where, the consequence and the remedy.
    findings
        All problems found, not only the first.
    """

    def __init__(self, message: str, findings: Sequence[object] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


class PolicyError(RuralMapError):
    """A policy or workspace file says something that the tool does not know."""


class ConservationError(RuralMapError):
    """A sum that must be kept is not: rows, money or polygons went missing. A fault, never a warning."""


class RegistryError(RuralMapError):
    """The asset registry refused or lost something."""


class SurroundingsError(RuralMapError):
    """The surroundings failed: a disk is full, a file is locked, a database does not answer."""


class OutputError(SurroundingsError):
    """A product could not be written; nothing was left half-written."""
