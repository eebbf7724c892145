"""What inspectors bring from the field (清查外业): campaign, condition, photograph, point; simulated."""

from __future__ import annotations

import hashlib
from typing import Final

import pandas as pd

from ruralmap.demo.draws import chance, draw_words, stream
from ruralmap.demo.spots import DECIMALS

# The campaigns that inspected assets, by kind of inspection: number, first and last day.
ASSET_CAMPAIGNS: Final = {
    "清查": ("ZX202309", "2023-09-01", "2023-09-30"),
    "风险评估": ("ZX202403", "2024-03-01", "2024-03-31"),
    "账实核对": ("ZX202405", "2024-05-01", "2024-05-31"),
}
# So many points lie some kilometres off: taken at the office, not where the asset stands.
POINTS_FAR_OFF: Final = 3
_FAR_DEGREES: Final = 0.03
_CONDITIONS: Final = {
    "正常": "完好",
    "低效": "基本完好",
    "闲置": "基本完好",
    "停产": "需维修",
    "损毁": "损坏",
}
_NOTED, _POINTED, _HASHED, _ACCURATE = 850, 700, 800, 900  # thousandths
_STEP: Final = 10**-DECIMALS
_MOST_STEPS: Final = 150  # about 15 m: what a telephone is off
_STREAM: Final = 94


def add_field_notes(inspections: pd.DataFrame, assets: pd.DataFrame) -> pd.DataFrame:
    """
    Add to each inspection what was noted on the spot, as far as the inspector did.

    Parameters
    ----------
    inspections
        With their results and photographs.
    assets
        With asset_id and the point where each stands.

    Returns
    -------
    inspections
        With all columns of the table 资产清查核实; points are those of telephones, in WGS-84.
    """
    rng = stream(_STREAM)
    count, index = len(inspections), inspections.index
    kinds = inspections["inspection_kind"]
    stands = assets.set_index("asset_id")[["lon", "lat"]].reindex(inspections["asset_id"]).set_axis(index)
    offsets = rng.integers(-_MOST_STEPS, _MOST_STEPS + 1, (count, 2)) * _STEP
    noted = pd.Series(chance(rng, count, permille=_NOTED), index=index)
    pointed = pd.Series(chance(rng, count, permille=_POINTED), index=index)
    pointed &= kinds.eq("账实核对") & inspections["exists"] & stands["lon"].notna()
    far = pd.Series(data=False, index=index)
    far[index[pointed][:POINTS_FAR_OFF]] = True
    hashed = pd.Series(chance(rng, count, permille=_HASHED), index=index) & inspections["photo"].notna()
    names = draw_words(rng, {f"模拟核查人{number:02d}": 1 for number in range(1, 31)}, count=count)
    accuracy = pd.Series(rng.integers(30, 120, count) / 10, index=index)
    accurate = pd.Series(chance(rng, count, permille=_ACCURATE), index=index)
    return inspections.assign(
        campaign_id=kinds.map({kind: campaign for kind, (campaign, _, _) in ASSET_CAMPAIGNS.items()}),
        condition=inspections["found_state"].map(_CONDITIONS).where(noted).astype("str"),
        inspector=pd.Series(names, index=index, dtype="str").where(noted),
        photo_sha256=inspections["photo"].map(_hash, na_action="ignore").where(hashed).astype("str"),
        lon=(stands["lon"] + offsets[:, 0] + far * _FAR_DEGREES).round(DECIMALS).where(pointed),
        lat=(stands["lat"] + offsets[:, 1]).round(DECIMALS).where(pointed),
        datum=pd.Series("WGS-84", index=index, dtype="str").where(pointed),
        accuracy_m=accuracy.where(pointed & accurate),
        note=pd.Series("模拟数据", index=index, dtype="str"),
    )


def _hash(photo: str) -> str:
    """Give the hash that the photograph would have, of which there is none."""
    return hashlib.sha256(f"模拟照片{photo}".encode()).hexdigest()
