"""Who owns the simulated assets and whom they serve (权属村、受益村), apart from where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd

from ruralmap.demo.draws import apportion, draw_words, stream
from ruralmap.demo.whereabouts import short_name

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np

_STREAM: Final = 16
# Owners that are a village, or live in one.
_OF_VILLAGE: Final = ("村集体", "户")
# Thousandths of what village collectives own: with its point in another village (飞地), owned by several
# villages, or of an owner village that the ledger does not say.
_AWAY, _JOINT, _SILENT = 30, 25, 40
# How an asset's beneficiaries are known: one village; several, by stated shares or by heads; not at all; or
# by shares that do not add up to one.
_SERVES: Final = {"one": 820, "shares": 70, "heads": 70, "": 38, "broken": 2}
_WHOLE: Final = 100  # shares are typed in hundredths
OWNER_COLUMNS: Final = (
    "asset_id", "owner", "owner_level", "township", "village", "village_code", "share", "doc",
)  # fmt: skip
BENEFIT_COLUMNS: Final = ("asset_id", "township", "village", "village_code", "share", "households", "persons")
TRUTH_COLUMNS: Final = ("asset_id", "relation", "village_code", "share")


class Stakes(NamedTuple):
    """
    The ledger with its owner villages, the tables 资产权属 and 资产受益, and what is really so.

    `truth` has one row an asset, relation (坐落村, 权属村, 受益村) and village; a whole without a village is
    not stated, or belongs to none.
    """

    assets: pd.DataFrame
    owners: pd.DataFrame
    benefits: pd.DataFrame
    truth: pd.DataFrame


def add_stakes(assets: pd.DataFrame, villages: gpd.GeoDataFrame) -> Stakes:
    """
    Say who owns each asset and whom it serves.

    Parameters
    ----------
    assets
        The whole ledger, with village_code, owner and owner_level.
    villages
        Indexed by `village_code`, sorted, with village, township and kind.

    Returns
    -------
    stakes
        The ledger and the two tables, clean, and the truth.
    """
    rng = stream(_STREAM)
    beside = _Neighbourhood(villages)
    ledger, owners, owned = _own(rng, assets, beside)
    benefits, served = _serve(rng, ledger, beside)
    stands = [(row.asset_id, "坐落村", row.village_code, 1.0) for row in assets.itertuples()]
    truth = pd.DataFrame([*stands, *owned, *served], columns=list(TRUTH_COLUMNS))
    truth = truth.sort_values(["asset_id", "relation", "village_code"], kind="stable", ignore_index=True)
    return Stakes(ledger, owners, benefits, truth)


class _Neighbourhood:
    """Names of villages, and the other villages of a township."""

    def __init__(self, villages: gpd.GeoDataFrame) -> None:
        """Read the villages once."""
        self.names = villages[["township", "village"]]
        self._name_of = {
            str(row.Index): (str(row.township), str(row.village)) for row in self.names.itertuples()
        }
        self._able: dict[str, list[str]] = {}
        for code in villages.index[villages["kind"].eq("村委会")]:
            self._able.setdefault(str(code)[:9], []).append(str(code))

    def draw(self, rng: np.random.Generator, code: str, count: int) -> list[str]:
        """Draw other villages of a village's township."""
        others = [other for other in self._able[code[:9]] if other != code]
        return [others[place] for place in rng.permutation(len(others))[:count]]

    def place(self, code: str) -> dict[str, str]:
        """Name a village as tables do."""
        township, village = self._name_of[code]
        return {"township": township, "village": village, "village_code": code}

    def owner(self, code: str) -> str:
        """Name a village's collective."""
        township, village = self._name_of[code]
        return f"{township}{short_name(village)}经济合作社"


