"""Which texts are among others (是否在列), for thousands of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def is_among(values: pd.Series[str], known: pd.Series[str]) -> NDArray[np.bool_]:
    """
    Tell which texts are among others, as `values.isin(known)` does.

    Of text columns that goes through the known texts one by one; here they are hashed together.

    Parameters
    ----------
    values
        Texts; a missing one is among the others if one of these is missing.
    known
        The others, each any number of times.

    Returns
    -------
    flags
        One for each of `values`, in their order.
    """
    found: NDArray[np.bool_] = pd.Index(known.unique()).get_indexer(pd.Index(values)) >= 0
    return found
