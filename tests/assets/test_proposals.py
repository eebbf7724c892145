"""What is proposed follows from what is known, and never takes the place of what a person chose."""

import pandas as pd
import pytest

from ruralmap.assets.proposals import BATCHES, REASONS, propose, propose_for_projects
from ruralmap.words.catalogue import LANGUAGES, read_catalogue

AS_OF = "2024-09-30"
ASSET = {
    "asset_id": "A",
    "asset_class": "经营性",
    "prj_id": "P",
    "run_state": "正常",
    "outlook": None,
    "risk_grade": None,
    "operation_mode": None,
    "action": None,
}
CONTRACT = {"contract_id": "H", "asset_id": "A", "signed_on": None, "from_on": "2021-01-01", "to_on": None}


def ledger(*rows):
    return pd.DataFrame([ASSET | row for row in rows], columns=list(ASSET)).astype("str")


def contracts(*rows):
    return pd.DataFrame([CONTRACT | row for row in rows], columns=list(CONTRACT)).astype("str")


def yielded(**owed):
    """Say what is owed: for each asset its arrears in fen, and how many of its yields are open."""
    rows = pd.DataFrame.from_dict(owed, orient="index", columns=["arrears_fen", "yields_open"])
    return rows.astype("Int64").rename_axis("asset_id")


def proposed(asset, *, held=({},), owed=None):
    given = yielded() if owed is None else owed
    row = propose(ledger(asset), contracts(*held), given, as_of=AS_OF).iloc[0]
    return (None if pd.isna(row["proposed"]) else row["proposed"]), row["reason"]


@pytest.mark.parametrize(
    ("asset", "expected"),
    [
        pytest.param({}, ("巩固", "sound"), id="runs, under contract, nothing owed"),
        pytest.param({"run_state": "低效"}, ("升级", "weak"), id="低效"),
        pytest.param({"run_state": "损毁"}, ("升级", "weak"), id="损毁"),
        pytest.param({"run_state": "停产"}, ("盘活", "idle"), id="停产"),
        pytest.param({"run_state": "闲置"}, ("盘活", "idle"), id="闲置"),
        pytest.param({"risk_grade": "高"}, ("升级", "risk"), id="high risk"),
        pytest.param({"risk_grade": "中"}, ("巩固", "sound"), id="middling risk"),
        pytest.param({"run_state": "灭失"}, (None, "gone"), id="灭失"),
        pytest.param(
            {"run_state": "已处置", "outlook": "无法持续"}, (None, "gone"), id="disposed of already"
        ),
        pytest.param({"run_state": None}, (None, "state_unknown"), id="the state is not known"),
        pytest.param({"asset_class": "公益性"}, (None, "not_operating"), id="公益性"),
        pytest.param({"asset_class": "到户类"}, (None, "not_operating"), id="到户类"),
        pytest.param(
            {"run_state": "闲置", "outlook": "暂时困难且有前景"}, ("盘活", "idle"), id="with a future"
        ),
        pytest.param(
            {"run_state": "闲置", "outlook": "无法持续发挥效益"}, ("调整", "unfit"), id="without one"
        ),
        pytest.param(
            {"run_state": None, "outlook": "气候不宜种植"}, ("调整", "unfit"), id="unfit for the climate"
        ),
        pytest.param({"outlook": "良好"}, ("巩固", "sound"), id="a good outlook"),
    ],
)
def test_the_condition_leads_to_the_batch(asset, expected):
    assert proposed(asset) == expected


@pytest.mark.parametrize(
    ("asset", "held", "expected"),
    [
        pytest.param({}, [], ("升级", "contract_missing"), id="none"),
        pytest.param({}, [{"to_on": "2024-09-29"}], ("升级", "contract_missing"), id="ended the day before"),
        pytest.param({}, [{"to_on": "2024-09-30"}], ("巩固", "sound"), id="ends on the day"),
        pytest.param({"operation_mode": "自营"}, [], ("巩固", "sound"), id="its owner runs it"),
        pytest.param({"operation_mode": "租赁"}, [], ("升级", "contract_missing"), id="let without one"),
    ],
)
def test_what_is_let_without_a_contract_has_a_weak_point(asset, held, expected):
    assert proposed(asset, held=held) == expected


