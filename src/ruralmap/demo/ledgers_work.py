"""Who works where, and who is helped and insured (务工就业、服务、救助、参保), simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.demo.draws import chance, draw_words, stream
from ruralmap.demo.ledger_rows import among, as_table, days_after, numbered

if TYPE_CHECKING:
    from ruralmap.demo.ledger_rows import Sources

# 务工所在地 of the rosters, as policies say it.
PLACE_LEVELS: Final = {"乡(镇)内": "乡内", "乡外县内": "县内", "县外省内": "省内县外", "省外": "省外"}
FAR: Final = ("省内县外", "省外")
JOBS_WITHOUT_INTENT: Final = 40  # HP-17 asks for the wish and the steadiness of each
UNSERVED: Final = 6  # NJ-25 asks for guidance, three offers and a training
# NJ-32 allows 80 to 100 yuan a month: the first two stand on the lines, the third above.
GROUP_YUAN: Final = (80, 100, 120)
GROUP_ROWS: Final = 200
UNINSURED, EXEMPT = 30, 20  # WX-53: of those without insurance so many give a reason that counts
PAID_THEMSELVES: Final = 3  # HP-31 asks that nobody monitored pays alone
_SERVICES: Final = ("职业指导", "岗位信息", "岗位信息", "岗位信息", "免费培训")
_GROUPS: Final = ("重特大疾病", "严重精神障碍", "困境儿童", "在校大学生")
_CHANNELS: Final = {"自主就业": 52, "亲友介绍": 26, "政府组织劳务输出": 14, "帮扶车间": 8}
_PLACES: Final = {"乡内": "本镇", "县内": "和平县城", "省内县外": "深圳市", "省外": "外省"}
_STREAM: Final = 52


def list_jobs(sources: Sources) -> pd.DataFrame:
    """
    List the job of each who worked in the last year.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    jobs
        Columns of the table 务工就业台账, one a person; a few ended before the county's date.
    """
    rng = stream(_STREAM)
    rows = sources.persons[sources.persons["work_months"].notna()].reset_index(drop=True)
    count = len(rows)
    level = rows["work_place"].map(PLACE_LEVELS).fillna("县内")
    # Half began before the year, the others in its first four months: WX-17 counts who had a job since.
    since = np.where(
        chance(rng, count, permille=500), -rng.integers(10, 300, count), rng.integers(1, 115, count)
    )
    ended = chance(rng, count, permille=40)
    organised = level.isin(FAR) & chance(rng, count, permille=60)
    intent = pd.Series("继续务工", index=rows.index)
    intent.iloc[500 : 500 + JOBS_WITHOUT_INTENT] = None
    return as_table(
        {
            "p_id": rows["p_id"],
            "from_on": days_after("2024-01-01", since),
            "to_on": pd.Series(days_after("2024-05-01", rng.integers(0, 130, count))).where(pd.Series(ended)),
            "months": rows["work_months"].astype("float64"),
            "place_level": level,
            "place": level.map(_PLACES),
            "channel": draw_words(rng, _CHANNELS, count=count),
            "organised": organised,
            "wage_fen": rng.integers(24, 70, count) * 10_000,
            "intent": intent,
            "stability": draw_words(rng, {"稳定": 82, "不稳定": 18}, count=count),
        }
    )


def list_services(person_records: pd.DataFrame) -> pd.DataFrame:
    """
    List what was offered to each who is out of work and wants help; a few got no training.

    Parameters
    ----------
    person_records
        From `ledgers_people.list_person_records`.

    Returns
    -------
    services
        Columns of the table 就业服务.
    """
    rng = stream(_STREAM + 1)
    wanting = person_records.loc[person_records["need_service"].fillna(value=False).astype(bool), "p_id"]
    p_id = np.repeat(wanting.to_numpy(), len(_SERVICES))
    kinds = np.tile(np.array(_SERVICES, dtype=object), len(wanting))
    kept = np.ones(len(p_id), dtype=bool)
    kept[len(_SERVICES) - 1 :: len(_SERVICES)][:UNSERVED] = False
    count = int(kept.sum())
    return as_table(
        {
            "service_id": numbered("FW", count),
            "p_id": p_id[kept],
            "service_kind": kinds[kept],
            "served_on": days_after("2023-11-01", rng.integers(0, 320, count)),
            "offered": np.ones(count, dtype=bool),
            "accepted": chance(rng, count, permille=700),
            "provider": ["县就业服务中心(模拟)"] * count,
        }
    )


def list_benefits(sources: Sources) -> pd.DataFrame:
    """
    List who has 低保 and like benefits: the households without labour, and groups among them.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    benefits
        Columns of the table 救助补贴.
    """
    rng = stream(_STREAM + 2)
    alone = sources.households.loc[sources.households["whole_no_labour"], "hh_id"]
    persons = sources.persons.loc[among(sources.persons["hh_id"], alone), "p_id"].to_numpy()
    grouped = persons[:GROUP_ROWS]
    yuan = rng.integers(82, 99, len(grouped))
    yuan[: len(GROUP_YUAN)] = GROUP_YUAN
    kinds = draw_words(rng, {"低保": 84, "特困": 16}, count=len(persons))
    return as_table(
        {
            "p_id": [*persons, *grouped],
            "benefit_kind": [*kinds, *["分类调节补助"] * len(grouped)],
            "from_on": days_after("2022-01-01", rng.integers(0, 600, len(persons) + len(grouped))),
            "group": [*[None] * len(persons), *(_GROUPS[place % 4] for place in range(len(grouped)))],
            "amount_fen": [*(rng.integers(320, 700, len(persons)) * 100).tolist(), *(yuan * 100).tolist()],
        }
    )


def list_insurances(sources: Sources) -> pd.DataFrame:
    """
    List who is insured in 2024: everybody for health, the monitored for old age too.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    insurances
        Columns of the table 参保.
    """
    persons = sources.persons
    watched = among(persons["hh_id"], sources.watched["hh_id"]).to_numpy()
    health = pd.DataFrame({"p_id": persons["p_id"], "insurance_kind": "基本医保", "watched": watched})
    covered = pd.Series(data=True, index=health.index)
    out = health.index[~watched][3000 : 3000 + UNINSURED]
    covered[out] = False
    reason = pd.Series(None, index=health.index, dtype="object")
    reason[out[:EXEMPT]] = "在外省参保"
    old = persons[watched & persons["age"].ge(16).to_numpy()]
    pension = pd.DataFrame({"p_id": old["p_id"], "insurance_kind": "基本养老", "watched": True})
    rows = pd.concat(
        [
            health.assign(covered=covered, exempt_reason=reason),
            pension.assign(covered=True, exempt_reason=None),
        ],
        ignore_index=True,
    )
    # Who pays is asked of the monitored only.
    asked = rows["watched"].astype(bool)
    paid_by = pd.Series("政府代缴", index=rows.index, dtype="object")
    paid_by[rows.index[asked][:PAID_THEMSELVES]] = "本人"
    return as_table(
        {
            "p_id": rows["p_id"],
            "year": np.full(len(rows), 2024),
            "insurance_kind": rows["insurance_kind"],
            "eligible": asked.astype("boolean").where(asked),
            "covered": rows["covered"].astype(bool),
            "paid_by": paid_by.where(asked),
            "exempt_reason": rows["exempt_reason"],
        }
    )
