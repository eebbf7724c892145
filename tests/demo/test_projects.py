from decimal import Decimal

import pandas as pd
import pytest

from ruralmap.demo.drawings import ROAD_UNSTATED


def test_sixty_projects_of_three_years_fifteen_of_them_work_relief(county):
    projects = county.tables["projects"]
    assert projects.groupby("year").size().to_dict() == {2022: 20, 2023: 20, 2024: 20}
    modes = projects["work_relief_mode"].value_counts()
    assert modes.to_dict() == {"专项": 6, "推广": 6, "重点工程": 3}
    assert projects["project"].str.endswith("(模拟)").all()


def test_shares_of_a_project_s_places_add_up_to_one(county):
    places = county.tables["project_places"]
    exact = places["share"].map(lambda share: Decimal(str(share)))
    sums = exact.groupby([places["prj_id"], places["relation"]]).sum()
    assert set(sums) == {Decimal(1)}
    # One road is built where its line says, and nothing is stated of it.
    relations = sums.groupby("prj_id").size()
    assert relations.index[relations != 2].tolist() == [ROAD_UNSTATED]
    assert not places.duplicated(["prj_id", "village_code", "relation"]).any()


def test_a_project_stands_in_the_first_village_it_is_built_in(county):
    projects = county.tables["projects"].set_index("prj_id")
    places = county.tables["project_places"]
    built = places[places["relation"].eq("建设地")].groupby("prj_id")["village_code"].first()
    stated = projects.index != ROAD_UNSTATED
    assert projects.loc[stated, "village_code"].equals(built.reindex(projects.index[stated]))


@pytest.mark.parametrize(
    ("mode", "permille"),
    [
        # NJ-26 asks for 100 thousandths of the 推广 form, the national rule for 300 of 专项.
        pytest.param("专项", [300, 318, 285, 331, 306, None], id="exactly on 30 %, below, not reported"),
        pytest.param("推广", [100, 126, 94, 151, 103, 118], id="exactly on 10 %, below"),
        pytest.param("重点工程", [99, 135, None], id="a thousandth below, not reported"),
    ],
)
def test_labour_pay_is_exactly_as_designed(county, mode, permille):
    projects = county.tables["projects"]
    rows = projects[projects["work_relief_mode"].eq(mode)]
    pay = rows["labour_pay_fen"] * 1000 / rows["fiscal_invest_fen"]
    assert [None if pd.isna(share) else share for share in pay] == permille


def test_dates_of_a_project_follow_each_other(county):
    projects = county.tables["projects"]
    done = projects[projects["accepted_on"].notna()]
    assert (done["completed_on"] > done["started_on"]).all()
    assert (done["accepted_on"] > done["completed_on"]).all()
    assert projects["started_on"].isna().sum() == 3
    assert projects[["started_on", "completed_on", "accepted_on"]].max().max() <= "2024-09-30"
