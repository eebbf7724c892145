"""Who writes to the registry, when and why (经办)."""

from __future__ import annotations

import datetime as dt
import getpass
from dataclasses import dataclass


@dataclass(frozen=True)
class Author:
    """Who changes the registry (经办人), the moment of writing (ISO text, UTC), and the reason."""

    by: str
    at: str
    reason: str = ""


def author_now(by: str | None, reason: str = "") -> Author:
    """
    Say who writes at this moment.

    Parameters
    ----------
    by
        As the office names its people; the name of the login unless given.
    reason
        Why.

    Returns
    -------
    author
        With the time of the clock to the second.
    """
    moment = dt.datetime.now(dt.UTC).replace(microsecond=0)
    return Author(by or getpass.getuser(), moment.isoformat().replace("+00:00", "Z"), reason)
