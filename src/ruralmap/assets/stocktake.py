"""The book against what stands there (账实核对): each asset against the last inspection of it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from ruralmap.assets.ageing import days_since
from ruralmap.assets.matching import require_once
from ruralmap.assets.standing import GONE
from ruralmap.assets.terms import IDLE

FOUND: Final = (
    "agrees",
    "differs",
    "missing",
    "surplus",
    "damaged",
    "idle",
    "unclear",
    "gone",
    "not_inspected",
)
# A telephone under trees or between houses is off by tens of metres, and a village's border is not drawn
# better; the rule WX-47 asks for a tolerance and names none.
POINT_TOLERANCE_M: Final = 50.0
# Of several inspections on one day the one whose purpose is to hold the book against the thing goes first.
_KINDS: Final = ("账实核对", "清查", "巡查", "风险评估")
_SAYS: Final = ("exists", "found_state", "result")
_PRESENT: Final = ("实物一致", "盘盈", "闲置")
_PAIRS: Final = {"state_differs": ("run_state", "found_state"), "qty_differs": ("qty", "found_qty")}
_COLUMNS: Final[dict[str, Any]] = {
    "asset_id": "str",
    "outcome": "str",
    "inspected_on": "str",
    "inspection_kind": "str",
    "result": "str",
    "found_state": "str",
    "run_state": "str",
    "qty": "Float64",
    "found_qty": "Float64",
    "state_differs": "boolean",
    "qty_differs": "boolean",
    "off_m": "Float64",
    "place": "str",
}


def stocktake(
    assets: pd.DataFrame,
    inspections: pd.DataFrame,
    *,
    as_of: str,
    point_tolerance_m: float = POINT_TOLERANCE_M,
) -> pd.DataFrame:
    """
    Hold each asset against its last inspection by a day.

    Inspections that say whether the thing is there, in what state, or with what result go before those that
    say nothing of it; of several on one day 账实核对 goes before 清查, 巡查 and 风险评估. One dated to a
    month counts when the month is over.

    Parameters
    ----------
    assets
        Columns of the table 资产台账, each id once.
    inspections
        Columns of the table 资产清查核实, and of where it was: `off_m` (metres from the village in which the
        asset stands, 0 inside), `place` (`known`, or why `off_m` is missing: `no_point`, `unsettled`,
        `no_village`) and `accuracy_m`, missing where nobody measured it.
    as_of
        The day, ISO text.
    point_tolerance_m
        How far from the village a point may be and still count as near; where it was measured less
        accurately, as far as that.

    Returns
    -------
    rows
        One an asset of the ledger, in its order, then one an inspected asset that is in no ledger, by id.
        `outcome`, one of `FOUND`: `agrees`; `differs` in state or quantity; `missing` (盘亏), in the book
        and not there; `surplus` (盘盈), there and not in the book, or written off there; `damaged`; `idle`;
        `unclear`, an inspection that says nothing or contradicts itself; `gone` in the book, and seen by
        nobody since; `not_inspected`. `place`: `inside`, `near`, `outside`, why it is not known, or
        `no_inspection`. What was not said is missing and differs from nothing.

    Raises
    ------
    ConservationError
        If an asset went missing or stands twice: a fault of ours.
    """
    seen = _last(inspections, as_of)
    ids = pd.Index([*assets["asset_id"], *sorted(set(seen.index) - set(assets["asset_id"]))], dtype="str")
    book = assets.set_index("asset_id").reindex(ids)
    field = seen.reindex(ids)
    rows = pd.DataFrame(
        {
            "asset_id": ids,
            "inspected_on": field["inspected_on"].to_numpy(),
            "inspection_kind": field["inspection_kind"].to_numpy(),
            "result": field["result"].to_numpy(),
            "exists": field["exists"].to_numpy(),
            "found_state": field["found_state"].to_numpy(),
            "run_state": book["run_state"].to_numpy(),
            "qty": book["qty"].to_numpy(),
            "found_qty": field["qty"].to_numpy(),
            "off_m": field["off_m"].to_numpy(),
            "accuracy_m": field["accuracy_m"].to_numpy(),
            "known_place": field["place"].to_numpy(),
            "in_book": ids.isin(assets["asset_id"]),
            "is_seen": ids.isin(seen.index),
        }
    )
    rows = rows.assign(**{name: _differs(rows, *pair) for name, pair in _PAIRS.items()})
    rows = rows.assign(outcome=_outcomes(rows), place=_places(rows, point_tolerance_m))
    require_once(rows["asset_id"], len(ids))
    return rows[list(_COLUMNS)].astype(_COLUMNS)


def _last(inspections: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Take of each asset the inspection that counts."""
    since = days_since(inspections["inspected_on"], as_of)
    past = inspections.assign(since=since)[since.ge(0).fillna(value=False).astype(bool)]
    ordered = past.assign(
        says=past[list(_SAYS)].notna().any(axis=1),
        rank=past["inspection_kind"].map(_KINDS.index),
    ).sort_values(["says", "since", "rank"], ascending=[False, True, True], kind="stable")
    return ordered.drop_duplicates("asset_id").set_index("asset_id")


