"""Villages without a polygon, and polygons that no list knows (村级代码对照)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.jobs.inputs import read_table
from ruralmap.jobs.topology_lines import Level, Line
from ruralmap.link.codes import current_codes
from ruralmap.schema.division import VILLAGE_DIGITS
from ruralmap.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from ruralmap.schema.outcomes import Answers
    from ruralmap.workspace import Workspace

# Lists that name villages: the columns of the code and of the name. The first one names every village.
_LISTS: Final = {"denominators": ("code", "name"), "roster": ("village_code", "village")}
_COMPLETE: Final = "denominators"


def compare_lists(workspace: Workspace, villages: Level, answers: Answers) -> list[Line]:
    """
    Compare the layer of villages with the workspace's lists that name villages.

    Codes of the lists are taken through the lineage first, so that a village registered under its old code
    is not missing.

    Parameters
    ----------
    workspace
        The county's folder.
    villages
        The layer as it was drawn.
    answers
        What a person answered about unknown headers.

    Returns
    -------
    lines
        As `lines_of_lists`.
    """
    frames = {
        name: frame
        for name in (*_LISTS, "lineage")
        if name in workspace.tables
        and (frame := read_table(workspace, name, answers=answers).frame) is not None
    }
    lineage = frames.get("lineage")
    layer = {
        code: label for code, label in zip(villages.drawn.codes, villages.drawn.labels, strict=True) if code
    }
    listed: dict[str, tuple[str, str]] = {}
    for name in _LISTS:
        if name in frames:
            _note(listed, frames[name], name, layer=layer, lineage=lineage, as_of=workspace.county.as_of)
    abolished = _abolished(layer, lineage, workspace.county.as_of)
    complete = any(_COMPLETE in lists.split() for _, lists in listed.values())
    shown = {
        code: (name, "、".join(TABLES[table].zh for table in lists.split()))
        for code, (name, lists) in listed.items()
    }
    return lines_of_lists(layer, shown, abolished, complete=complete)


def lines_of_lists(
    layer: Mapping[str, str],
    listed: Mapping[str, tuple[str, str]],
    abolished: Mapping[str, str],
    *,
    complete: bool,
) -> list[Line]:
    """
    Compare a layer of villages with the lists that name villages.

    Parameters
    ----------
    layer
        The codes of the layer, and the names.
    listed
        The codes of today's villages in the lists; for each its name and the lists.
    abolished
        The codes that the lineage says are no more, and what stands for them.
    complete
        Whether one of the lists should have every village.

    Returns
    -------
    lines
        Villages without a polygon, and polygons that no list knows.
    """
    whole = TABLES[_COMPLETE].zh
    missing = [
        Line(
            "villages",
            "missing",
            (code,),
            (name or code,),
            # What only a roster knows is more likely a slip of the pen than a village.
            "missing" if whole in lists or not complete else "missing_code",
            why=lists,
        )
        for code, (name, lists) in sorted(listed.items())
        if code not in layer
    ]
    surplus = [
        Line(
            "villages",
            "surplus",
            (code,),
            (name or code,),
            "surplus_abolished" if code in abolished else "surplus",
            why=abolished.get(code, ""),
        )
        for code, name in sorted(layer.items())
        if code in abolished or (complete and code not in listed)
    ]
    return [*missing, *surplus]


def _note(
    listed: dict[str, tuple[str, str]],
    frame: pd.DataFrame,
    table: str,
    *,
    layer: dict[str, str],
    lineage: pd.DataFrame | None,
    as_of: str,
) -> None:
    """Note the villages of one list under today's codes."""
    column, label = _LISTS[table]
    rows = frame[[column, label]].dropna(subset=[column]).drop_duplicates(column)
    rows = rows[rows[column].str.len() == VILLAGE_DIGITS]
    today = current_codes(rows[column], layer, lineage=lineage, as_of=as_of)
    moved = today["reason"].isin(["code_moved", "code_split", "code_abolished"])
    codes = rows[column].where(~moved, today["village_code"])
    for code, name in zip(codes, rows[label], strict=True):
        if isinstance(code, str):
            own, lists = listed.get(code, ("", ""))
            known = name if isinstance(name, str) else ""
            listed[code] = (own or known, lists if table in lists.split() else f"{lists} {table}".strip())


def _abolished(layer: dict[str, str], lineage: pd.DataFrame | None, as_of: str) -> dict[str, str]:
    """Find codes of the layer that the lineage says are no more, and name what stands for each."""
    if lineage is None:
        return {}
    past = lineage[lineage["effective_on"].fillna("9999") <= as_of]
    gone = {}
    for old, rows in past.groupby("old_code"):
        last = rows["effective_on"].max()
        restored = past[(past["new_code"] == old) & (past["effective_on"] >= last)]
        new = rows["new_code"].dropna()
        if old in layer and restored.empty and not (new == old).any():
            gone[str(old)] = "、".join(sorted(set(new)))
    return gone
