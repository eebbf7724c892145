"""Claims (判断条件): flags under their names, of which the first that holds is the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


def first_that_holds(
    claims: Mapping[str, NDArray[np.bool_] | pd.Series[bool]],
    index: pd.Index,
    *,
    otherwise: str | None = None,
) -> pd.Series[str]:
    """
    Name the first claim that holds for each record.

    Parameters
    ----------
    claims
        Flags by the name that is given where they hold, the one that goes before the others first.
    index
        The records' index.
    otherwise
        What is given where none holds.

    Returns
    -------
    answer
        On the index.
    """
    answer = np.full(len(index), otherwise, dtype=object)
    for name, claim in reversed(list(claims.items())):
        answer[np.asarray(claim, dtype=bool)] = name
    return pd.Series(answer, index=index, dtype="str")
