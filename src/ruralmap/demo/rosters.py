"""The two exports of the national system (脱贫人口名单、监测对象名单), as dirty as real ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.demo.dirt import Rates, Record, pick, record
from ruralmap.demo.dirt_cells import dirty_identities, repeat_rows, vary_months
from ruralmap.demo.dirt_places import dirty_names, dirty_registration, record_places
from ruralmap.demo.dirt_residence import dirty_residence
from ruralmap.demo.draws import stream
from ruralmap.demo.office import AS_OF, Form, as_cells, fill_form
from ruralmap.demo.places import COUNTY

if TYPE_CHECKING:
    import numpy as np

    from ruralmap.files.workbook import Sheet

_TABLE: Final = "roster"
_STREAM: Final = 20
LIFTED_FORM: Final = Form(
    "脱贫人口名单",
    (
        ("序号", "#"), ("数据日期", "as_of"), ("县(市、区、旗)", "county"), ("乡(镇)", "township"),
        ("行政村", "village"), ("行政村代码", "village_code"), ("自然村", "hamlet"), ("户编号", "hh_id"),
        ("人编号", "p_id"), ("姓名", "person"), ("证件号码", "identity"), ("人数", "size"),
        ("与户主关系", "relation"), ("民族", "ethnicity"), ("文化程度", "education"),
        ("在校生状况", "student_state"), ("健康状况", "health"), ("劳动技能", "labour"),
        ("务工时间(月)", "work_months"), ("务工所在地", "work_place"),
        ("是否参加大病保险", "major_illness_insured"), ("致贫原因1", "poverty_cause"),
        ("危房户", "unsafe_house"), ("是否解决安全饮用水", "safe_water"),
        ("人均纯收入(元)", "net_pc_fen"), ("户联系电话", "household_phone"),
        ("人联系电话", "person_phone"), ("首次识别时间", "first_identified_on"), ("人员识别时间", ""),
        ("户类型", "hh_type"), ("易返贫致贫户(监测对象)类型", "monitor_class"),
        ("风险是否消除", "risk_cleared"), ("风险识别时间", "identified_on"),
        ("风险消除时间", "cleared_on"), ("整户无劳动能力", "whole_no_labour"),
        ("是否易地扶贫搬迁户", "relocated"), ("安置方式", "settled_in"), ("安置点编号", "site_id"),
        ("安置地点", "settled_at"), ("现居住乡镇", "living_township"), ("现居住村", "living_village"),
        ("户口性质", "hukou"),
    ),
    counted_in="单位：人、元",
    total_in="乡(镇)",
)  # fmt: skip
MONITORED_FORM: Final = Form(
    "防返贫监测对象名单",
    (
        ("序号", "#"), ("县", "county"), ("乡", "township"), ("村", "village"),
        ("村编码", "village_code"), ("户编号", "hh_id"), ("人口编号", "p_id"), ("姓名", "person"),
        ("证件号码", "identity"), ("家庭人口", "size"), ("与户主关系", "relation"),
        ("文化程度", "education"), ("健康状况", "health"), ("劳动能力\n页面(劳动技能)", "labour"),
        ("务工时长(月)", "work_months"), ("户类型", "hh_type"), ("监测对象类别", "monitor_class"),
        ("致贫/返贫风险1", "risk_1"), ("识别监测时间", "identified_on"),
        ("风险是否已消除", "risk_cleared"), ("风险消除时间", "cleared_on"),
        ("整户无劳动能力", "whole_no_labour"), ("产业帮扶", ""), ("就业帮扶", ""),
    ),
    counted_in="单位：人",
    groups=(("", 1), ("所在地", 4), ("家庭和成员", 10), ("监测信息", 7), ("帮扶措施", 2)),
)  # fmt: skip
_OLD_WORDS: Final = {"脱贫不稳定户": "脱贫监测户", "边缘易致贫户": "边缘户", "突发严重困难户": "突发困难户"}


@dataclass(frozen=True)
class Rosters:
    """The exports as sheets, the dirt in them, and the kinds of registration dirt by household."""

    lifted: tuple[Sheet, ...]
    monitored: tuple[Sheet, ...]
    records: tuple[Record, ...]
    damaged: pd.Series


def fill_rosters(
    households: pd.DataFrame, persons: pd.DataFrame, *, villages: pd.DataFrame, rates: Rates
) -> Rosters:
    """
    Fill both exports.

    A household that is lifted and monitored stands in both, and both say the same of it.

    Parameters
    ----------
    households
        With everything the register says of a household, and net_pc_fen.
    persons
        From `build_persons`.
    villages
        Indexed by `village_code`, sorted, with village and township.
    rates
        How dirty.

    Returns
    -------
    rosters
        Sheets, records of dirt, and for each household (by hh_id) the kind of damage to its registration.
    """
    rng = stream(_STREAM)
    place = villages.loc[households["village_code"], ["township", "village"]].set_axis(households.index)
    clean = place.assign(village_code=households["village_code"])
    named, kinds = dirty_names(rng, clean, rates=rates)
    known = list(villages.index)
    cells, damage = dirty_registration(rng, named, rates=rates, settled=households["relocated"], known=known)
    keys = households["hh_id"]
    records = record_places(kinds, clean, dirty=named, keys=keys, table=_TABLE)
    records += record_places(damage, named, dirty=cells, keys=keys, table=_TABLE)
    identity, broken = dirty_identities(rng, persons, rates=rates, table=_TABLE)
    settled, misplaced = dirty_residence(households, villages=villages, rates=rates)
    rows = _join(settled, persons.assign(identity=identity), cells)
    lifted, of_lifted = _fill_lifted(rng, rows[rows["in_lifted"]], rates)
    monitored, of_monitored = _fill_monitored(rng, rows[rows["in_monitored"]], rates)
    kind_of = {label: kind for kind, chosen in damage.items() for label in chosen}
    return Rosters(
        lifted,
        monitored,
        (*records, *misplaced, *broken, *of_lifted, *of_monitored),
        pd.Series(kind_of, dtype="str").reindex(households.index).set_axis(keys),
    )


def _join(households: pd.DataFrame, persons: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Put each person's row together with the household's, and with what it says of the village."""
    whole = households.assign(
        true_village_code=households["village_code"],
        as_of=AS_OF,
        county=COUNTY,
        hamlet=[f"第{number}村民小组" for number in households["hamlet_number"]],
        township=cells["township"],
        village=cells["village"],
        village_code=cells["village_code"],
    ).set_index("hh_id")
    return persons.join(whole, on="hh_id")


