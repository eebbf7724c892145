"""Make the registry anew (重建登记库): aside and then in its place, or in one transaction on a server."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ruralmap.files.atomic import replacing
from ruralmap.jobs.locking import sole_writer
from ruralmap.registry.embedded import GeoPackageHome, require_idle
from ruralmap.registry.geopackage import build_registry
from ruralmap.registry.store import Readable, server_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from ruralmap.registry.batch import Batch
    from ruralmap.words.catalogue import Language
    from ruralmap.workspace import Workspace


class Renewal(Readable, Protocol):
    """A registry that nobody else writes to until it was made anew."""

    def load(
        self, tables: Mapping[str, pd.DataFrame], *, batch: Batch, lang: Language = "zh"
    ) -> dict[str, int]:
        """Put frames in the place of all that stands there, and count the rows by table."""

    def take_in(self, copy: Path) -> None:
        """Put a GeoPackage in the place of all that stands there."""


@dataclass(frozen=True)
class _HeldFile(GeoPackageHome):
    """A GeoPackage in whose place another is put."""

    def load(
        self, tables: Mapping[str, pd.DataFrame], *, batch: Batch, lang: Language = "zh"
    ) -> dict[str, int]:
        """Build aside, and rename."""
        require_idle(self.path)
        with replacing(self.path) as aside:
            return build_registry(aside, tables, batch=batch, lang=lang)

    def take_in(self, copy: Path) -> None:
        """Copy aside, and rename."""
        require_idle(self.path)
        with replacing(self.path) as aside:
            shutil.copyfile(copy, aside)


@contextmanager
def renewing(workspace: Workspace) -> Iterator[Renewal]:
    """
    Make the registry of a workspace anew; nobody else writes meanwhile.

    Parameters
    ----------
    workspace
        The county's folder.

    Yields
    ------
    renewal
        What stands there, if anything does, and the way to replace it. If the body fails, it stays.

    Raises
    ------
    RegistryError
        If what stands there is newer than this program.
    SurroundingsError
        If another writes, or file or server cannot be opened or reached, or the disk is full.
    """
    place = workspace.registry
    if isinstance(place, Path):
        with sole_writer(workspace):
            yield _HeldFile(place)
    else:
        with server_at(place).renewing() as held:
            yield held
