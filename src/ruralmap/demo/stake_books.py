"""What the papers say of owners and beneficiaries (权属、受益), with the dirt of names and codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from ruralmap.demo.dirt_places import dirty_names, dirty_registration, record_places
from ruralmap.demo.draws import stream

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np

    from ruralmap.demo.dirt import Rates, Record

_STREAM: Final = 25
_CELLS: Final = ("township", "village", "village_code")
OWNER_CELLS: Final = ("owner_township", "owner_village", "owner_village_code")


class StakeBooks(NamedTuple):
    """The ledger's owner cells, the rows of 资产权属 and 资产受益, and the dirt in them."""

    ledger: pd.DataFrame
    owners: pd.DataFrame
    benefits: pd.DataFrame
    records: tuple[Record, ...]


def fill_stakes(
    assets: pd.DataFrame,
    *,
    owners: pd.DataFrame,
    benefits: pd.DataFrame,
    villages: gpd.GeoDataFrame,
    rates: Rates,
) -> StakeBooks:
    """
    Write who owns and who gains, as offices do.

    Parameters
    ----------
    assets
        The clean ledger with its owner villages.
    owners
        The clean table 资产权属.
    benefits
        The clean table 资产受益.
    villages
        Indexed by `village_code`, sorted.
    rates
        How dirty.

    Returns
    -------
    books
        The ledger with dirty owner cells, the two tables, and the records.
    """
    rng = stream(_STREAM)
    known = list(villages.index)
    named = assets.loc[assets["owner_village_code"].notna(), ["asset_id", *OWNER_CELLS]]
    own = named.set_axis(["asset_id", *_CELLS], axis=1)
    cells, of_ledger = _dirty(rng, own, table="assets", known=known, rates=rates)
    renamed = dict(zip(_CELLS, OWNER_CELLS, strict=True))
    ledger = assets.assign(
        **{new: cells[old].reindex(assets.index) for old, new in renamed.items()},
    )
    several, of_owners = _dirty(rng, owners, table="asset_owners", known=known, rates=rates)
    gaining, of_benefits = _dirty(rng, benefits, table="asset_benefits", known=known, rates=rates)
    of_ledger = [(*row[:3], renamed.get(row[3], row[3]), *row[4:]) for row in of_ledger]
    return StakeBooks(ledger, several, gaining, (*of_ledger, *of_owners, *of_benefits))


def _dirty(
    rng: np.random.Generator, rows: pd.DataFrame, *, table: str, known: list[str], rates: Rates
) -> tuple[pd.DataFrame, list[Record]]:
    """Write the names and codes of a table's villages with their dirt."""
    clean = rows[list(_CELLS)]
    named, kinds = dirty_names(rng, clean, rates=rates)
    # There is no point here: each keeps a code or a name.
    settled = pd.Series(data=True, index=rows.index)
    cells, damage = dirty_registration(rng, named, rates=rates, settled=settled, known=known)
    records = record_places(kinds, clean, dirty=named, keys=rows["asset_id"], table=table)
    records += record_places(damage, named, dirty=cells, keys=rows["asset_id"], table=table)
    return rows.assign(**{name: cells[name] for name in _CELLS}), records
