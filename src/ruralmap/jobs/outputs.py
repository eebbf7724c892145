"""Where results may be written: anywhere but onto the office's own files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ruralmap.errors import UsageError
from ruralmap.jobs.products import Product, product_path
from ruralmap.jobs.result_file import require_ending
from ruralmap.words.bilingual import say_both
from ruralmap.workspace import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ruralmap.workspace import Workspace


def refuse_inputs(out: Path, inputs: Iterable[Path]) -> None:
    """
    Refuse to write a result onto an input, or onto a file that belongs to one (.dbf of a .shp, a card).

    Parameters
    ----------
    out
        Where the result shall stand.
    inputs
        The files that were or will be read.

    Raises
    ------
    UsageError
        If `out` is one of them.
    """
    target = out.resolve()
    for path in inputs:
        source = path.resolve()
        if target.parent == source.parent and (target == source or _belongs(target.name, source)):
            raise UsageError(say_both("jobs.out_is_input", path=out))


def _belongs(name: str, source: Path) -> bool:
    shapefile = source.suffix.lower() == ".shp" and name.rpartition(".")[0] == source.stem
    return shapefile or name == f"{source.name}.card.toml"


def refuse_workspace_inputs(out: Path, workspace: Workspace) -> None:
    """
    Refuse to write a result onto anything that a workspace is made of, its registry included.

    Parameters
    ----------
    out
        Where the result shall stand.
    workspace
        The county's folder.

    Raises
    ------
    UsageError
        If `out` is one of its files.
    """
    own = [workspace.root / FILE_NAME, *map(workspace.path, workspace.inputs)]
    if isinstance(workspace.registry, Path):
        own.append(workspace.registry)
    refuse_inputs(out, own)


def chosen_path(
    workspace: Workspace, out: Path | None, product: Product, endings: Iterable[str] = (".xlsx",)
) -> Path:
    """
    Say where a product goes, before any work is done for it.

    Parameters
    ----------
    workspace
        The county's folder.
    out
        Where the user wants it, if that was said.
    product
        Which product; it has a place of its own.
    endings
        What its name may end with.

    Returns
    -------
    path
        The place.

    Raises
    ------
    UsageError
        If a file of the workspace stands there, or the name ends otherwise.
    """
    path = out or product_path(workspace, product)
    refuse_workspace_inputs(path, workspace)
    require_ending(path, endings)
    return path
