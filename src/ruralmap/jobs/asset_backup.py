"""Backups of the registry (备份与恢复): one file that says what it holds, and is verified when used."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ruralmap.assets.chain import Head, head_of, verify
from ruralmap.errors import InputError, UsageError
from ruralmap.files.atomic import replacing
from ruralmap.jobs.asset_history import read_past
from ruralmap.jobs.locking import sole_writer
from ruralmap.registry.history import read_chronicle
from ruralmap.registry.store import copy_registry, has_history, reading, require_idle
from ruralmap.version import VERSION
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.assets.chain import Event
    from ruralmap.jobs.author import Author
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
    head = head_of(read_past(workspace).events)
    target = path or _own_place(workspace, head)
    with replacing(target) as aside, tempfile.TemporaryDirectory(dir=aside.parent) as folder:
        copy = Path(folder) / _REGISTRY
        copy_registry(workspace.registry, copy)
        with reading(copy) as connection:
            head = head_of(read_chronicle(connection).events)  # somebody may have written since
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
    with sole_writer(workspace), replacing(workspace.registry) as aside:
        aside.write_bytes(content)
        with reading(aside) as connection:
            events = read_chronicle(connection).events
        verdict = verify(events, [head])
        if not verdict.is_sound or verdict.head != head:
            raise InputError(say_both("asset_history.backup.broken", path=path, fault=head.digest[:12]))
        before = _set_by(workspace, path, events, author, force=force)
        require_idle(workspace.registry)
    return Restored(head, before)


def _set_by(
    workspace: Workspace, path: Path, events: Sequence[Event], author: Author, *, force: bool
) -> Backup | None:
    """Back up what stands in the registry's place; refuse to give up what only it knows."""
    if not has_history(workspace.registry):
        return None
    known = {event.hash for event in events}
    more = sum(event.hash not in known for event in read_past(workspace).events)
    if more and not force:
        raise UsageError(say_both("asset_history.backup.older", path=path, count=more))
    return backup(workspace, author)


def _own_place(workspace: Workspace, head: Head) -> Path:
    """Name a backup by what it holds, so that none overwrites another."""
    name = f"{workspace.county.name}_资产登记库备份_{head.length:06d}_{head.digest[:8]}.zip"
    return workspace.registry.parent / "backups" / name


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
