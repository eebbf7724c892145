"""Sets of rates on disk (指标集): the shipped ones by their id, an office's own by their path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.files.policies import RATES_FOLDER, find_document, shipped_documents
from ruralmap.schema.fund_rates import parse_rates

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.schema.fund_rates import RateSet


def shipped_rates() -> tuple[str, ...]:
    """
    List the sets of rates that come with ruralmap.

    Returns
    -------
    ids
        Their ids, in order; each is the name of a file.
    """
    return shipped_documents(RATES_FOLDER)


def read_rates(id_or_path: str | Path) -> RateSet:
    """
    Read a set of rates: a shipped one by its id, or a file.

    Parameters
    ----------
    id_or_path
        An id such as `monthly`, or the path of a TOML file.

    Returns
    -------
    rates
        The set.

    Raises
    ------
    PolicyError
        If there is no such set, it is not TOML, its id is not its file's name, or it says anything that the
        tool does not know: all mistakes are listed with their place and remedy.
    """
    return find_document(id_or_path, RATES_FOLDER, parse_rates)
