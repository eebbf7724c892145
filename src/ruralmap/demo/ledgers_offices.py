"""Offices and what they owe each month (单位、任务、挂联、干部、会议、报送、行动), simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.demo.draws import stream
from ruralmap.demo.field_notes import ASSET_CAMPAIGNS
from ruralmap.demo.ledger_rows import as_table, days_after, numbered
from ruralmap.demo.places import COUNTY_CODE

if TYPE_CHECKING:
    from ruralmap.demo.ledger_rows import Sources

LEAD: Final = "县农业农村局"
# The office's name until it was merged; documents still use it.
FORMER: Final = "县乡村振兴局"
DEPARTMENTS: Final = (
    "县财政局", "县人力资源社会保障局", "县民政局", "县教育局", "县卫生健康局", "县住房城乡建设局",
    "县医保局", "县水务局", "县发展改革局", "县残联",
)  # fmt: skip
# What documents call offices; HP and WX name these.
ALIASES: Final = {
    FORMER: LEAD, "乡村振兴部门": LEAD, "农业农村部门": LEAD,
    "人社部门": "县人力资源社会保障局", "县人社局": "县人力资源社会保障局",
    "住建部门": "县住房城乡建设局", "县住建局": "县住房城乡建设局",
    "卫健部门": "县卫生健康局", "县卫健局": "县卫生健康局",
    "发改部门": "县发展改革局", "县发改局": "县发展改革局",
    "教育部门": "县教育局", "县教体局": "县教育局",
    "医保部门": "县医保局", "残联部门": "县残联", "民政部门": "县民政局",
    "水务部门": "县水务局", "税务部门": "县税务局", "金融部门": "县金融工作局",
    "县工信局": "县工业和信息化局", "县文旅局": "县文化广电旅游体育局",
}  # fmt: skip
# Offices that have work, and no other ledger of theirs here.
OTHERS: Final = (
    "县税务局", "县金融工作局", "县工业和信息化局", "县文化广电旅游体育局", "县农商行", "县农业银行",
)  # fmt: skip
# Several offices at once, as the documents write.
TOGETHER: Final = {
    "各乡镇": "乡镇", "各村": "村",
    "县级各有关单位": "县", "县级各行业部门": "县", "县级各项目建设单位": "县",
}  # fmt: skip
MONTHS: Final = tuple(f"2024-{month:02d}" for month in range(1, 10))
# HP-03 asks for a meeting a quarter, HP-06 for a report a month: these townships missed one.
NO_MEETING: Final = ("441624107", 2)
NO_REPORT: Final = ("441624112", "2024-05")
# WX-50 asks for a case a month of each township: of these it has all, of the others none in August.
WITH_CASES: Final = ("441624100", "441624101")
# NJ-41 asks for the self-check by 2024-07-31: the first ended on that day, the second two days later.
CHECKED_LAST, CHECKED_LATE = "441624103", "441624106"
CHECK_DUE, CHECK_LATE = "2024-07-31", "2024-08-02"
# HA-25 asks for a check a month of each village: one left out a month.
VILLAGE_WITHOUT_CHECK: Final = 33
WITHOUT_HELP_UNIT: Final = 2  # WX-56 lists townships without a unit of the province
UNTRAINED: Final = 3  # HP-07 asks for all by the end of the year
TRAINED_YOUNG: Final = 120
_STAFF_A_TOWNSHIP: Final = 10
_STREAM: Final = 66


def list_units(sources: Sources) -> pd.DataFrame:
    """
    List the offices, one that was merged, and what documents call them.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    units
        Columns of the table 单位.
    """
    governments = _governments(sources)
    levels = dict.fromkeys((LEAD, *DEPARTMENTS, *OTHERS, *ALIASES), "县")
    levels |= dict.fromkeys(governments, "乡镇") | TOGETHER
    names = [LEAD, *DEPARTMENTS, *governments, *ALIASES, *OTHERS, *TOGETHER]
    merged = [name == FORMER for name in names]
    return as_table(
        {
            "unit_id": numbered("DW", len(names), width=3),
            "name": names,
            "level": [levels[name] for name in names],
            "kind": ["统称" if name in TOGETHER else "行政机关" for name in names],
            "alias_of": [ALIASES.get(name) for name in names],
            "valid_from": ["2021-06-01" if was else "2019-03-01" for was in merged],
            "valid_to": ["2023-12-31" if was else None for was in merged],
        }
    )


def list_tasks(sources: Sources) -> pd.DataFrame:
    """
    List who owes what of the work plan: the lead and the townships.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    tasks
        Columns of the table 任务.
    """
    rules = [f"HP-{number:02d}" for number in range(1, 36)]
    rows = [(rule, LEAD, "牵头") for rule in rules]
    governments = _governments(sources)
    rows += [(rule, name, "责任") for rule in rules[:6] for name in governments]
    rows += [(rule, DEPARTMENTS[place % len(DEPARTMENTS)], "责任") for place, rule in enumerate(rules[6:])]
    due = ["2024-12-31"] * len(rows)
    done = ["2024-08-30" if place % 3 == 0 else None for place in range(len(rows))]
    tasks = pd.DataFrame(rows, columns=["rule_id", "unit", "role"])
    return tasks.assign(due_on=due, done_on=pd.Series(done, dtype="str"))


def list_help_units(sources: Sources) -> pd.DataFrame:
    """
    List the units that help each township; two townships have none of the province.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    units
        Columns of the table 挂联.
    """
    townships = sources.townships
    helped = townships[:-WITHOUT_HELP_UNIT]
    return as_table(
        {
            "unit": [*(f"模拟省直单位{number}" for number in range(1, len(helped) + 1)), *DEPARTMENTS],
            "code": [*helped, *townships[: len(DEPARTMENTS)]],
            "role": ["包乡"] * (len(helped) + len(DEPARTMENTS)),
            "level": ["省"] * len(helped) + ["县"] * len(DEPARTMENTS),
            "kind": ["定点帮扶"] * (len(helped) + len(DEPARTMENTS)),
            "from_on": ["2021-07-01"] * (len(helped) + len(DEPARTMENTS)),
        }
    )


def list_staff(sources: Sources) -> pd.DataFrame:
    """
    List the staff of the county and of each township, without names.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    staff
        Columns of the table 干部.
    """
    codes = [COUNTY_CODE] * len(DEPARTMENTS) + [
        code for code in sources.townships for _ in range(_STAFF_A_TOWNSHIP)
    ]
    governments = [name for name in _governments(sources) for _ in range(_STAFF_A_TOWNSHIP)]
    roles = [
        "驻镇帮镇扶村工作队员" if place % 3 == 0 else "镇村干部"
        for place in range(len(codes) - len(DEPARTMENTS))
    ]
    return as_table(
        {
            "staff_id": numbered("GB", len(codes), width=4),
            "unit": [*DEPARTMENTS, *governments],
            "code": codes,
            "role": ["县级干部"] * len(DEPARTMENTS) + roles,
        }
    )


def list_trainings(staff: pd.DataFrame, person_records: pd.DataFrame) -> pd.DataFrame:
    """
    List who of the staff was trained in policies, and who of those that left school early in a trade.

    Parameters
    ----------
    staff
        From `list_staff`.
    person_records
        From `ledgers_people.list_person_records`.

    Returns
    -------
    trainings
        Columns of the table 培训, one row for each who took part.
    """
    rng = stream(_STREAM)
    trained = staff["staff_id"].iloc[UNTRAINED:].tolist()
    young = person_records.loc[person_records["two_after"].notna(), "p_id"].tolist()[:TRAINED_YOUNG]
    count = len(trained) + len(young)
    return as_table(
        {
            "training_id": ["PX001"] * len(trained) + ["PX002"] * len(young),
            "staff_id": [*trained, *[None] * len(young)],
            "p_id": [*[None] * len(trained), *young],
            "topic": ["政策培训"] * len(trained) + ["职业技能培训"] * len(young),
            "on": days_after("2024-03-10", rng.integers(0, 120, count)),
            "days": rng.integers(1, 6, count).astype("float64"),
        }
    )


def list_meetings(sources: Sources) -> pd.DataFrame:
    """
    List the meetings: of townships by quarter, of the county by month, of villages by month.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    meetings
        Columns of the table 会议.
    """
    rows = [
        (name, code, "专题会", f"2024-{3 * quarter - 1:02d}-{12 + place % 9}")
        for place, (code, name) in enumerate(zip(sources.townships, _governments(sources), strict=True))
        for quarter in (1, 2, 3)
        if (code, quarter) != NO_MEETING
    ]
    rows += [(LEAD, COUNTY_CODE, "调度", f"{month}-08") for month in MONTHS]
    rows += [(LEAD, COUNTY_CODE, "督查", f"2024-{month:02d}-20") for month in (2, 5, 8)]
    rows += [(LEAD, COUNTY_CODE, "高层互访", "2024-07-16")]
    rows += [
        (f"{name}(模拟)", str(code), "研判", f"{month}-25")
        for code, name in sources.villages["village"].items()
        for month in MONTHS
    ]
    frame = pd.DataFrame(rows, columns=["unit", "code", "kind", "on"])
    frame.insert(0, "meeting_id", numbered("HY", len(rows)))
    return frame


def list_reports(sources: Sources) -> pd.DataFrame:
    """
    List the reports of each month.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    reports
        Columns of the table 报送.
    """
    rows = [
        (name, code, kind, month)
        for code, name in zip(sources.townships, _governments(sources), strict=True)
        for kind in ("动态监测月报", "典型案例")
        for month in MONTHS
        if (kind, code, month) != ("动态监测月报", *NO_REPORT)
        and not (kind == "典型案例" and month == MONTHS[7] and code not in WITH_CASES)
    ]
    rows += [(LEAD, COUNTY_CODE, kind, month) for kind in ("整改报告", "通报") for month in MONTHS]
    rows += [(name, COUNTY_CODE, "典型案例", month) for name in DEPARTMENTS for month in MONTHS[1::3]]
    frame = pd.DataFrame(rows, columns=["unit", "code", "kind", "month"])
    return frame.assign(submitted_on=frame["month"] + "-26")


def list_campaigns(sources: Sources) -> pd.DataFrame:
    """
    List the campaigns: a check of each village a month, a self-check of each township, those about assets.

    Parameters
    ----------
    sources
        The county.

    Returns
    -------
    campaigns
        Columns of the table 行动.
    """
    households = sources.households.groupby("village_code").size()
    ended = {CHECKED_LAST: CHECK_DUE, CHECKED_LATE: CHECK_LATE}
    rows: list[tuple[str, str, str, str, int | None]] = [
        (str(code), "月排查", f"{month}-03", f"{month}-18", int(households.get(code, 0)))
        for place, code in enumerate(sources.villages.index)
        for month in MONTHS
        if (place, month) != (VILLAGE_WITHOUT_CHECK, MONTHS[4])
    ]
    rows += [(code, "自查", "2024-07-06", ended.get(code, "2024-07-26"), None) for code in sources.townships]
    ids = numbered("XD", len(rows))
    for kind, (campaign, first, last) in ASSET_CAMPAIGNS.items():
        ids.append(campaign)
        rows.append((COUNTY_CODE, f"资产{kind}", first, last, None))
    frame = pd.DataFrame(rows, columns=["code", "kind", "from_on", "to_on", "covered"])
    frame.insert(0, "campaign_id", ids)
    return frame.astype({"covered": "Int64"})


def _governments(sources: Sources) -> list[str]:
    """Name the governments of the townships, in the order of their codes."""
    named = sources.villages.drop_duplicates("township_code").set_index("township_code")["township"]
    return [f"{named[code]}人民政府" for code in sources.townships]
