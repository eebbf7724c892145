"""
The folder `adopted/` (审定存档): each adopted list with all it was made of, so that it can be made again.

Files are kept once, by their SHA-256, in `objects/`; nothing there is ever overwritten.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from ruralmap.errors import InputError, UsageError
from ruralmap.files.atomic import creating_folder, write_bytes
from ruralmap.files.cards import card_path
from ruralmap.jobs.adoption_records import LIST_FILE, RECORD_FILE, Adoption, canonical, read_list
from ruralmap.jobs.products import product_path
from ruralmap.jobs.upkeep import registry_bytes
from ruralmap.words.bilingual import say_both
from ruralmap.workspace import FILE_NAME, open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ruralmap.rules.adopted import Listed
    from ruralmap.workspace import Workspace

_OBJECTS: Final = "objects"
# Where the policy of a list stands in the folder in which the list is made again.
# Under which name a copy of the registry is kept, wherever that stands; absent where nobody had edited it.
_REGISTRY: Final = "adopted-registry.gpkg"
_POLICY_FOLDER: Final = "adopted-policy"


@dataclass(frozen=True)
class AdoptedList:
    """An adopted list and the record of its adoption."""

    record: Adoption
    units: tuple[Listed, ...]


def sha256(content: bytes) -> str:
    """
    Name bytes by their content.

    Parameters
    ----------
    content
        The bytes.

    Returns
    -------
    name
        The SHA-256 in hexadecimal digits.
    """
    return hashlib.sha256(content).hexdigest()


def collect_inputs(workspace: Workspace) -> dict[str, bytes]:
    """
    Take every file that a list depends on: ruralmap.toml, inputs, their companions and cards, the answers.

    The registry is one of them where others than the files have edited it.

    Parameters
    ----------
    workspace
        The county's folder.

    Returns
    -------
    files
        Content by path relative to the workspace, with forward slashes.

    Raises
    ------
    UsageError
        If a file stands outside the workspace's folder: it could not be put back to its place.
    """
    wanted = [workspace.root / FILE_NAME, product_path(workspace, "findings")]
    for relative in workspace.inputs:
        path = workspace.path(relative)
        family = path.parent.glob(f"{path.stem}.*") if path.suffix.lower() == ".shp" else [path]
        wanted += [*family, card_path(path)]
    contents = _contents(workspace, wanted)
    registry = registry_bytes(workspace)
    if registry is not None:
        contents[_REGISTRY] = registry
    return contents


def _contents(workspace: Workspace, wanted: Iterable[Path]) -> dict[str, bytes]:
    """Read the files that are there; refuse those that could not be put back to their place."""
    root = workspace.root.resolve()
    present = sorted({path.resolve() for path in wanted if path.is_file()})
    outside = [str(path) for path in present if not path.is_relative_to(root)]
    if outside:
        raise UsageError(say_both("adoption.fault.outside", files="、".join(outside)))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in present}


def next_name(folder: Path, *, date: str, policy: str) -> str:
    """
    Name the next adoption of a day.

    Parameters
    ----------
    folder
        The folder of adopted lists.
    date
        The day of the adoption.
    policy
        The policy's id.

    Returns
    -------
    name
        Such as `2024-10-15_yunnan-county-2022-2025_1`.
    """
    number = 1
    while (folder / f"{date}_{policy}_{number}").exists():
        number += 1
    return f"{date}_{policy}_{number}"


def store(folder: Path, record: Adoption, objects: Iterable[bytes], products: Mapping[str, bytes]) -> Path:
    """
    Keep an adoption: first its objects, then its folder as a whole.

    Parameters
    ----------
    folder
        The folder of adopted lists.
    record
        The record.
    objects
        The files that the list was made of.
    products
        The list and its workbooks by file name.

    Returns
    -------
    path
        The folder of this adoption.

    Raises
    ------
    OutputError
        If the disk does not allow it; no half of an adoption is left.
    """
    for content in objects:
        path = folder / _OBJECTS / sha256(content)
        if not path.is_file():
            write_bytes(path, content)
    with creating_folder(folder / record.name) as aside:
        for name, content in products.items():
            (aside / name).write_bytes(content)
        (aside / RECORD_FILE).write_bytes(canonical(record.model_dump()))
    return folder / record.name


def read_adoption(workspace: Workspace, name: str) -> AdoptedList:
    """
    Read an adopted list.

    Parameters
    ----------
    workspace
        The county's folder.
    name
        The name of its folder.

    Returns
    -------
    adopted
        The list and its record.

    Raises
    ------
    UsageError
        If there is none of that name.
    InputError
        If its files are damaged or were changed after the adoption.
    """
    names = adoption_names(workspace)
    if name not in names:
        raise UsageError(say_both("adoption.fault.unknown", name=name, known="、".join(names) or "—"))
    folder = workspace.adopted / name
    try:
        record = Adoption.model_validate_json((folder / RECORD_FILE).read_bytes())
        content = (folder / LIST_FILE).read_bytes()
    except (ValidationError, FileNotFoundError) as fault:
        raise InputError(say_both("adoption.fault.damaged", path=folder / RECORD_FILE)) from fault
    if sha256(content) != record.list_sha256:
        raise InputError(say_both("adoption.fault.damaged", path=folder / LIST_FILE))
    return AdoptedList(record, read_list(content))


def adoption_names(workspace: Workspace) -> tuple[str, ...]:
    """
    List the adoptions of a workspace.

    Parameters
    ----------
    workspace
        The county's folder.

    Returns
    -------
    names
        In order: the day comes first.
    """
    return tuple(sorted(path.parent.name for path in workspace.adopted.glob(f"[!.]*/{RECORD_FILE}")))


def adopted_policies(workspace: Workspace) -> tuple[str, ...]:
    """
    List the policies of which a workspace has adopted lists.

    Parameters
    ----------
    workspace
        The county's folder.

    Returns
    -------
    policies
        Their ids, in order.

    Raises
    ------
    InputError
        If a list is damaged.
    """
    names = adoption_names(workspace)
    return tuple(sorted({read_adoption(workspace, name).record.policy for name in names}))


def earlier_lists(workspace: Workspace) -> dict[str, bytes]:
    """
    Take the adopted lists themselves, for a list that asks who was on an earlier one.

    Parameters
    ----------
    workspace
        The county's folder.

    Returns
    -------
    files
        Record and list of each adoption by path relative to the workspace, with forward slashes.

    Raises
    ------
    UsageError
        If the folder of adopted lists stands outside the workspace's.
    """
    folders = [workspace.adopted / name for name in adoption_names(workspace)]
    return _contents(workspace, [folder / file for folder in folders for file in (RECORD_FILE, LIST_FILE)])


def latest_adoption(workspace: Workspace, policy: str) -> AdoptedList | None:
    """
    Find the list that a county follows now.

    Parameters
    ----------
    workspace
        The county's folder.
    policy
        The policy's id.

    Returns
    -------
    adopted
        The last list adopted of that policy whose data are not later than the date of evaluation.
    """
    adopted = adoptions_until(workspace, policy)
    return adopted[-1] if adopted else None


def adoptions_until(workspace: Workspace, policy: str) -> list[AdoptedList]:
    """
    List the adopted lists of a policy whose data are not later than the date of evaluation.

    Parameters
    ----------
    workspace
        The county's folder.
    policy
        The policy's id.

    Returns
    -------
    adopted
        By the day of adoption, then by number.

    Raises
    ------
    InputError
        If one is damaged.
    """
    read = [read_adoption(workspace, name) for name in adoption_names(workspace)]
    as_of = workspace.county.as_of
    fitting = [one for one in read if one.record.policy == policy and one.record.as_of <= as_of]
    return sorted(fitting, key=_order)


def _order(adopted: AdoptedList) -> tuple[str, int]:
    """Order adoptions by their day, and those of a day by their number."""
    return adopted.record.date, int(adopted.record.name.rpartition("_")[2])


def restore(workspace: Workspace, record: Adoption, folder: Path) -> tuple[Workspace, Path]:
    """
    Lay out the files of an adoption as they were.

    Parameters
    ----------
    workspace
        The county's folder, which keeps the objects.
    record
        The adoption.
    folder
        An empty folder.

    Returns
    -------
    restored
        The workspace as of that day, and the policy's file.

    Raises
    ------
    InputError
        If an object is absent or was changed.
    """
    for relative, digest in record.inputs.items():
        write_bytes(folder / relative, _object(workspace, digest))
    policy = folder / _POLICY_FOLDER / f"{record.policy}.toml"
    write_bytes(policy, _object(workspace, record.policy_sha256))
    restored = open_workspace(folder, as_of=record.as_of)
    # Never the one that the county works on: that may stand on a server, and has gone on since.
    output = restored.output.model_copy(update={"registry": _REGISTRY})
    return restored.model_copy(update={"output": output}), policy


def _object(workspace: Workspace, digest: str) -> bytes:
    path = workspace.adopted / _OBJECTS / digest
    content = path.read_bytes() if path.is_file() else b""
    if sha256(content) != digest:
        raise InputError(say_both("adoption.fault.damaged", path=path))
    return content
