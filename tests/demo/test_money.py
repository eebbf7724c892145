import itertools

import pytest

from ruralmap.demo.money import PAYEES, PLANS, list_lines

# 15 lines a year; PLANS in 万元: 1860 + 940 + 420 + 260 + 180 + 650 + 1240 + 520 + 1700 + 560 + 380 + 900
# + 130 + 1500 + 300 = 11,540.
WAN = {2023: 11_540}


def test_fifteen_lines_come_every_year_of_many_levels_and_channels(county):
    lines = county.tables["funds"]
    assert lines.groupby("year").size().to_dict() == {2022: 15, 2023: 15, 2024: 15}
    assert set(lines["level"]) == {"中央", "省", "市", "县", "社会"}
    assert lines["channel"].nunique() >= 7
    assert set(lines["task"].dropna()) == {
        "巩固拓展与乡村振兴", "以工代赈", "少数民族发展", "欠发达国有农场林场牧场",
    }  # fmt: skip
    assert lines["doc"].str.startswith("模拟").all()


def test_the_lines_of_2023_add_up_to_the_plan():
    lines = list_lines()
    assert sum(plan.wan for plan in PLANS) == WAN[2023]
    assert lines.loc[lines["year"].eq(2023), "issued_fen"].sum() == WAN[2023] * 1_000_000


def test_in_every_month_a_line_s_rows_add_up_to_the_line(county):
    months, lines = county.tables["fund_months"], county.tables["funds"].set_index("line_id")
    sums = months.groupby(["line_id", "month"])["issued_fen"].sum()
    assert (sums == lines.loc[sums.index.get_level_values("line_id"), "issued_fen"].to_numpy()).all()


def test_every_row_keeps_issued_as_spent_and_unspent_in_order(county):
    months = county.tables["fund_months"]
    assert (months["issued_fen"] == months["spent_fen"] + months["unspent_fen"]).all()
    order = ["issued_fen", "arranged_fen", "disbursed_fen", "spent_fen"]
    for larger, smaller in itertools.pairwise(order):
        assert (months[larger] >= months[smaller]).all()
    assert (months["arrived_fen"] >= months["disbursed_fen"]).all()
    assert (months[order] >= 0).all().all()


def test_nothing_of_a_project_ever_falls(county):
    months = county.tables["fund_months"]
    projects = months[months["prj_id"].notna()].sort_values("month", kind="stable")
    grown = projects.groupby(["line_id", "prj_id"])[
        ["arrived_fen", "arranged_fen", "disbursed_fen", "spent_fen"]
    ]
    assert grown.diff().fillna(0).ge(0).all().all()


def test_every_line_reports_from_its_month_to_the_last(county):
    months, lines = county.tables["fund_months"], county.tables["funds"].set_index("line_id")
    rest = months[months["prj_id"].isna()].groupby("line_id")["month"]
    assert (rest.min() == lines["issued_on"].str[:7].rename("month")).all()
    assert rest.max().eq("2024-09").all()
    assert not months.duplicated(["line_id", "prj_id", "month"]).any()


def test_a_project_s_investment_is_what_the_lines_have_arranged_to_it(county):
    last = county.tables["fund_months"].loc[lambda rows: rows["month"].eq("2024-09") & rows["prj_id"].notna()]
    arranged = last.groupby("prj_id")["arranged_fen"].sum()
    invested = county.tables["projects"].set_index("prj_id")["fiscal_invest_fen"]
    assert invested.equals(arranged.reindex(invested.index).rename("fiscal_invest_fen"))
    # Issued = arranged to projects + not arranged.
    rest = county.tables["fund_months"].loc[lambda rows: rows["month"].eq("2024-09") & rows["prj_id"].isna()]
    assert invested.sum() + rest["issued_fen"].sum() == county.tables["funds"]["issued_fen"].sum()


@pytest.mark.parametrize(("year", "low", "high"), [(2022, 0.95, 1.0), (2023, 0.9, 1.0), (2024, 0.4, 0.8)])
def test_older_lines_are_nearly_spent_and_this_year_s_are_not(county, year, low, high):
    rows = county.tables["fund_months"].loc[lambda months: months["month"].eq("2024-09")]
    rows = rows[rows["line_id"].str.startswith(f"ZJ{year}")]
    assert low <= rows["spent_fen"].sum() / rows["issued_fen"].sum() <= high


def test_each_december_closes_what_is_unspent_and_no_other_month_does(county):
    months = county.tables["fund_months"]
    closing = months[["carried_over_fen", "surplus_fen", "withdrawn_fen"]]
    closes = closing.notna().any(axis=1)
    assert (closing[closes].fillna(0).sum(axis=1) == months.loc[closes, "unspent_fen"]).all()
    december = months["month"].str.endswith("-12") & months["unspent_fen"].ne(0)
    assert closes.equals(december)
    assert closing.notna().any().all()


def test_only_what_no_project_has_of_an_older_year_is_surplus_or_taken_back(county):
    months = county.tables["fund_months"]
    ended = months[months[["surplus_fen", "withdrawn_fen"]].notna().any(axis=1)]
    assert ended["prj_id"].isna().all()
    assert (ended["month"].str[:4] > ended["line_id"].str[2:6]).all()


def test_three_projects_of_industry_say_whom_they_pay(county):
    months = county.tables["fund_months"]
    paid = months.dropna(subset="entity_id")
    assert set(paid["prj_id"]) == set(PAYEES)
    classes = county.tables["projects"].set_index("prj_id").loc[list(PAYEES), "project_class"]
    assert set(classes) == {"产业发展"}
