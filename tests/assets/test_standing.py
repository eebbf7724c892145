"""What is missing, and what is not owed at all."""

import pandas as pd
import pytest

from ruralmap.assets.standing import DEFECTS, DOCUMENTS, standing, undocumented

COMPLETE = {
    "asset_id": "A",
    "asset_class": "公益性",
    "form": "固定",
    "custodian": "村委会",
    "operation_mode": None,
    "accepted_on": "2020-05-01",
    "accepted_doc": "验收1号",
    "titled_on": "2020-06",
    "titled_doc": "确权1号",
    "handover_on": "2020-07-01",
    "handover_doc": "移交1号",
    "booked_on": "2020-08-01",
    "booked_doc": "凭证1号",
    "run_state": "正常",
}
CONTRACT = {
    "contract_id": "H1",
    "asset_id": "A",
    "signed_on": "2020-01-01",
    "from_on": "2021-01-01",
    "to_on": "2024-12-31",
}
AS_OF = "2024-09-30"
PAPERS = {"title_missing", "booking_missing"}
HOUSEHOLD_NOT_OWED = {"handover_missing", "contract_missing", "custodian_missing"}


def assets(**changes):
    return pd.DataFrame([COMPLETE | changes]).astype("str")


def contracts(*rows):
    return pd.DataFrame([CONTRACT | row for row in rows], columns=list(CONTRACT)).astype("str")


def found(asset, *, held=()):
    """Name the defects that hold, and those that do not apply."""
    row = standing(asset, contracts(*held), as_of=AS_OF).iloc[0]
    not_owed = {name for name in DEFECTS if pd.isna(row[name])}
    return {name for name in DEFECTS if name not in not_owed and row[name]}, not_owed


def test_a_complete_public_asset_lacks_nothing():
    assert found(assets()) == (set(), {"contract_missing"})


@pytest.mark.parametrize(
    ("changes", "defect"),
    [
        pytest.param({"accepted_on": None}, "acceptance_missing", id="竣工验收"),
        pytest.param({"titled_on": None}, "title_missing", id="确权"),
        pytest.param({"handover_on": None}, "handover_missing", id="移交"),
        pytest.param({"booked_on": None}, "booking_missing", id="登记入账"),
        pytest.param({"custodian": None}, "custodian_missing", id="管护责任人"),
        pytest.param({"booked_on": "2024-10-01"}, "booking_missing", id="dated after the day"),
    ],
)
def test_each_gap_is_a_defect_of_its_own(changes, defect):
    assert found(assets(**changes))[0] == {defect}


@pytest.mark.parametrize(
    "date",
    [
        pytest.param("2024-09-30", id="on the day"),
        pytest.param("2024-09", id="in the month that ends on the day"),
    ],
)
def test_a_formality_counts_up_to_the_day(date):
    assert found(assets(handover_on=date))[0] == set()


@pytest.mark.parametrize(
    ("dates", "defects"),
    [
        # On 29 September nobody knows yet whether what is dated to September has happened.
        pytest.param({"handover_on": "2024-09"}, {"handover_missing"}, id="the month is not over"),
        pytest.param({"handover_on": "2024-08"}, set(), id="the month before is"),
    ],
)
def test_a_formality_of_a_month_counts_when_the_month_is_over(dates, defects):
    row = standing(assets(**dates), contracts(), as_of="2024-09-29").iloc[0]
    assert {name for name in DEFECTS if not pd.isna(row[name]) and row[name]} == defects


@pytest.mark.parametrize(
    ("held", "missing"),
    [
        pytest.param({"from_on": "2024-09"}, True, id="begins in a month that is not over"),
        pytest.param({"from_on": "2024-08"}, False, id="began in a month that is"),
        pytest.param({"to_on": "2024-09"}, False, id="runs to the month's last day"),
        pytest.param({"from_on": None, "to_on": None, "signed_on": "2024-09"}, True, id="signed in it"),
    ],
)
def test_a_contract_of_a_month_runs_when_it_surely_does(held, missing):
    row = standing(assets(asset_class="经营性"), contracts(held), as_of="2024-09-29").iloc[0]
    assert bool(row["contract_missing"]) is missing


