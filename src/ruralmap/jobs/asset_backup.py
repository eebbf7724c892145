"""Backups of the registry (备份与恢复): one file that says what it holds, and is verified when used."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ruralmap.assets.chain import Head, head_of, verify
from ruralmap.errors import InputError, RegistryError, UsageError
from ruralmap.files.atomic import replacing, working_beside
from ruralmap.jobs.renewing import renewing
from ruralmap.registry.embedded import GeoPackageHome
from ruralmap.registry.history import read_chronicle
from ruralmap.registry.store import home_at
from ruralmap.version import VERSION
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ruralmap.assets.chain import Event
    from ruralmap.assets.chronicle import Chronicle
    from ruralmap.jobs.author import Author
    from ruralmap.registry.store import Readable
    from ruralmap.workspace import Workspace

_REGISTRY: Final = "registry.gpkg"
_CARD: Final = "backup.json"
_STAMP: Final = (1980, 1, 1, 0, 0, 0)  # the first day that a zip knows: the card says when it was made


@dataclass(frozen=True)
class Backup:
    """A backup: where it stands, and where the chain ended that it holds."""

    path: Path
    head: Head


@dataclass(frozen=True)
class Restored:
    """What a restore did: where the chain ends now, and the backup of what stood there before."""

    head: Head
    before: Backup | None


def backup(workspace: Workspace, author: Author, path: Path | None = None) -> Backup:
    """
    Back the registry up.

    Parameters
    ----------
    workspace
        The county's folder.
    author
        Who does it, and when.
    path
        Where it shall stand (.zip); beside the registry unless given, named by the length of its chain.

    Returns
    -------
    backup
        The registry as it stood, with its hash and the head of its chain.

    Raises
    ------
    RegistryError
        If there is no registry, or it is damaged.
    SurroundingsError
        If it is locked, or the disk is full.
    """
    home = home_at(workspace.registry)
    if not home.has_history():
        raise RegistryError(say_both("registry.not_found", path=workspace.registry))
    return _pack(home, workspace, author, path)


def _pack(registry: Readable, workspace: Workspace, author: Author, path: Path | None) -> Backup:
    """Write a backup of a registry."""
    target = path or _own_place(workspace, head_of(_past(registry).events))
    with replacing(target) as aside, working_beside(aside) as folder:
        copy = folder / _REGISTRY
        registry.copy_to(copy)
        head = head_of(_past(GeoPackageHome(copy)).events)  # somebody may have written since
        content = copy.read_bytes()
        card = {
            "county": workspace.county.code,
            "as_of": workspace.county.as_of,
            "at": author.at,
            "by": author.by,
            "reason": author.reason,
            "tool_version": VERSION,
            "sha256": hashlib.sha256(content).hexdigest(),
            "length": head.length,
            "hash": head.digest,
        }
        with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo(_CARD, _STAMP), json.dumps(card, ensure_ascii=False, indent=2))
            archive.writestr(zipfile.ZipInfo(_REGISTRY, _STAMP), content, zipfile.ZIP_DEFLATED)
    return Backup(target, head)


def _past(registry: Readable) -> Chronicle:
    """Read what a registry knows of its past."""
    with registry.reading() as connection:
        return read_chronicle(connection)


def restore(workspace: Workspace, path: Path, author: Author, *, force: bool = False) -> Restored:
    """
    Put a backup in the registry's place.

    Parameters
    ----------
    workspace
        The county's folder.
    path
        The backup.
    author
        Who does it, when and why.
    force
        Also where the registry has events that the backup lacks.

    Returns
    -------
    restored
        Where the chain ends now. What stood there before was backed up first.

    Raises
    ------
    UsageError
        If the registry knows what the backup does not, and `force` is not given.
    InputError
        If the backup is incomplete or was altered.
    SurroundingsError
        If the registry is in use, or the disk is full.
    """
    card, content = _opened(path)
    head = Head(int(card["length"]), str(card["hash"]))
    with working_beside(workspace.backups) as folder:
        copy = folder / _REGISTRY
        copy.write_bytes(content)
        events = _past(GeoPackageHome(copy)).events
        verdict = verify(events, [head])
        if not verdict.is_sound or verdict.head != head:
            raise InputError(say_both("asset_history.backup.broken", path=path, fault=head.digest[:12]))
        with renewing(workspace) as registry:
            before = _set_by(registry, workspace, path, events, author, force=force)
            registry.take_in(copy)
    return Restored(head, before)


def _set_by(
    registry: Readable,
    workspace: Workspace,
    path: Path,
    events: Sequence[Event],
    author: Author,
    *,
    force: bool,
) -> Backup | None:
    """Back up what stands in the registry's place; refuse to give up what only it knows."""
    past = _past(registry).events if registry.has_history() else ()
    known = {event.hash for event in events}
    more = sum(event.hash not in known for event in past)
    if more and not force:
        raise UsageError(say_both("asset_history.backup.older", path=path, count=more))
    return _pack(registry, workspace, author, None) if past else None


def _own_place(workspace: Workspace, head: Head) -> Path:
    """Name a backup by what it holds, so that none overwrites another."""
    name = f"{workspace.county.name}_资产登记库备份_{head.length:06d}_{head.digest[:8]}.zip"
    return workspace.backups / name


def _opened(path: Path) -> tuple[dict[str, Any], bytes]:
    """Read a backup, and look whether it is what its card says."""
    try:
        with zipfile.ZipFile(path) as archive:
            card = json.loads(archive.read(_CARD))
            content = archive.read(_REGISTRY)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as fault:
        raise InputError(say_both("asset_history.backup.broken", path=path, fault=fault)) from fault
    digest = hashlib.sha256(content).hexdigest()
    if digest != card.get("sha256"):
        raise InputError(say_both("asset_history.backup.broken", path=path, fault=f"SHA-256 {digest[:12]}"))
    return card, content