def _own(
    rng: np.random.Generator, assets: pd.DataFrame, beside: _Neighbourhood
) -> tuple[pd.DataFrame, pd.DataFrame, list[tuple[str, str, str, float]]]:
    """Give each asset its owner village in the ledger, or several in the table 资产权属."""
    draw = rng.integers(1000, size=len(assets))
    rows: list[dict[str, Any]] = []
    truth: list[tuple[str, str, str, float]] = []
    owner = assets["owner"].tolist()
    code = assets["village_code"].where(assets["owner_level"].isin(_OF_VILLAGE)).tolist()
    collective = assets["owner_level"].eq("村集体").tolist()
    pairs = zip(assets["asset_id"].tolist(), assets["village_code"].tolist(), strict=True)
    for place, (asset_id, own) in enumerate(pairs):
        luck = int(draw[place]) if collective[place] else 1000
        if luck < _AWAY:
            code[place] = beside.draw(rng, own, 1)[0]
            owner[place] = beside.owner(code[place])
        elif luck < _AWAY + _JOINT:
            shared = _share(rng, [own, *beside.draw(rng, own, 1 + int(rng.integers(2)))])
            rows += [
                {
                    "asset_id": asset_id,
                    "owner": beside.owner(village),
                    "owner_level": "村集体",
                    "share": share,
                }
                | beside.place(village)
                for village, share in shared.items()
            ]
            truth += [(asset_id, "权属村", village, share) for village, share in shared.items()]
            code[place] = pd.NA
            continue
        elif luck < _AWAY + _JOINT + _SILENT:
            code[place] = pd.NA
        truth.append((asset_id, "权属村", "" if pd.isna(code[place]) else code[place], 1.0))
    codes = pd.Series(code, index=assets.index, dtype=assets["village_code"].dtype)
    known = codes.dropna()
    names = beside.names.loc[known].set_axis(known.index)
    ledger = assets.assign(
        owner=pd.Series(owner, index=assets.index, dtype=assets["owner"].dtype),
        owner_township=names["township"].reindex(assets.index),
        owner_village=names["village"].reindex(assets.index),
        owner_village_code=codes,
    )
    owners = pd.DataFrame(rows).assign(doc="模拟确权〔2021〕1号")
    return ledger, owners[list(OWNER_COLUMNS)], truth


def _serve(
    rng: np.random.Generator, ledger: pd.DataFrame, beside: _Neighbourhood
) -> tuple[pd.DataFrame, list[tuple[str, str, str, float]]]:
    """Say whom each asset serves; what stands at home serves its household, and no paper says so."""
    rows: list[dict[str, Any]] = []
    truth: list[tuple[str, str, str, float]] = []
    ways = draw_words(rng, _SERVES, count=len(ledger))
    # An asset in another village than its owner's serves its owner.
    homes = ledger["owner_village_code"].fillna(ledger["village_code"])
    told = zip(ledger["asset_id"].tolist(), ledger["asset_class"].tolist(), homes.tolist(), ways, strict=True)
    for asset_id, asset_class, home, way in told:
        if asset_class == "到户类" or not way:
            truth.append((asset_id, "受益村", "", 1.0))
            continue
        count = 0 if way == "one" else 1 + int(rng.integers(3))
        codes = [home, *beside.draw(rng, home, count)]
        heads = rng.integers(20, 900, len(codes)).tolist()
        typed = _share(rng, codes)
        shares = _typed_shares(way, list(typed.values()))
        rows += [
            {"asset_id": asset_id, "share": share, "persons": people, "households": people // 4 + 1}
            | beside.place(village)
            for village, share, people in zip(codes, shares, heads, strict=True)
        ]
        truth += _served(asset_id, way, codes, typed=typed, heads=heads)
    benefits = pd.DataFrame(rows)[list(BENEFIT_COLUMNS)].astype({"share": "float64"})
    return benefits, truth


def _typed_shares(way: str, shares: list[float]) -> list[float | None]:
    """Say what the paper says of shares: nothing where heads count, or what never adds up to one."""
    if way == "heads":
        return [None] * len(shares)
    return [0.4 if way == "broken" else share for share in shares]


def _served(
    asset_id: str, way: str, codes: list[str], *, typed: dict[str, float], heads: list[int]
) -> list[tuple[str, str, str, float]]:
    """Write what is really so of one asset's beneficiaries."""
    if way == "broken":
        return [(asset_id, "受益村", "", 1.0)]
    if way == "heads":
        shares = [round(count / sum(heads), 6) for count in heads]
        return [(asset_id, "受益村", code, share) for code, share in zip(codes, shares, strict=True)]
    return [(asset_id, "受益村", code, typed[code]) for code in codes]


def _share(rng: np.random.Generator, codes: list[str]) -> dict[str, float]:
    """Share something among villages in hundredths that add up to one."""
    parts = apportion(_WHOLE, [int(rng.integers(20, 60)) for _ in codes])
    return {code: part / _WHOLE for code, part in zip(codes, parts, strict=True)}
