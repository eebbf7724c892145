"""How today's lists differ from the adopted one (与已审定名单的差异), as JSON can hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ruralmap.rules.adopted import count_differences

if TYPE_CHECKING:
    from ruralmap.jobs.adoption_store import AdoptedList
    from ruralmap.rules.adopted import Changed


def difference_record(adopted: AdoptedList, changed: tuple[Changed, ...]) -> dict[str, Any]:
    """
    Put the differences into numbers and codes that JSON can hold.

    Parameters
    ----------
    adopted
        The adopted list.
    changed
        The units that differ.

    Returns
    -------
    record
        Villages and townships by code; households as numbers alone, as everywhere in this JSON.
    """
    return {
        "name": adopted.record.name,
        "doc": adopted.record.doc,
        "date": adopted.record.date,
        "counts": count_differences(changed),
        "units": [
            {
                "rule_id": one.rule_id,
                "level": one.level,
                "code": one.code,
                "adopted": one.listed is not None and one.listed.adopted,
                "difference": one.difference,
            }
            for one in changed
            if one.level != "household"
        ],
        "manual": [
            {"rule_id": one.rule_id, "level": one.level, "code": one.code, "move": one.move}
            for one in adopted.units
            if one.move and one.level != "household"
        ],
    }
