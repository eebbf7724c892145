"""Simulated assets (帮扶项目资产): 2,500 built 2013-2024, and what paid for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.demo.asset_kinds import (
    ASSETS_A_PROJECT,
    ASSETS_OF_HOME_SLOT,
    BUILT_BY_SLOT,
    HISTORIC,
    HOME_SLOT,
    KINDS,
)
from ruralmap.demo.draws import apportion, draw_words, stream
from ruralmap.demo.money import UNIT_FEN
from ruralmap.demo.months import day_text, month_number
from ruralmap.demo.spots import draw_inside
from ruralmap.demo.whereabouts import short_name
from ruralmap.schema.money import FEN_PER_WAN

if TYPE_CHECKING:
    import geopandas as gpd

ASSET_COUNT: Final = 2500
FIRST_MONTH, LAST_HISTORIC_MONTH = "2013-03", "2021-12"
_FORMED_PERCENT: Final = (86, 99)  # of what was spent; the rest is 未形成资产支出
# Level and channel of what paid for 历史资产, before and since the 衔接 funds began in 2021.
_CHANNELS: Final = {
    "中央 其他": 34,
    "省 其他": 26,
    "市 省内对口": 14,
    "中央 行业专项": 12,
    "县 自筹": 8,
    "社会 捐赠": 6,
}
_LATER_CHANNELS: Final = {"中央 衔接": 40, "省 衔接": 30, "市 省内对口": 16, "县 自筹": 8, "社会 捐赠": 6}
_STREAM: Final = 11


def build_assets(
    villages: gpd.GeoDataFrame,
    *,
    households: pd.DataFrame,
    projects: pd.DataFrame,
    project_places: pd.DataFrame,
    spent: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """
    Build the assets of the projects, and before them the historic ones, to the planned number.

    Parameters
    ----------
    villages
        Indexed by `village_code`, sorted, with geometry in EPSG:4490.
    households
        With number, village_code, in_lifted: they own what stands at home (到户类).
    projects
        From `plan_projects`.
    project_places
        From `plan_projects`.
    spent
        From `money.spent_by_project`.

    Returns
    -------
    assets
        What was built, where, when and for how much; the other columns come from `asset_care.add_care`.
    asset_funds
        Columns of the table 资产资金构成; the rows of an asset add up to its original value. What was built
        from 2022 on names its fund line, earlier assets year, level and channel.
    """
    rng = stream(_STREAM)
    owners = households[households["in_lifted"]]
    built, funds = _build_of_projects(rng, projects, project_places, spent)
    historic, old_funds = _build_historic(rng, villages, ASSET_COUNT - len(built))
    assets = pd.concat([historic, built], ignore_index=True)
    numbers = [f"ZC{number:06d}" for number in range(1, len(assets) + 1)]
    ids = dict(zip(assets["draft"], numbers, strict=True))
    assets = _place_assets(rng, assets.assign(asset_id=numbers), villages, owners)
    paid = pd.concat([old_funds, funds], ignore_index=True)
    paid.insert(0, "asset_id", paid.pop("draft").map(ids))
    return assets.drop(columns="draft"), paid


def _build_historic(
    rng: np.random.Generator, villages: gpd.GeoDataFrame, count: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Build what stood before the fund ledger begins, in the order of its months."""
    months = np.sort(rng.integers(month_number(FIRST_MONTH), month_number(LAST_HISTORIC_MONTH) + 1, count))
    subtypes = draw_words(rng, HISTORIC, count=count)
    able = villages.index[villages["kind"].eq("村委会")]
    codes = able[rng.integers(len(able), size=count)]
    rows, funds = [], []
    for draft, (month, subtype, code) in enumerate(zip(months.tolist(), subtypes, codes, strict=True)):
        low, high = KINDS[subtype].wan
        value = int(rng.integers(low * FEN_PER_WAN // UNIT_FEN, high * FEN_PER_WAN // UNIT_FEN)) * UNIT_FEN
        rows.append(
            _draft(rng, f"old{draft}", subtype, str(code))
            | {"built_on": _day(rng, month), "original_value_fen": value}
        )
        funds += _old_funds(rng, f"old{draft}", month // 12, value)
    return pd.DataFrame(rows), pd.DataFrame(funds)


def _build_of_projects(
    rng: np.random.Generator, projects: pd.DataFrame, project_places: pd.DataFrame, spent: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Build what finished projects left behind, from what their lines have spent on them."""
    rows, funds = [], []
    places = project_places[project_places["relation"].eq("建设地")]
    finished = projects[projects["completed_on"].notna() & projects["slot"].isin(list(BUILT_BY_SLOT))]
    for project in finished.to_dict("records"):
        count = ASSETS_OF_HOME_SLOT if project["slot"] == HOME_SLOT else ASSETS_A_PROJECT
        kinds = BUILT_BY_SLOT[project["slot"]]
        subtypes = [kinds[place % len(kinds)] for place in range(count)]
        of_lines = _formed(rng, spent[spent["prj_id"].eq(project["prj_id"])])
        weights = [KINDS[name].wan[1] * int(rng.integers(60, 141)) for name in subtypes]
        values = [part * UNIT_FEN for part in apportion(sum(of_lines.values()) // UNIT_FEN, weights)]
        hosts = places.loc[places["prj_id"].eq(project["prj_id"]), "village_code"].tolist()
        drafts = [f"{project['prj_id']}/{place}" for place in range(count)]
        for place, (draft, subtype, value) in enumerate(zip(drafts, subtypes, values, strict=True)):
            made = {
                "built_on": project["completed_on"],
                "original_value_fen": value,
                "prj_id": project["prj_id"],
            }
            rows.append(_draft(rng, draft, subtype, hosts[place % len(hosts)]) | made)
        funds += _line_funds(of_lines, dict(zip(drafts, values, strict=True)))
    return pd.DataFrame(rows), pd.DataFrame(funds)


def _formed(rng: np.random.Generator, spent: pd.DataFrame) -> dict[str, int]:
    """Say how much of what each line spent has become assets, in round hundreds of yuan."""
    percent = int(rng.integers(*_FORMED_PERCENT, endpoint=True))
    amounts = zip(spent["line_id"], spent["spent_fen"].tolist(), strict=True)
    return {line_id: amount * percent // 100 // UNIT_FEN * UNIT_FEN for line_id, amount in amounts}


def _line_funds(of_lines: dict[str, int], values: dict[str, int]) -> list[dict[str, object]]:
    """Pay for the assets one after the other from the lines one after the other: both sides add up."""
    rows: list[dict[str, object]] = []
    purse = [(line_id, amount) for line_id, amount in of_lines.items() if amount]
    for draft, value in values.items():
        owed = value
        while owed:
            line_id, left = purse.pop(0)
            part = min(owed, left)
            rows.append({"draft": draft, "line_id": line_id, "amount_fen": part})
            owed -= part
            if left > part:
                purse.insert(0, (line_id, left - part))
    return rows


def _old_funds(rng: np.random.Generator, draft: str, year: int, value: int) -> list[dict[str, object]]:
    """Say which year, levels and channels paid for a historic asset: one of them, or two."""
    channels = draw_words(rng, _CHANNELS if year < 2021 else _LATER_CHANNELS, count=2)  # noqa: PLR2004 - see _CHANNELS
    chosen = list(dict.fromkeys(channels))[: 2 if int(rng.integers(100)) < 30 else 1]  # noqa: PLR2004 - hundredths
    parts = apportion(value // UNIT_FEN, [int(rng.integers(20, 80)) for _ in chosen])
    return [
        {"draft": draft, "year": year, "level": level, "channel": channel, "amount_fen": part * UNIT_FEN}
        for (level, channel), part in zip((words.split() for words in chosen), parts, strict=True)
    ]


def _draft(rng: np.random.Generator, draft: str, subtype: str, code: str) -> dict[str, object]:
    """Describe an asset that has no number yet."""
    kind = KINDS[subtype]
    return {
        "draft": draft,
        "asset_class": kind.asset_class,
        "form": kind.form,
        "subtype": subtype,
        "qty": int(rng.integers(*kind.qty, endpoint=True)),
        "qty_unit": kind.qty_unit,
        "village_code": code,
    }


def _place_assets(
    rng: np.random.Generator, assets: pd.DataFrame, villages: gpd.GeoDataFrame, owners: pd.DataFrame
) -> pd.DataFrame:
    """Give assets a point in their village, but for shares in a firm; what stands at home has a household."""
    points = pd.DataFrame(index=assets.index, columns=["lon", "lat"], dtype="float64")
    owner = pd.Series(pd.NA, index=assets.index, dtype="Int64")
    numbers = {code: group["number"].tolist() for code, group in owners.groupby("village_code", sort=True)}
    for code, members in assets.groupby("village_code", sort=True):
        points.loc[members.index] = draw_inside(rng, villages.geometry.loc[code], count=len(members))
        of_home = members.index[members["asset_class"].eq("到户类")]
        candidates = numbers[code]
        owner[of_home] = [candidates[int(rng.integers(len(candidates)))] for _ in of_home]
    located = assets["form"].ne("权益")
    place = villages.loc[assets["village_code"]]
    names = [
        f"{short_name(name)}{subtype}"
        for name, subtype in zip(place["village"], assets["subtype"], strict=True)
    ]
    return assets.assign(
        asset=[f"{name}(模拟)" for name in names],
        township=place["township"].to_numpy(),
        village=place["village"].to_numpy(),
        lon=points["lon"].where(located),
        lat=points["lat"].where(located),
        datum=pd.Series("CGCS2000", index=assets.index, dtype="str").where(located),
        owner_number=owner,
    )


def _day(rng: np.random.Generator, month: int) -> str:
    return day_text(month, int(rng.integers(1, 29)))
