"""What offices are called today (单位别名): a document goes on with names that were merged long ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.rules.records import plain_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from ruralmap.schema.policy import Policy


def names_today(policy: Policy, offices: pd.DataFrame | None, as_of: str) -> dict[str, str]:
    """
    Say what the offices that a policy names are called on a day.

    Parameters
    ----------
    policy
        The policy, with the names by which it knows offices.
    offices
        The workspace's table of offices (单位); an office with a 现单位名称 is called so once its own name is
        no longer in use (停用日期).
    as_of
        The day, ISO text.

    Returns
    -------
    names
        Today's name by every other one. A name that is not there is still in use.
    """
    merged = {} if offices is None else dict(_merged(offices, as_of))
    written = dict(_written(policy, as_of))
    return {name: _last(today, merged) for name, today in {**merged, **written}.items()}


def _written(policy: Policy, as_of: str) -> Iterator[tuple[str, str]]:
    """Pair each name that the policy uses with what it says that the office is called."""
    for name, office in policy.units.items():
        moved = office.now is not None and (office.since is None or office.since.isoformat() <= as_of)
        today = office.now if moved and office.now is not None else name
        yield name, today
        yield from ((alias, today) for alias in office.aliases)


def _merged(offices: pd.DataFrame, as_of: str) -> Iterator[tuple[str, str]]:
    """Pair each name that is no longer in use with the one that took its place."""
    columns = ["name", "alias_of", "valid_to"]
    for row in plain_rows(offices.reindex(columns=columns).astype("str")):
        over = row["valid_to"] is None or row["valid_to"] < as_of
        if row["alias_of"] is not None and over:
            yield row["name"], row["alias_of"]


def _last(name: str, merged: dict[str, str]) -> str:
    """Follow a name through all mergers; a circle ends where it began."""
    seen = {name}
    while merged.get(name, name) not in seen:
        name = merged[name]
        seen.add(name)
    return name
