"""What was added to the tables that offices keep anyway."""

import pytest

from ruralmap.demo.gained import LOW_YUAN, MENDING, MONITOR_LINE_YUAN, ON_THE_LINE, UNMARKED, WITHOUT_BATCH
from ruralmap.demo.gained_assets import NOT_IN_PLATFORM, NOT_PURSUED, WITHOUT_ASSESSMENT, WITHOUT_RESILIENCE
from ruralmap.schema.tables import TABLES


@pytest.mark.parametrize(
    "name",
    ["incomes", "measures", "projects", "contracts", "yields", "inspections", "distributions", "industries"],
)
def test_only_columns_of_the_dictionary_were_added_and_choices_are_its(county, name):
    rows, table = county.tables[name], TABLES[name]
    assert set(rows.columns) <= set(table.names)
    for column in table.columns:
        if column.choices and column.name in rows:
            assert set(rows[column.name].dropna()) <= set(column.choices)


def test_one_household_earns_exactly_ten_thousand_yuan_a_head(county):
    rows = county.tables["incomes"].query("year == 2024")
    exact = rows[rows["net_fen"] == LOW_YUAN * 100 * rows["size"]]
    assert exact["net_pc_fen"].tolist() == [LOW_YUAN * 100]
    assert exact["wage_fen"].ge(0).all()
    parts = exact[["wage_fen", "business_fen", "property_fen", "transfer_fen"]].sum(axis=1)
    assert (parts - exact["business_cost_fen"] == exact["net_fen"]).all()


def test_two_households_stand_on_the_monitoring_line_and_earlier_years_say_nothing(county):
    rows = county.tables["incomes"].set_index("hh_id")
    now = rows[rows["year"].eq(2024)]
    assert (now["disposable_fen"] == MONITOR_LINE_YUAN * 100 * now["size"]).sum() == ON_THE_LINE
    assert (rows["rigid_fen"].notna() == rows["year"].ge(2023)).all()
    for name in ("claims_fen", "disposable_fen"):
        assert (rows[name].notna() == rows["year"].eq(2024)).all()


def test_measures_have_a_plan_and_a_few_done_ones_no_mark(county):
    measures = county.tables["measures"]
    plans = county.tables["plans"].set_index("plan_id")["hh_id"]
    assert (measures["plan_id"].map(plans) == measures["hh_id"]).all()
    done = measures.dropna(subset="done_on")
    assert done["system_marked_on"].isna().sum() == UNMARKED
    assert measures["developmental"].eq(~measures["measure_kind"].isin(["保障", "其他"])).all()


def test_projects_of_a_trade_have_a_part_for_farmers_but_two(county):
    trade = county.tables["projects"].query("project_class == '产业发展'").set_index("prj_id")
    without = trade[~trade["link_mechanism"].astype(bool)]
    assert without["rectify_due_on"].notna().to_dict() == {MENDING: True, "XM2023-05": False}
    assert trade.index[trade["four_batch"].isna()].tolist() == [WITHOUT_BATCH]
    assert trade["target_households"].notna().all()
    assert (trade["actual_households"].notna() == trade["accepted_on"].notna()).all()
    local = trade.dropna(subset="four_batch_local")
    assert set(zip(local["four_batch"], local["four_batch_local"], strict=True)) == {
        ("升级", "提升"),
        ("调整", "另起炉灶"),
    }


def test_assets_lack_what_was_planted(county):
    assets = county.assets
    village = assets["owner_level"].eq("村集体")
    assert assets.loc[village, "in_three_capital_platform"].eq(False).sum() == NOT_IN_PLATFORM  # noqa: FBT003
    assert assets.loc[~village, "in_three_capital_platform"].isna().all()
    kept = assets["asset_class"].eq("经营性") & assets["custodian"].notna()
    assert assets.loc[kept, "custodian_assess"].isna().sum() == WITHOUT_ASSESSMENT
    idle = assets["run_state"].isin(["低效", "闲置", "停产"]) & assets["asset_class"].eq("经营性")
    assert (assets["risk_grade"].notna() == idle).all()


def test_arrears_are_pursued_but_for_a_few_and_risks_judged(county):
    yields, inspections = county.tables["yields"], county.tables["inspections"]
    owed = yields["paid_fen"].lt(yields["due_fen"])
    assert yields.loc[owed, "action"].isna().sum() == NOT_PURSUED
    assert yields.loc[~owed, "action"].isna().all()
    risk = inspections["inspection_kind"].eq("风险评估")
    assert inspections.loc[risk, "operating"].notna().all()
    assert inspections.loc[risk, "resilience"].isna().sum() == WITHOUT_RESILIENCE


def test_second_distributions_say_who_gains(county):
    rows = county.tables["distributions"]
    assert (rows["recipient"].notna() == rows["dist_level"].eq("二次")).all()
    assert set(rows["recipient"].dropna()) == {"脱贫户", "监测对象", "其他成员"}
