"""What a build of the registry was made from: its date, its county and the hashes of its inputs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# Raised whenever a table or a column of the models changes: a registry of a newer number is refused, one of
# an older number is rebuilt.
SCHEMA_VERSION: Final = 5


@dataclass(frozen=True)
class Batch:
    """
    One load of the registry (装载批次).

    `inputs` gives the SHA-256 of each input by its path in the workspace. They are taken from the inputs,
    never from an open registry: reading the bytes of a file that SQLite has open drops its locks.
    """

    as_of: str
    county_code: str
    county: str
    simulated: bool
    tool_version: str
    inputs: Mapping[str, str]

    @property
    def batch_id(self) -> str:
        """Name the batch by what went into it, so that the same inputs give the same registry."""
        parts = [self.as_of, self.county_code, self.tool_version, str(SCHEMA_VERSION)]
        parts += [f"{digest}  {file}" for file, digest in sorted(self.inputs.items())]
        digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        return f"{self.as_of}-{digest[:12]}"

    @property
    def stamp(self) -> str:
        """Give the time that the file carries in place of the clock."""
        return f"{self.as_of}T00:00:00.000Z"
