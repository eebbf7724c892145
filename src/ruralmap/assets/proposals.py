"""
What is proposed to do about assets (四个一批、处置建议), with its reason.

A proposal is worked out anew each time from what is known, and never takes the place of what a person chose:
that stands in 四个一批 of the project and in 处置措施 of the asset.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from ruralmap.assets.standing import in_force

KEEP, IMPROVE, REVIVE, ADJUST = "巩固", "升级", "盘活", "调整"
# From the lightest to the gravest.
BATCHES: Final = (KEEP, IMPROVE, REVIVE, ADJUST)
# Why an asset has its proposal, or none; the first that holds is given. Labels: the catalogue `proposals`.
REASONS: Final = (
    "not_operating",
    "gone",
    "unfit",
    "state_unknown",
    "idle",
    "weak",
    "risk",
    "arrears",
    "contract_missing",
    "yields_open",
    "sound",
)
_NO_PROPOSAL: Final = ("not_operating", "gone", "state_unknown", "yields_open")
_PROPOSED: Final = {"unfit": ADJUST, "idle": REVIVE, "sound": KEEP}  # the others: 升级
# These leave open whether something graver holds; the others are not asked at all.
_OPEN: Final = ("state_unknown", "yields_open")
_OPERATING: Final = "经营性"
_GONE: Final = ("灭失", "已处置")
_IDLE: Final = ("停产", "闲置")
_WEAK: Final = ("低效", "损毁")
_OWN_BUSINESS: Final = "自营"
_HIGH: Final = "高"
# How 发展前景 says that something has no future here: the words of HP-25 (无法持续发挥效益) and HA-16 (不宜).
_NO_FUTURE: Final = "无法持续|不可持续|难以持续|不宜|不适宜|无发展前景|无前景|没有前景"


def propose(
    assets: pd.DataFrame, contracts: pd.DataFrame, yielded: pd.DataFrame, *, as_of: str
) -> pd.DataFrame:
    """
    Propose for each operating asset in which of the four batches it would be.

    Unfit for the place, the market or by policy: 调整. Stopped or idle: 盘活. Of little use or damaged, in
    high risk, in arrears, or without a contract where its owner does not run it: 升级. What runs and has
    none of these faults: 巩固. Where the state is not known, or not all yields of what runs are, there is
    no proposal.

    Parameters
    ----------
    assets
        Columns of the table 资产台账, uniquely indexed.
    contracts
        Columns of the table 资产合同.
    yielded
        Indexed by asset_id, with `arrears_fen` and `yields_open`, whole numbers, as of the same date.
    as_of
        The date, ISO text.

    Returns
    -------
    proposals
        On the index of `assets`: `proposed`, one of `BATCHES` or missing, and `reason`, one of `REASONS`.

    Source
    ------
    HA-16 (豫政办〔2023〕61号), the batches by condition: 链条完备且经营正常, 有基础但短板明显, 停产闲置,
    因市场、政策、地理气候不宜; HP-25: 无法持续发挥效益.
    """
    state = assets["run_state"]
    owed = yielded.reindex(assets["asset_id"]).fillna(0).set_axis(assets.index)
    contracted = assets["asset_id"].isin(in_force(contracts, as_of)["asset_id"])
    holds = {
        "not_operating": assets["asset_class"].ne(_OPERATING),
        "gone": state.isin(_GONE),
        "unfit": assets["outlook"].str.contains(_NO_FUTURE, na=False),
        "state_unknown": state.isna(),
        "idle": state.isin(_IDLE),
        "weak": state.isin(_WEAK),
        "risk": assets["risk_grade"].eq(_HIGH),
        "arrears": owed["arrears_fen"].gt(0),
        "contract_missing": ~contracted & assets["operation_mode"].ne(_OWN_BUSINESS),
        "yields_open": owed["yields_open"].gt(0),
    }
    flags = [flag.fillna(value=False).to_numpy(dtype=bool) for flag in holds.values()]
    reason = pd.Series(np.select(flags, list(holds), default="sound"), index=assets.index, dtype="str")
    proposed = reason.map(_PROPOSED).fillna(IMPROVE).mask(reason.isin(_NO_PROPOSAL))
    return pd.DataFrame({"proposed": proposed.astype("str"), "reason": reason})


def propose_for_projects(
    projects: pd.DataFrame, assets: pd.DataFrame, proposals: pd.DataFrame
) -> pd.DataFrame:
    """
    Propose for each project the gravest of what is proposed for its assets, beside what a person chose.

    An asset of which nothing is known could be graver than the others: unless one is to be adjusted already,
    there is no proposal then.

    Parameters
    ----------
    projects
        Columns of the table 项目库.
    assets
        Columns of the table 资产台账.
    proposals
        Of `propose`, on the index of `assets`.

    Returns
    -------
    projects
        Indexed by prj_id, for each project `chosen` (its 四个一批, as the office has it), `proposed`,
        `reason` and `asset_id` (the asset to which the reason belongs, the first of several), each missing
        where there is none, and `differs`: whether both are known and not the same.

    Source
    ------
    HA-16 and WX-44: the class is the project's.
    """
    rows = assets[["asset_id", "prj_id"]].join(proposals)
    asked = rows[rows["proposed"].notna() | rows["reason"].isin(_OPEN)]
    # What is open weighs more than all but the gravest.
    weights = {batch: float(weight) for weight, batch in enumerate(BATCHES)}
    weight = asked["proposed"].map(weights).astype("float64").fillna(len(BATCHES) - 1.5)
    ranked = asked.assign(weight=weight).sort_values(["weight", "asset_id"], ascending=[False, True])
    gravest = ranked.drop_duplicates("prj_id").dropna(subset="prj_id").set_index("prj_id")
    chosen = projects.set_index("prj_id")["four_batch"].rename("chosen").to_frame()
    made = chosen.join(gravest[["proposed", "reason", "asset_id"]])
    known = made["chosen"].notna() & made["proposed"].notna()
    return made.assign(differs=known & made["chosen"].ne(made["proposed"]))
