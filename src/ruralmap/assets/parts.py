"""An export in parts (分乡镇下发): which township each record of the registry is sent to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ruralmap.assets.marks import WHOLE_COUNTY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.assets.changes import Fields, State

# The part of records of which no township is known.
UNKNOWN: Final = "?"
TOWNSHIP_DIGITS: Final = 9


class Part(NamedTuple):
    """What one township gets (一份): its code, and the keys of its records by table."""

    code: str
    keys: Mapping[str, Sequence[str]]

    @property
    def rows(self) -> int:
        """How many records it has."""
        return sum(map(len, self.keys.values()))


def whole_county(state: State, tables: Sequence[str]) -> Part:
    """
    Put all records into one part.

    Parameters
    ----------
    state
        The registry.
    tables
        The kept tables that are wanted.

    Returns
    -------
    part
        Records by village and number.
    """
    return Part(WHOLE_COUNTY, {table: _in_order(state, table) for table in tables})


def split_by_township(
    state: State, tables: Sequence[str], *, linked: Mapping[str, str], names: Mapping[str, str]
) -> list[Part]:
    """
    Part the records by township; each is in exactly one part.

    Parameters
    ----------
    state
        The registry.
    tables
        The kept tables that are wanted.
    linked
        The township that the linker found for an asset, by its key.
    names
        The names of the townships by code.

    Returns
    -------
    parts
        One a township that has records, by code; last those of which none is known.
    """
    codes = {name: code for code, name in names.items()}
    homes = {
        key: _of_asset(fields, linked.get(key), codes, known=names)
        for key, fields in state.get("assets", {}).items()
    }
    gathered: dict[str, dict[str, list[str]]] = {}
    for table in tables:
        records = state.get(table, {})
        for key in _in_order(state, table):
            home = homes[key] if table == "assets" else _of_record(state, records[key], homes, codes)
            gathered.setdefault(home, {name: [] for name in tables})[table].append(key)
    return [Part(code, gathered[code]) for code in sorted(gathered, key=lambda code: (code == UNKNOWN, code))]


def township_named(fields: Fields, codes: Mapping[str, str], *, of_owner: bool = False) -> str | None:
    """
    Find the township that a record names, by the code of its village or by name.

    Parameters
    ----------
    fields
        The record.
    codes
        The codes of the townships by name.
    of_owner
        Whether the township of the owner is asked for.

    Returns
    -------
    code
        Missing where neither is a township of the county.
    """
    prefix = "owner_" if of_owner else ""
    code = str(fields.get(f"{prefix}village_code") or "")[:TOWNSHIP_DIGITS]
    return code if code in codes.values() else codes.get(str(fields.get(f"{prefix}township") or ""))


def _of_asset(
    fields: Fields, linked: str | None, codes: Mapping[str, str], *, known: Mapping[str, str]
) -> str:
    """Say which township an asset is sent to: where it stands, else where its owner is."""
    if linked is not None and linked in known:
        return linked
    here, owner = township_named(fields, codes), township_named(fields, codes, of_owner=True)
    return here or owner or UNKNOWN


def _of_record(state: State, fields: Fields, homes: Mapping[str, str], codes: Mapping[str, str]) -> str:
    """Say where a record about an asset is sent: to the township of the asset, else to the one named."""
    asset = fields.get("asset_id")
    if asset is None:
        contract = state.get("contracts", {}).get(str(fields.get("contract_id")), {})
        asset = contract.get("asset_id")
    home = homes.get(str(asset), UNKNOWN)
    return home if home != UNKNOWN else township_named(fields, codes) or UNKNOWN


def _in_order(state: State, table: str) -> list[str]:
    """List the keys of a table by village, as a clerk goes through them."""
    records = state.get(table, {})
    return sorted(records, key=lambda key: (str(records[key].get("village_code") or ""), key))
