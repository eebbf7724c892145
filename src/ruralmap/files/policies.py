"""Policies on disk (政策文件): the shipped ones by their id, an office's own by their path."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from ruralmap.errors import PolicyError
from ruralmap.schema.policy_document import parse_policy
from ruralmap.schema.policy_problems import PolicyRefusedError, Problem
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from importlib.resources.abc import Traversable

    from ruralmap.schema.policy import Policy

_ENDING: Final = ".toml"
# Sets of rates lie in a folder of their own beside the policies.
RATES_FOLDER: Final = "rates"


class _Named(Protocol):
    """A record with an id, which must be the name of its file."""

    @property
    def id(self) -> str:
        """The id."""


Record = TypeVar("Record", bound=_Named)


def shipped_policies() -> tuple[str, ...]:
    """
    List the policies that come with ruralmap.

    Returns
    -------
    ids
        Their ids, in order; each is the name of a file.
    """
    return shipped_documents("")


def shipped_documents(folder: str) -> tuple[str, ...]:
    """
    List the documents that come with ruralmap in a folder of the policies.

    Parameters
    ----------
    folder
        The folder; empty text for the policies themselves.

    Returns
    -------
    ids
        Their ids, in order; each is the name of a file.
    """
    files = _shipped_folder(folder).iterdir()
    return tuple(sorted(file.name.removesuffix(_ENDING) for file in files if file.name.endswith(_ENDING)))


def read_policy(id_or_path: str | Path) -> Policy:
    """
    Read a policy: a shipped one by its id, or a file.

    Parameters
    ----------
    id_or_path
        An id such as `yunnan-county-2022-2025`, or the path of a TOML file.

    Returns
    -------
    policy
        The policy.

    Raises
    ------
    PolicyError
        If there is no such policy, it is not TOML, its id is not its file's name, or it says anything that
        the tool does not know: all mistakes are listed with their place and remedy.
    """
    return find_document(id_or_path, "", parse_policy)


def policy_bytes(id_or_path: str | Path) -> bytes:
    """
    Take a policy's file as it is, to be kept with what was decided by it.

    Parameters
    ----------
    id_or_path
        As for `read_policy`.

    Returns
    -------
    content
        The file's bytes.
    """
    shipped = str(id_or_path) in shipped_policies()
    file = _shipped_folder("") / f"{id_or_path}{_ENDING}" if shipped else Path(id_or_path)
    return file.read_bytes()


def find_document(
    id_or_path: str | Path, folder: str, parse: Callable[[Mapping[str, Any], str], Record]
) -> Record:
    """
    Read a document: a shipped one by its id, or a file.

    Parameters
    ----------
    id_or_path
        An id, or the path of a TOML file.
    folder
        The folder of the shipped ones, as for `shipped_documents`.
    parse
        Turns what TOML holds, and the name of the file, into a record.

    Returns
    -------
    record
        The record.

    Raises
    ------
    PolicyError
        If there is no such document, it is not TOML, its id is not its file's name, or `parse` refuses it.
    """
    shipped = shipped_documents(folder)
    if str(id_or_path) in shipped:
        return _read(_shipped_folder(folder) / f"{id_or_path}{_ENDING}", str(id_or_path), parse)
    path = Path(id_or_path)
    if not path.is_file():
        key = f"policies.{folder or 'policy'}_not_found"
        raise PolicyError(say_both(key, found=id_or_path, known=", ".join(shipped)))
    return _read(path, path.name.removesuffix(_ENDING), parse)


def _shipped_folder(folder: str) -> Traversable:
    policies = resources.files("ruralmap") / "policies"
    return policies / folder if folder else policies


def _read(file: Path | Traversable, stem: str, parse: Callable[[Mapping[str, Any], str], Record]) -> Record:
    """Read one file; its id must be its name, so that a list can be traced to the file it came from."""
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise PolicyError(say_both("policies.not_toml", file=file.name, fault=fault)) from fault
    record = parse(document, file.name)
    if record.id != stem:
        raise PolicyRefusedError(
            file.name, [Problem("id", "id_not_file", {"found": record.id, "known": stem})]
        )
    return record
