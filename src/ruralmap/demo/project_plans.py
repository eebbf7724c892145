"""What was planned of the projects (计划): dates, tenders, government investment, and who was how late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.demo.draws import stream
from ruralmap.demo.office import AS_OF
from ruralmap.schema.money import FEN_PER_WAN

if TYPE_CHECKING:
    import numpy as np

MILESTONES: Final = {
    "started": ("planned_start_on", "started_on"),
    "completed": ("planned_completion_on", "completed_on"),
}
# Days from the plan to what was done; all others were in time. 0 is the planned day itself.
_STARTED_LATE: Final = {"XM2024-01": 0, "XM2024-02": 1, "XM2024-03": 9, "XM2023-06": 33, "XM2022-15": 61}
_COMPLETED_LATE: Final = {"XM2023-05": 1, "XM2022-03": 40}
# Planned starts of what has not begun; the third says nothing.
_NOT_BEGUN: Final = {"XM2024-05": "2024-08-31", "XM2024-14": "2024-10-20", "XM2024-17": None}
# Planned ends of what has not ended; all others are planned for the end of the year.
_NOT_ENDED: Final = {"XM2024-04": "2024-09-20", "XM2024-11": "2024-09-29"}
_LATER_END: Final = "2024-12-20"
_NO_TENDER: Final = ("XM2024-18", "XM2024-20")
_KEY_SLOTS: Final = (14, 15)
# 推广 of 2024 adds up to exactly 3,500 万元, that of 2023 to a fen less (NJ-27); in fen.
_GOV_INVEST: Final = {
    "XM2022-12": 1_450 * FEN_PER_WAN,
    "XM2022-13": 2_150 * FEN_PER_WAN,
    "XM2023-12": 1_400 * FEN_PER_WAN,
    "XM2023-13": 2_100 * FEN_PER_WAN - 1,
    "XM2024-12": 1_400 * FEN_PER_WAN,
    "XM2024-13": 2_100 * FEN_PER_WAN,
}
_STREAM: Final = 26


def plan_ahead(projects: pd.DataFrame) -> pd.DataFrame:
    """
    Add what was planned of each project, and what must be done before it starts.

    Parameters
    ----------
    projects
        With prj_id, year, slot, work_relief_mode, fiscal_invest_fen, started_on and completed_on.

    Returns
    -------
    projects
        With library_no, in_plan, key_project, tender_needed, the planned dates, those of what comes before
        and after, and government investment: where it is a work-relief or a key project.
    """
    rng = stream(_STREAM)
    columns = [projects[name] for name in ("prj_id", "year", "started_on", "completed_on")]
    planned = [_plan(rng, *cells) for cells in zip(*columns, strict=True)]
    key = projects["slot"].isin(_KEY_SLOTS)
    invested = projects["fiscal_invest_fen"].astype("Int64") * 12 // 10
    gov = projects["prj_id"].map(_GOV_INVEST).astype("Int64").fillna(invested)
    building = key & projects["started_on"].notna() & projects["completed_on"].isna()
    return projects.assign(
        library_no="KU" + projects["prj_id"].str[2:],
        in_plan=projects["slot"].ne(19),
        key_project=key,
        gov_invest_fen=gov.where(key | projects["work_relief_mode"].notna()),
        gov_invest_left_fen=(gov * 4 // 10).where(building),
        works_left=pd.Series("剩余约四成(模拟)", index=projects.index, dtype="str").where(building),
        local_workers_target=pd.Series(30, index=projects.index, dtype="Int64").where(building),
    ).join(pd.DataFrame(planned, index=projects.index))


def list_milestones(projects: pd.DataFrame) -> pd.DataFrame:
    """
    Say of each project whether it began and ended in time, as of the county's date.

    Parameters
    ----------
    projects
        With prj_id and the dates of `MILESTONES`.

    Returns
    -------
    milestones
        prj_id, item, due_on, done_on, state (done, late_done, late_open, not_due, no_plan) and days_late: 0
        where it is in time or not due, missing where nothing was planned.
    """
    rows = []
    for item, (due_column, done_column) in MILESTONES.items():
        for prj_id, due, done in zip(
            projects["prj_id"], projects[due_column], projects[done_column], strict=True
        ):
            rows.append((prj_id, item, due, done, *_judge(due, done)))
    columns = ["prj_id", "item", "due_on", "done_on", "state", "days_late"]
    return pd.DataFrame(rows, columns=columns).astype({"days_late": "Int64"})


def _judge(due: str | float | None, done: str | float | None) -> tuple[str, int | None]:
    """Say how one date stands to its plan."""
    if not isinstance(due, str):
        return "no_plan", None
    if isinstance(done, str):
        late = (date.fromisoformat(done) - date.fromisoformat(due)).days
        return ("late_done", late) if late > 0 else ("done", 0)
    late = (date.fromisoformat(AS_OF) - date.fromisoformat(due)).days
    return ("late_open", late) if late > 0 else ("not_due", 0)


def _plan(
    rng: np.random.Generator, prj_id: str, year: int, started: object, completed: object
) -> dict[str, object]:
    """Plan one project's dates; in time means some days before the plan."""
    early = -int(rng.integers(2, 26)), -int(rng.integers(3, 41))
    begun, ended = _day(started), _day(completed)
    start = _NOT_BEGUN.get(prj_id) if begun is None else _shift(begun, -_STARTED_LATE.get(prj_id, early[0]))
    if ended is None:
        end = _NOT_ENDED.get(prj_id, _LATER_END)
    else:
        end = _shift(ended, -_COMPLETED_LATE.get(prj_id, early[1]))
    tender = prj_id not in _NO_TENDER
    ready = start or f"{year}-05-31"
    return {
        "planned_start_on": start,
        "planned_completion_on": end,
        "precon_done_on": _shift(ready, -60),
        "tender_needed": tender,
        "procurement_done_on": _shift(ready, -25) if tender and begun else None,
        "entered_system_on": min(_shift(begun, 5), AS_OF) if begun else None,
    }


def _day(cell: object) -> str | None:
    """Give a date that is there."""
    return cell if isinstance(cell, str) else None


def _shift(day: str, days: int) -> str:
    """Move a date by so many days."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
