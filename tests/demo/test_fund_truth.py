import pandas as pd
import pytest


@pytest.fixture(scope="module")
def totals(truth):
    return truth["fund_totals"]


def _sum(totals, as_of, balance, **where):
    rows = totals[totals["as_of"].eq(as_of) & totals["balance"].eq(balance)]
    for column, value in where.items():
        rows = rows[rows[column].eq(value)]
    return int(rows["fen"].sum())


def test_what_is_kept_adds_up_to_what_is_issued(truth, totals):
    lines = truth["fund_lines"]
    assert _sum(totals, "2024-09-30", "issued") == lines["own_fen"].sum()
    # 45 of the plan; 8 reported, one of them negative, three a whole and its parts; 6 of movements.
    assert lines["kept"].sum() == 45 + 8 + 6
    assert lines.loc[~lines["kept"], "reason"].ne("").all()
    assert lines.loc[lines["kept"], "reason"].eq("").all()


def test_the_plan_and_what_is_beside_it_add_up_by_hand(county, totals):
    plan = county.tables["funds"]["issued_fen"].sum()
    # -15,000 + 5,000,000 + 4,000,000 + 9,000,000 (with its parts) + 1,000,000 + 150,000 reported, and
    # 6,000,000 + 800,000 + 5,000,000 + 3,000,000 + 500,000 + 300,000 moved: 34,735,000 yuan.
    assert _sum(totals, "2024-09-30", "issued") == plan + 3_473_500_000


@pytest.mark.parametrize("as_of", ["2023-12-31", "2024-06-30", "2024-09-30"])
def test_every_date_keeps_the_sums_of_its_balances(totals, as_of):
    issued, spent, before = (_sum(totals, as_of, name) for name in ("issued", "spent", "before"))
    assert _sum(totals, as_of, "unspent") == issued - spent - before
    assert _sum(totals, as_of, "unarranged") == issued - _sum(totals, as_of, "arranged")
    assert 0 < _sum(totals, as_of, "formed") < spent


def test_what_was_carried_over_is_free_again_and_what_was_closed_stays_closed(totals):
    assert _sum(totals, "2023-12-31", "carried") > 0
    assert _sum(totals, "2024-06-30", "carried") == 0
    kept = [_sum(totals, as_of, "surplus") for as_of in ("2023-12-31", "2024-06-30", "2024-09-30")]
    assert kept[0] == kept[1] == kept[2] > 0
    # 80,000 yuan of the donation were taken back on 2024-08-30.
    taken = [_sum(totals, as_of, "withdrawn") for as_of in ("2024-06-30", "2024-09-30")]
    assert taken[1] - taken[0] == 8_000_000


def test_a_township_has_what_it_was_given_less_what_its_projects_have(totals):
    own = {"level": "县", "channel": "自筹", "as_of": "2024-09-30"}
    townships = totals[(totals[list(own)] == pd.Series(own)).all(axis=1) & totals["balance"].eq("issued")]
    # 大坝镇: 2,000,000 in all, 1,500,000 of them at its project; 700,000 stay with the county.
    amounts = townships.set_index("township_code")["fen"] // 100
    assert amounts.to_dict() == {
        "": 700_000,
        "441624101": 2_000_000,
        "441624104": 1_800_000,
        "441624109": 1_500_000,
    }


def test_what_formed_assets_is_known_and_not_more_than_was_spent(county, truth):
    chain = truth["fund_chain"]
    assert not chain.duplicated().any()
    assert "ZJ2024-63" not in set(chain["line_id"])
    assert set(chain["asset_id"]) <= set(county.assets["asset_id"])