def _differs(rows: pd.DataFrame, book: str, found: str) -> pd.Series[bool]:
    """Say where both say something, and not the same."""
    known = rows[book].notna() & rows[found].notna()
    return rows[book].ne(rows[found]).astype("boolean").where(known)


def _outcomes(rows: pd.DataFrame) -> pd.Series[str]:
    """Say what each asset is found to be; the first case that holds."""
    exists, result, state = rows["exists"].astype("boolean"), rows["result"], rows["found_state"]
    denied, seen_there = (
        exists.eq(other=is_there).fillna(value=False).astype(bool) for is_there in (False, True)
    )
    absent = denied | result.eq("盘亏") | state.isin(GONE)
    present = seen_there | result.isin(_PRESENT)
    alive = state.notna() & ~state.isin((*GONE, "损毁"))
    written_off = rows["in_book"] & rows["run_state"].isin(GONE)
    silent = rows[list(_SAYS)].isna().all(axis=1)
    cases = {
        "gone": ~rows["is_seen"] & written_off,
        "not_inspected": ~rows["is_seen"],
        "unclear": silent | (absent & (present | alive)) | (absent & ~rows["in_book"]),
    }
    later = {
        "gone": absent & written_off,
        "missing": absent,
        "surplus": ~rows["in_book"] | written_off | result.eq("盘盈"),
        # Without a result the state speaks for it; 实物一致 of what the book has idle is no finding.
        "damaged": result.fillna(state).eq("损毁"),
        "idle": result.fillna(state).isin(IDLE),
        "differs": (rows["state_differs"] | rows["qty_differs"]).fillna(value=False),
    }
    tests = [np.asarray(flags, dtype=np.bool_) for flags in (*cases.values(), *later.values())]
    return pd.Series(np.select(tests, [*cases, *later], "agrees"), index=rows.index, dtype="str")


def _places(rows: pd.DataFrame, tolerance_m: float) -> pd.Series[str]:
    """Say whether the point lies in the village; near it, where the tolerance or the accuracy allows that."""
    off = rows["off_m"].astype("Float64")
    allowed = rows["accuracy_m"].astype("Float64").fillna(0).clip(lower=tolerance_m)
    known = off.notna().to_numpy(dtype=bool)
    tests = [
        ~rows["is_seen"].to_numpy(dtype=bool),
        ~known,
        off.eq(0).fillna(value=False).to_numpy(dtype=bool),
        off.le(allowed).fillna(value=False).to_numpy(dtype=bool),
    ]
    said = rows["known_place"].fillna("no_point")
    found = np.select(tests, ["no_inspection", said, "inside", "near"], "outside")
    return pd.Series(found, index=rows.index, dtype="str")