@pytest.mark.parametrize(
    ("changes", "not_owed"),
    [
        pytest.param({"asset_class": "公益性"}, {"contract_missing"}, id="public"),
        pytest.param({"asset_class": "经营性"}, {"handover_missing"}, id="operating"),
        pytest.param({"asset_class": "到户类"}, HOUSEHOLD_NOT_OWED, id="household"),
        pytest.param(
            {"asset_class": "经营性", "form": "权益"}, {"acceptance_missing", "handover_missing"}, id="equity"
        ),
        pytest.param({"run_state": "已处置"}, set(DEFECTS) - PAPERS, id="disposed of"),
        pytest.param({"run_state": "灭失"}, set(DEFECTS) - PAPERS, id="lost"),
        pytest.param(
            {"run_state": None, "form": None}, {"contract_missing"}, id="nothing known: all is owed"
        ),
    ],
)
def test_what_is_owed_follows_from_what_the_asset_is(changes, not_owed):
    assert found(assets(**changes))[1] == not_owed


@pytest.mark.parametrize(
    ("held", "missing"),
    [
        pytest.param([{}], False, id="in force"),
        pytest.param([], True, id="none"),
        pytest.param([{"asset_id": "B"}], True, id="another asset's"),
        pytest.param([{"to_on": "2024-09-30"}], False, id="ends on the day"),
        pytest.param([{"to_on": "2024-09-29"}], True, id="ended the day before"),
        pytest.param([{"to_on": "2024-09"}], False, id="ends with the month"),
        pytest.param([{"to_on": "2024-08"}], True, id="ended with the month before"),
        pytest.param([{"to_on": None}], False, id="without an end"),
        pytest.param([{"from_on": "2024-10-01"}], True, id="begins later"),
        pytest.param([{"from_on": None}], False, id="since it was signed"),
        pytest.param([{"from_on": None, "signed_on": None}], True, id="never signed"),
        pytest.param([{"to_on": "2022-12-31"}, {"contract_id": "H2"}], False, id="one ended, one runs"),
    ],
)
def test_an_operating_asset_needs_a_contract_in_force(held, missing):
    defects, _ = found(assets(asset_class="经营性"), held=held)
    assert ("contract_missing" in defects) is missing


@pytest.mark.parametrize(
    ("mode", "missing"),
    [
        ("自营", {"handover_missing", "contract_missing"}),
        ("租赁", {"handover_missing"}),
        (None, {"handover_missing"}),
    ],
)
def test_what_its_owner_runs_owes_no_contract(mode, missing):
    defects, not_owed = found(assets(asset_class="经营性", operation_mode=mode))
    assert not_owed == missing
    assert defects == {"contract_missing"} - missing


def lacking(**changes):
    """Name the documents that are missing, and those of formalities that are missing themselves."""
    row = undocumented(assets(**changes), as_of="2024-09-29").iloc[0]
    not_asked = {name for name in DOCUMENTS.values() if pd.isna(row[name])}
    return {name for name in DOCUMENTS.values() if name not in not_asked and row[name]}, not_asked


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, (set(), set()), id="all have one"),
        pytest.param({"accepted_doc": None}, ({"acceptance_undocumented"}, set()), id="验收文号"),
        pytest.param({"titled_doc": None}, ({"title_undocumented"}, set()), id="确权文号"),
        pytest.param({"handover_doc": None}, ({"handover_undocumented"}, set()), id="移交文号"),
        pytest.param({"booked_doc": None}, ({"booking_undocumented"}, set()), id="入账文号"),
        pytest.param(
            {"titled_on": None, "titled_doc": None}, (set(), {"title_undocumented"}), id="not titled at all"
        ),
        pytest.param(
            {"booked_on": "2024-09", "booked_doc": None},
            (set(), {"booking_undocumented"}),
            id="the month is not over",
        ),
    ],
)
def test_a_formality_that_is_dated_needs_a_document(changes, expected):
    assert lacking(**changes) == expected


def test_the_answer_stands_on_the_index_of_the_assets_and_counts_the_defects():
    ledger = pd.concat([assets(), assets(asset_id="B", titled_on=None, custodian=None)]).set_axis(["x", "y"])
    result = standing(ledger, contracts(), as_of=AS_OF)
    assert result.index.tolist() == ["x", "y"]
    assert result["defects"].tolist() == [0, 2]
    assert {str(result[name].dtype) for name in DEFECTS} == {"boolean"}


def test_no_assets_have_no_defects():
    assert len(standing(assets().head(0), contracts(), as_of=AS_OF)) == 0
    assert undocumented(assets().head(0), as_of=AS_OF).columns.tolist() == list(DOCUMENTS.values())
