"""Policies on disk (政策文件): the shipped ones by their id, an office's own by their path."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ruralmap.errors import PolicyError
from ruralmap.schema.policy_document import parse_policy
from ruralmap.schema.policy_problems import PolicyRefusedError, Problem
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from ruralmap.schema.policy import Policy

_ENDING: Final = ".toml"


def shipped_policies() -> tuple[str, ...]:
    """
    List the policies that come with ruralmap.

    Returns
    -------
    ids
        Their ids, in order; each is the name of a file.
    """
    files = _shipped_folder().iterdir()
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
    if str(id_or_path) in shipped_policies():
        return _read(_shipped_folder() / f"{id_or_path}{_ENDING}", str(id_or_path))
    path = Path(id_or_path)
    if not path.is_file():
        known = ", ".join(shipped_policies())
        raise PolicyError(say_both("policies.not_found", found=id_or_path, known=known))
    return _read(path, path.name.removesuffix(_ENDING))


def _shipped_folder() -> Traversable:
    return resources.files("ruralmap") / "policies"


def _read(file: Path | Traversable, stem: str) -> Policy:
    """Read one file; its id must be its name, so that a list can be traced to the file it came from."""
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise PolicyError(say_both("policies.not_toml", file=file.name, fault=fault)) from fault
    policy = parse_policy(document, file.name)
    if policy.id != stem:
        raise PolicyRefusedError(
            file.name, [Problem("id", "id_not_file", {"found": policy.id, "known": stem})]
        )
    return policy
