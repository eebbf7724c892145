"""What the papers of assets add (资产文书): documents, how they are run, handovers, disposals; simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.demo.draws import chance, draw_words, stream
from ruralmap.demo.ledger_rows import as_table

if TYPE_CHECKING:
    from collections.abc import Sequence

# Of so many assets the table of handovers gives another day than the ledger, and of so many the ledger none.
HANDOVERS_APART, HANDOVERS_UNBOOKED = 3, 2
# So many are disposed of without a row that says how; of so many the ledger says that they run.
WITHOUT_DISPOSAL, DISPOSED_IN_USE = 3, 2
_FIRST_BOOKED: Final = "2022"  # the fund ledger begins: what was built before is historic
# The document of each formality, and thousandths of those dated that have one.
_DOCS: Final = {
    "accepted": ("验收", 880),
    "titled": ("确权", 820),
    "handover": ("移交", 900),
    "booked": ("凭证", 950),
}
_MODES: Final = {"租赁": "租赁", "流转": "租赁", "发包": "发包", "托管": "托管", "入股": "入股"}
_MODE_STATED, _OWN_BUSINESS = 900, 400  # thousandths: of those with a contract, of those without
_YEARS: Final = {"固定": {"10": 4, "15": 3, "20": 5, "30": 2}, "生物": {"3": 1, "5": 1}}
_YEARS_STATED, _SPEC_STATED, _BENEFICIARY_STATED, _SUPERVISED, _AGE_STATED = 750, 600, 800, 900, 940
_HANDED_OVER: Final = 760  # thousandths of the ledger's handovers that the table has too
_DISPOSED_DOC: Final = 820
_WAYS: Final = {
    "经营性": {"转让": 4, "报废": 3, "征收补偿": 2},
    "公益性": {"拆除": 3, "报废": 3, "征收补偿": 2},
    "到户类": {"报废": 3, "报损": 2},
}
_LOST_WAYS: Final = {"报损": 3, "核销": 2}
_LOST_PERCENT: Final = 40
_PAID_FOR: Final = ("转让", "征收补偿")
_REASONS: Final = {
    "报废": "已过使用年限(模拟)", "报损": "灾害损失(模拟)", "转让": "盘活存量(模拟)",
    "拆除": "道路改建(模拟)", "征收补偿": "项目征地(模拟)", "核销": "实物灭失(模拟)",
}  # fmt: skip
_NOTE: Final = "模拟数据"
_STREAM: Final = 90


def add_papers(assets: pd.DataFrame, contracts: pd.DataFrame) -> pd.DataFrame:
    """
    Add the document of each formality, what an asset is, who has its yields, and how it is run.

    Parameters
    ----------
    assets
        The ledger with its formalities and owners.
    contracts
        With asset_id and contract_kind; one an asset.

    Returns
    -------
    assets
        With all columns of the table 资产台账, some cells of which an office has not filled.
    """
    rng = stream(_STREAM)
    count, index = len(assets), assets.index

    def stated(values: object, permille: int, where: pd.Series) -> pd.Series:
        filled = pd.Series(chance(rng, count, permille=permille), index=index)
        return pd.Series(values, index=index, dtype="str").where(filled & where)

    docs = {
        f"{name}_doc": stated(_numbers(word, assets[f"{name}_on"]), permille, assets[f"{name}_on"].notna())
        for name, (word, permille) in _DOCS.items()
    }
    solid, earns = assets["form"].eq("固定"), assets["asset_class"].eq("经营性")
    types = draw_words(rng, {"甲型(模拟)": 3, "乙型(模拟)": 2, "丙型(模拟)": 1}, count=count)
    shared = assets["asset_class"].ne("到户类")
    offices = np.where(earns, "县农业农村局(模拟)", assets["township"] + "人民政府")
    age = pd.Series(chance(rng, count, permille=_AGE_STATED), index=index)
    return assets.assign(
        spec=stated(assets["subtype"] + types, _SPEC_STATED, solid),
        service_years=_draw_years(rng, assets["form"]),
        historic=assets["built_on"].lt(_FIRST_BOOKED).astype("boolean").where(age),
        operation_mode=_draw_modes(rng, assets, contracts),
        beneficiary=stated(assets["owner"], _BENEFICIARY_STATED, shared),
        supervisor=stated(offices, _SUPERVISED, shared),
        **docs,
    )


def list_handovers(assets: pd.DataFrame) -> pd.DataFrame:
    """
    List the handovers: of most that the ledger dates, a few on another day, and of a few that it does not.

    Parameters
    ----------
    assets
        From `add_papers`.

    Returns
    -------
    handovers
        Columns of the table 资产移交.
    """
    rng = stream(_STREAM + 1)
    dated = assets[assets["handover_on"].notna()]
    listed = dated[chance(rng, len(dated), permille=_HANDED_OVER)]
    days = listed["handover_on"].tolist()
    # Days of the ledger are the 1st to the 28th: the 29th is another one.
    days[:HANDOVERS_APART] = [
        f"{day[:7]}-{'28' if day[:7].endswith('02') else '29'}" for day in days[:HANDOVERS_APART]
    ]
    open_ = assets[
        assets["handover_on"].isna() & assets["asset_class"].eq("公益性") & assets["built_on"].lt("2020")
    ][:HANDOVERS_UNBOOKED]
    rows = pd.concat([listed, open_])
    receivers = draw_words(rng, {f"模拟接收人{number:02d}": 1 for number in range(1, 21)}, count=len(rows))
    return as_table(
        {
            "asset_id": rows["asset_id"].tolist(),
            "handover_on": [*days, *["2023-11-15"] * len(open_)],
            "from_unit": ["模拟项目建设单位"] * len(rows),
            "to_unit": rows["owner"].tolist(),
            "doc": rows["handover_doc"].tolist(),
            "receiver": receivers,
            "note": [_NOTE] * len(rows),
        }
    )


def list_disposals(assets: pd.DataFrame) -> pd.DataFrame:
    """
    List the disposals: of what is disposed of but for a few, of some that is lost, and of a few that runs.

    Parameters
    ----------
    assets
        From `add_papers`.

    Returns
    -------
    disposals
        Columns of the table 资产处置.
    """
    rng = stream(_STREAM + 2)
    sold = assets[assets["run_state"].eq("已处置")][WITHOUT_DISPOSAL:]
    lost = assets[assets["run_state"].eq("灭失")]
    lost = lost[chance(rng, len(lost), permille=10 * _LOST_PERCENT)]
    running = (
        assets["run_state"].eq("正常") & assets["asset_class"].eq("公益性") & assets["built_on"].lt("2018")
    )
    used = assets[running][-DISPOSED_IN_USE:]
    rows = pd.concat([sold, lost, used])
    ways = [
        *(str(draw_words(rng, _WAYS[name], count=1)[0]) for name in sold["asset_class"]),
        *draw_words(rng, _LOST_WAYS, count=len(lost)),
        *["拆除"] * len(used),
    ]
    documented = chance(rng, len(rows), permille=_DISPOSED_DOC)
    paid = (
        (rows["net_value_fen"] * rng.integers(20, 90, len(rows)) // 100)
        .astype("Int64")
        .reset_index(drop=True)
    )
    docs = [f"模拟处置〔{day[:4]}〕{place}号" for place, day in enumerate(rows["run_state_on"], start=1)]
    deciders = {"村集体": "村民代表会议", "县": "县人民政府(模拟)", "国企": "县国资监管机构(模拟)"}
    return as_table(
        {
            "asset_id": rows["asset_id"].tolist(),
            "disposed_on": rows["run_state_on"].tolist(),
            "disposal_kind": ways,
            "doc": _kept(docs, documented),
            "decided_by": [deciders.get(level, "镇人民政府(模拟)") for level in rows["owner_level"]],
            "proceeds_fen": paid.where(pd.Series(ways).isin(_PAID_FOR)),
            "reason": [_REASONS[way] for way in ways],
            "note": [_NOTE] * len(rows),
        }
    )


def _numbers(word: str, days: pd.Series) -> list[str | None]:
    """Give the documents of a formality their numbers, by the year of each."""
    return [
        f"模拟{word}〔{day[:4]}〕{place}号" if isinstance(day, str) else None
        for place, day in enumerate(days.tolist(), start=1)
    ]


def _draw_years(rng: np.random.Generator, forms: pd.Series) -> pd.Series:
    """Draw how many years an asset should last; a share lasts as long as the firm."""
    years = pd.Series(np.nan, index=forms.index)
    for form, odds in _YEARS.items():
        here = forms.index[forms.eq(form)]
        years[here] = draw_words(rng, odds, count=len(here)).astype("float64")
    return years.where(chance(rng, len(forms), permille=_YEARS_STATED))


def _draw_modes(rng: np.random.Generator, assets: pd.DataFrame, contracts: pd.DataFrame) -> pd.Series:
    """Say how what earns is run: as its contract has it, or by its owner."""
    kinds = assets["asset_id"].map(contracts.set_index("asset_id")["contract_kind"])
    let = kinds.map(_MODES).where(chance(rng, len(assets), permille=_MODE_STATED))
    own = kinds.isna() & assets["asset_class"].eq("经营性") & chance(rng, len(assets), permille=_OWN_BUSINESS)
    return let.mask(own, "自营").astype("str")


def _kept(values: Sequence[str], flags: np.ndarray) -> list[str | None]:
    """Keep those values that are flagged."""
    return [value if flag else None for value, flag in zip(values, flags, strict=True)]
