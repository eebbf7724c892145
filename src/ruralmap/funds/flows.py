"""Money from source to township to village (资金流向): what is issued, of a table of balances."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from ruralmap.errors import ConservationError
from ruralmap.funds.postings import gather
from ruralmap.funds.progress import ranks_of
from ruralmap.words.bilingual import say_both

# In the order in which the rows stand; the village goes before its township, which it tells.
_BY: Final = ("year", "level", "channel", "line_id", "prj_id", "village_code", "township_code")
FLOW_COLUMNS: Final = (
    *("year", "level", "channel", "line_id", "prj_id", "township_code", "village_code"),
    *("arranged", "amount_fen"),
)


def flows(table: pd.DataFrame) -> pd.DataFrame:
    """
    Follow issued money from its source to the villages of its projects.

    What no project holds is a row without a project; what cannot be placed is a row without a village, and
    without a township unless that is known. Rows of nothing are left out.

    Parameters
    ----------
    table
        Balances, as `balances.balances` gives them, or some of its rows.

    Returns
    -------
    flows
        year, level, channel, line_id, prj_id, township_code, village_code, arranged (whether to a project)
        and amount_fen, in the order of year, level, channel, line, project and village. Their sum is the
        issued total of the table.

    Raises
    ------
    ConservationError
        If the rows do not add up to the table: a fault of ours.
    """
    issued = table[[name for name in table if name in FLOW_COLUMNS or name == "issued_fen"]]
    issued = issued[issued["issued_fen"].ne(0)]
    ranked = [ranks_of(issued[name]) for name in _BY]
    order, starts, _ = gather(np.column_stack([ranks for ranks, _ in ranked]), [last for _, last in ranked])
    amounts = issued["issued_fen"].to_numpy(dtype=np.int64)[order]
    sums = np.add.reduceat(amounts, starts) if len(starts) else amounts
    found = issued.iloc[order[starts][sums != 0]].reset_index(drop=True)
    found = found.assign(
        arranged=found["prj_id"].notna().astype("boolean"),
        amount_fen=pd.array(sums[sums != 0], dtype="Int64"),
    )
    found = pd.DataFrame(found, columns=list(FLOW_COLUMNS))
    given, held = int(table["issued_fen"].sum()), int(found["amount_fen"].sum())
    if given != held:
        raise ConservationError(say_both("ledger.not_conserved", view="flows", given=given, held=held))
    return found
