"""How long a unit has been on the adopted lists (纳入与退出): from which document, to which."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ruralmap.rules.adopted import Listed


@dataclass(frozen=True)
class Stay:
    """
    One stay of a unit on the adopted lists.

    `unit` is the unit as the first list of the stay has it. The stay ends with the first list on which the
    unit is not; it goes on where `left_on` is missing.
    """

    unit: Listed
    entered_on: str
    entered_doc: str
    left_on: str | None = None
    left_doc: str | None = None


def stays_of(lists: Iterable[tuple[str, str, Sequence[Listed]]]) -> tuple[Stay, ...]:
    """
    Follow every unit through the adopted lists.

    Parameters
    ----------
    lists
        The day, the document and the units of each, in the order of adoption.

    Returns
    -------
    stays
        In the order of rules, codes and days; a unit that came back has several.
    """
    ended: list[Stay] = []
    running: dict[tuple[str, str], Stay] = {}
    for day, doc, units in lists:
        present = {(unit.rule_id, unit.code): unit for unit in units if unit.adopted}
        gone = [key for key in running if key not in present]
        ended += [replace(running.pop(key), left_on=day, left_doc=doc) for key in gone]
        for key, unit in present.items():
            running.setdefault(key, Stay(unit, day, doc))
    every = [*ended, *running.values()]
    return tuple(sorted(every, key=lambda stay: (stay.unit.rule_id, stay.unit.code, stay.entered_on)))