def _fill_lifted(
    rng: np.random.Generator, rows: pd.DataFrame, rates: Rates
) -> tuple[tuple[Sheet, ...], list[Record]]:
    """Fill the export of lifted people: one sheet a township, some with a row 合计."""
    records: list[Record] = []
    for column in ("first_identified_on", "identified_on", "cleared_on"):
        rows, varied = _vary_by_household(rng, rows, column, rates.date_variant)
        records += varied
    cells = as_cells(rows)
    cells, again = repeat_rows(
        rng, cells, rates=rates, key="p_id", table=_TABLE, otherwise=("health", "残疾")
    )
    township = cells["true_village_code"].str[:9]
    sheets = []
    for number, (_, members) in enumerate(cells.groupby(township, sort=True)):
        # Every second township forgets its total.
        form = replace(LIFTED_FORM, total_in=LIFTED_FORM.total_in if number % 2 == 0 else "")
        sheets.append(fill_form(str(members["township"].iloc[0]), form, cells=members))
    totals = [sheet.name for sheet in sheets[::2]]
    return tuple(sheets), [*records, *again, *record("total_row", totals, table=_TABLE)]


def _fill_monitored(
    rng: np.random.Generator, rows: pd.DataFrame, rates: Rates
) -> tuple[tuple[Sheet, ...], list[Record]]:
    """Fill the export of monitored people: one sheet, a header of two rows, months as YYYYMM, old words."""
    records: list[Record] = []
    for column in ("identified_on", "cleared_on"):
        rows, varied = _vary_by_household(rng, rows, column, rates.date_variant, packed=True)
        records += varied
    one_each = rows.drop_duplicates("hh_id").set_index("hh_id")["monitor_class"]
    old = pick(rng, pd.Series(data=True, index=one_each.index), share=rates.old_word)
    words = one_each.where(~one_each.index.isin(old), one_each.map(_OLD_WORDS))
    pair = {"clean": one_each[old], "dirty": words[old]}
    records += record("old_word", old, table=_TABLE, column="monitor_class", **pair)
    cells = as_cells(rows.assign(monitor_class=rows["hh_id"].map(words)))
    cells, again = repeat_rows(rng, cells, rates=rates, key="p_id", table=_TABLE)
    sheet = fill_form("监测对象", MONITORED_FORM, cells=cells)
    return (sheet,), [*records, *again, *record("merged_header", [sheet.name], table=_TABLE)]


def _vary_by_household(
    rng: np.random.Generator, rows: pd.DataFrame, column: str, share: float, *, packed: bool = False
) -> tuple[pd.DataFrame, list[Record]]:
    """Write a household's months in one way in all its rows."""
    clean = rows.drop_duplicates("hh_id").set_index("hh_id")[column]
    written, chosen = vary_months(rng, clean, share=share, packed=packed)
    records = record(
        "date_variant", chosen, table=_TABLE, column=column, clean=clean[chosen], dirty=written[chosen]
    )
    return rows.assign(**{column: rows["hh_id"].map(written)}), records
