"""Labour pay of work relief (劳务报酬发放表): who worked in which month, and for how much; simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd

from ruralmap.demo.draws import apportion, stream
from ruralmap.demo.months import day_text, month_number, month_text
from ruralmap.demo.office import AS_OF
from ruralmap.demo.persons import ABLE
from ruralmap.schema.money import FEN_PER_YUAN

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np

_MOST_MONTHS: Final = 6
_YUAN_A_MONTH: Final = 3_200  # about what a worker gets, by which the number of workers is chosen
_YUAN_A_DAY: Final = 160
_ELSEWHERE_PERCENT: Final = 30  # rows of workers who are registered in another village than the site
_LISTED_PERCENT: Final = 55  # of the others, as far as the village has so many: they are on the rosters
MONTH_MISSING: Final = ("XM2022-12", 1)  # this project, and the place of the month that has no rows
SHORT: Final = ("XM2023-13", 2, 250_000)  # and here 2,500 yuan less was paid than was due, in fen
_STREAM: Final = 27


class Worker(NamedTuple):
    """One worker: number, group, and the village of registration."""

    p_id: str
    group: str
    village_code: str


def list_labour(
    projects: pd.DataFrame, *, persons: pd.DataFrame, households: pd.DataFrame, villages: gpd.GeoDataFrame
) -> pd.DataFrame:
    """
    List what each work-relief project paid: the rows of a project add up to its stated pay to the fen.

    Parameters
    ----------
    projects
        With prj_id, village_code, work_relief_mode, labour_pay_fen, started_on and completed_on; one without
        a stated pay has no rows.
    persons
        With p_id, hh_id, age and labour.
    households
        With hh_id, village_code, in_lifted, relocated and risk_cleared.
    villages
        Indexed by `village_code`, sorted, with village and township.

    Returns
    -------
    labour
        Columns of the table 劳务报酬发放表. Workers whose number begins with NW are on no roster.
    """
    rng = stream(_STREAM)
    pools = _pools(persons, households)
    rows: list[dict[str, object]] = []
    for project in _records(projects.dropna(subset=["labour_pay_fen"])):
        months = _months(project)
        count = project["labour_pay_fen"] // FEN_PER_YUAN // (_YUAN_A_MONTH * len(months))
        workers = _hire(rng, project, pools, count=count)
        rows += _pay(rng, project, months=months, workers=workers)
    labour = pd.DataFrame(rows)
    places = villages.loc[labour["village_code"]]
    return labour.assign(
        township=places["township"].to_numpy(),
        village=places["village"].to_numpy(),
        due_fen=_due(labour),
    )


def sum_labour(labour: pd.DataFrame) -> pd.DataFrame:
    """
    Add up persons and pay by project, month and group of workers.

    Parameters
    ----------
    labour
        From `list_labour`.

    Returns
    -------
    sums
        prj_id, month, worker_group, persons, due_fen, paid_fen.
    """
    groups = labour.groupby(["prj_id", "month", "worker_group"], sort=True)
    return groups.agg(
        persons=("p_id", "nunique"), due_fen=("due_fen", "sum"), paid_fen=("paid_fen", "sum")
    ).reset_index()


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give rows as plain values by column."""
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


def _months(project: dict[str, Any]) -> list[str]:
    """List the months of work, from the one after the start; one project has left one out."""
    first = month_number(str(project["started_on"])) + 1
    end = project["completed_on"] if isinstance(project["completed_on"], str) else AS_OF
    last = max(min(month_number(end), first + _MOST_MONTHS - 1), first)
    months = [month_text(number) for number in range(first, last + 1)]
    name, place = MONTH_MISSING
    return [month for number, month in enumerate(months) if (project["prj_id"], number) != (name, place)]


def _pools(persons: pd.DataFrame, households: pd.DataFrame) -> dict[str, list[Worker]]:
    """List by village who is on a roster and can work, each under the group that comes first."""
    homes = households.set_index("hh_id")
    able = persons[persons["labour"].isin(ABLE[:2]) & persons["age"].between(18, 60)]
    home = homes.loc[able["hh_id"]]
    pools: dict[str, list[Worker]] = {}
    for p_id, code, relocated, watched, lifted in zip(
        able["p_id"],
        home["village_code"],
        home["relocated"],
        home["risk_cleared"].eq("否"),
        home["in_lifted"],
        strict=True,
    ):
        group = (
            "易地搬迁" if relocated else "监测对象" if watched else "脱贫户" if lifted else "其他农村劳动力"
        )
        pools.setdefault(code, []).append(Worker(p_id, group, code))
    return pools


def _hire(
    rng: np.random.Generator, project: dict[str, Any], pools: dict[str, list[Worker]], *, count: int
) -> list[Worker]:
    """Hire workers: some of other villages of the township, of the site's own some who are on a roster."""
    site = str(project["village_code"])
    beside = [
        worker for code in sorted(pools) if code[:9] == site[:9] and code != site for worker in pools[code]
    ]
    elsewhere = _draw(rng, beside, count * _ELSEWHERE_PERCENT // 100)
    listed = _draw(rng, pools.get(site, []), (count - len(elsewhere)) * _LISTED_PERCENT // 100)
    others = [
        Worker(f"NW{project['prj_id'][2:]}-{number:03d}", "其他农村劳动力", site)
        for number in range(1, count - len(elsewhere) - len(listed) + 1)
    ]
    return [*listed, *others, *elsewhere]


def _draw(rng: np.random.Generator, pool: list[Worker], count: int) -> list[Worker]:
    """Draw so many of a pool, or all of it, in its order."""
    return [pool[place] for place in sorted(rng.permutation(len(pool))[:count].tolist())]


def _pay(
    rng: np.random.Generator, project: dict[str, Any], *, months: list[str], workers: list[Worker]
) -> list[dict[str, object]]:
    """Pay the workers in every month; whole yuan, but for what is left over in the first row."""
    pairs = [(month, worker) for month in months for worker in workers]
    total = int(project["labour_pay_fen"])
    parts = apportion(total // FEN_PER_YUAN, rng.integers(75, 126, len(pairs)).tolist())
    rows = [
        {
            "prj_id": project["prj_id"],
            "month": month,
            "p_id": worker.p_id,
            "worker_group": worker.group,
            "township": "",
            "village": "",
            "village_code": worker.village_code,
            "days": max(1, yuan // _YUAN_A_DAY),
            "due_fen": 0,
            "paid_fen": yuan * FEN_PER_YUAN,
            "paid_on": day_text(month_number(month), 28),
        }
        for (month, worker), yuan in zip(pairs, parts, strict=True)
    ]
    rows[0]["paid_fen"] = parts[0] * FEN_PER_YUAN + total % FEN_PER_YUAN
    return rows


def _due(labour: pd.DataFrame) -> pd.Series:
    """Say what was due: what was paid, but for the first worker of one month."""
    name, place, short_fen = SHORT
    months = labour.loc[labour["prj_id"].eq(name), "month"].unique()
    here = labour["prj_id"].eq(name) & labour["month"].eq(months[place])
    return labour["paid_fen"] + short_fen * (here & ~here.duplicated()).astype("int64")