@pytest.mark.parametrize(
    ("owed", "expected"),
    [
        pytest.param((0, 0), ("巩固", "sound"), id="nothing"),
        pytest.param((1, 0), ("升级", "arrears"), id="a fen"),
        pytest.param((0, 1), (None, "yields_open"), id="nobody knows"),
        pytest.param((1, 1), ("升级", "arrears"), id="a fen at least"),
    ],
)
def test_arrears_are_a_weak_point_and_unknown_ones_leave_it_open(owed, expected):
    assert proposed({}, owed=yielded(A=owed)) == expected
    assert proposed({}, owed=yielded(B=owed)) == ("巩固", "sound")  # another asset's


def test_the_choice_of_a_person_changes_no_proposal_and_is_not_touched():
    assets = ledger({"action": "调整用途", "run_state": "闲置"}).set_axis(["x"])
    made = propose(assets, contracts(), yielded(), as_of=AS_OF)
    assert made.loc["x"].tolist() == ["盘活", "idle"]
    assert assets.loc["x", "action"] == "调整用途"


def of_project(*assets, chosen=None):
    """Propose for one project of assets in those states."""
    rows = ledger(*({"asset_id": f"A{number}"} | asset for number, asset in enumerate(assets)))
    held = contracts(*({"asset_id": asset_id} for asset_id in rows["asset_id"]))
    projects = pd.DataFrame({"prj_id": ["P"], "four_batch": [chosen]}).astype("str")
    made = propose_for_projects(projects, rows, propose(rows, held, yielded(), as_of=AS_OF)).loc["P"]
    said = [None if pd.isna(made[name]) else made[name] for name in ("proposed", "reason", "asset_id")]
    return (*said, bool(made["differs"]))


SOUND, WEAK, IDLE = ({"run_state": state} for state in ("正常", "低效", "闲置"))
UNFIT, UNKNOWN = {"outlook": "不宜"}, {"run_state": None}


@pytest.mark.parametrize(
    ("assets", "expected"),
    [
        pytest.param([SOUND, SOUND], ("巩固", "sound", "A0"), id="all sound: the first"),
        pytest.param([SOUND, WEAK], ("升级", "weak", "A1"), id="one weak"),
        pytest.param([IDLE, WEAK, SOUND], ("盘活", "idle", "A0"), id="one idle"),
        pytest.param([SOUND, UNFIT, IDLE], ("调整", "unfit", "A1"), id="one unfit"),
        pytest.param([SOUND, UNKNOWN], (None, "state_unknown", "A1"), id="one unknown could be graver"),
        pytest.param([IDLE, UNKNOWN], (None, "state_unknown", "A1"), id="it could be unfit"),
        pytest.param([UNFIT, UNKNOWN], ("调整", "unfit", "A0"), id="nothing is graver"),
        pytest.param([{"run_state": "灭失"}, WEAK], ("升级", "weak", "A1"), id="what is gone is not asked"),
        pytest.param([{"asset_class": "公益性"}], (None, None, None), id="nor what is public"),
        pytest.param([{"prj_id": "Q"}, {"prj_id": None}], (None, None, None), id="nor another project's"),
    ],
)
def test_a_project_has_the_gravest_proposal_of_its_assets(assets, expected):
    assert of_project(*assets) == (*expected, False)


@pytest.mark.parametrize(
    ("assets", "chosen", "differs"),
    [([IDLE], "盘活", False), ([IDLE], "巩固", True), ([IDLE], None, False), ([UNKNOWN], "巩固", False)],
)
def test_a_choice_that_is_another_than_the_proposal_is_told_and_kept(assets, chosen, differs):
    assert of_project(*assets, chosen=chosen)[-1] is differs


def test_no_assets_have_no_proposals():
    made = propose(ledger(), contracts(), yielded(), as_of=AS_OF)
    assert len(made) == 0
    projects = pd.DataFrame({"prj_id": ["P"], "four_batch": ["盘活"]}).astype("str")
    (row,) = propose_for_projects(projects, ledger(), made).to_dict("records")
    assert (row["chosen"], row["differs"]) == ("盘活", False)
    assert pd.isna(row["proposed"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_has_words(lang):
    words = read_catalogue("proposals", lang)
    assert all(words[f"reason.{reason}"] for reason in REASONS)
    assert len(BATCHES) == 4
