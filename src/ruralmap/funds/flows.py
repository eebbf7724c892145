"""Money from source to township to village (资金流向): each row a part of a line, together the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ruralmap.errors import ConservationError
from ruralmap.funds.places import UNPLACED, places_of_projects
from ruralmap.funds.splits import split_fen
from ruralmap.schema.works import CHANNELS, LEVELS
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruralmap.funds.ledger import Ledger

_COLUMNS: Final[dict[str, Any]] = {
    "year": "Int64",
    "level": "str",
    "channel": "str",
    "line_id": "str",
    "prj_id": "str",
    "township_code": "str",
    "village_code": "str",
    "arranged": "boolean",
    "amount_fen": "Int64",
}
# Empty while the rows are made, missing in the result.
_UNKNOWN: Final = ("prj_id", "township_code", "village_code")


def flows(
    ledger: Ledger,
    *,
    project_shares: pd.DataFrame,
    relation: str = "建设地",
) -> pd.DataFrame:
    """
    Follow the arranged money of each line (安排) to the villages of its projects.

    What a line has not arranged to a project is a row without a project; what a project cannot be placed
    with is a row without a village, and without a township unless that is known. Where more was arranged than
    issued (预安排), only what was issued flows, in proportion. Rows of nothing are left out.

    Parameters
    ----------
    ledger
        The kept lines.
    project_shares
        Where each project is, by village: as for `places_of_projects`.
    relation
        Which of a project's places is meant: 建设地, 出资村 or 受益村.

    Returns
    -------
    flows
        year, level, channel, line_id, prj_id, township_code, village_code, arranged (whether to a project)
        and amount_fen, in the order of year, level, channel, line, project and village. Their sum is the
        issued total of the ledger.

    Raises
    ------
    ConservationError
        If the rows do not add up to each line: a fault of ours.
    """
    places = places_of_projects(project_shares, relation=relation)
    rows = [
        (line, project, township, village, amount)
        for line, project, given in _gifts(ledger)
        if given
        for (township, village), amount in split_fen(given, places.get(project, UNPLACED)).items()
        if amount
    ]
    parts = pd.DataFrame(rows, columns=["line_id", *_UNKNOWN, "amount_fen"])
    parts = parts.assign(**{name: parts[name].mask(parts[name].eq("")) for name in _UNKNOWN})
    sources = ledger.lines[["year", "level", "channel"]]
    found = parts.join(sources, on="line_id").assign(arranged=parts["prj_id"].notna())
    flowing = _sorted(found[list(_COLUMNS)].astype(_COLUMNS))
    _require_conserved(flowing, ledger)
    return flowing


def _gifts(ledger: Ledger) -> Iterator[tuple[str, str, int]]:
    """Yield what each line gives to each project, and what it has left, which belongs to none."""
    state = ledger.state[ledger.state["prj_id"].notna() & ledger.state["arranged_fen"].ne(0)]
    arranged: dict[str, dict[str, int]] = {}
    for line, project, amount in zip(state["line_id"], state["prj_id"], state["arranged_fen"], strict=True):
        arranged.setdefault(line, {})[project] = int(amount)
    for line, issued in ledger.lines["issued_fen"].items():
        given = _within(int(issued), arranged.get(str(line), {}))
        yield from ((str(line), project, amount) for project, amount in given.items())
        yield str(line), "", int(issued) - sum(given.values())


def _within(issued: int, arranged: dict[str, int]) -> dict[str, int]:
    """Cut what was arranged ahead of its money down to the money."""
    if abs(sum(arranged.values())) <= abs(issued):
        return arranged
    return split_fen(issued, {project: abs(amount) for project, amount in arranged.items()})


def _sorted(rows: pd.DataFrame) -> pd.DataFrame:
    """Order rows by what a reader looks for first; the unknown last."""
    ranks = rows.assign(
        level=rows["level"].map({name: rank for rank, name in enumerate(LEVELS)}),
        channel=rows["channel"].map({name: rank for rank, name in enumerate(CHANNELS)}),
    )
    by = ["year", "level", "channel", "line_id", "prj_id", "village_code", "township_code"]
    return rows.loc[ranks.sort_values(by, kind="stable", na_position="last").index].reset_index(drop=True)


def _require_conserved(rows: pd.DataFrame, ledger: Ledger) -> None:
    """Assert that the rows of each line add up to the line."""
    held = rows.groupby("line_id")["amount_fen"].sum().reindex(ledger.lines.index, fill_value=0)
    wrong = held.ne(ledger.lines["issued_fen"])
    if wrong.any():
        line = held.index[wrong][0]
        given = int(ledger.lines["issued_fen"][line])
        raise ConservationError(
            say_both("ledger.not_conserved", view=line, given=given, held=int(held[line]))
        )
