from ruralmap.demo.labour import MONTH_MISSING, SHORT


def test_rows_add_up_to_the_stated_pay_to_the_fen(county):
    stated = county.tables["projects"].set_index("prj_id")["labour_pay_fen"].dropna()
    paid = county.tables["labour_pay"].groupby("prj_id")["paid_fen"].sum()
    # 15 work-relief projects, of which two state nothing and have no rows.
    assert len(stated) == 13
    assert paid.to_dict() == stated.to_dict()


def test_one_month_is_short_by_2500_yuan_and_no_other(county):
    labour = county.tables["labour_pay"]
    short = (labour["due_fen"] - labour["paid_fen"]).groupby([labour["prj_id"], labour["month"]]).sum()
    found = short[short.ne(0)]
    assert found.tolist() == [SHORT[2]]
    assert found.index[0][0] == SHORT[0]


def test_one_project_has_a_month_without_rows(county):
    months = county.tables["labour_pay"].groupby("prj_id")["month"].unique().map(sorted)
    gaps = {
        prj_id
        for prj_id, listed in months.items()
        if int(listed[-1][5:]) - int(listed[0][5:]) + 12 * (int(listed[-1][:4]) - int(listed[0][:4]))
        >= len(listed)
    }
    assert gaps == {MONTH_MISSING[0]}


def test_three_rows_in_ten_are_of_another_village_of_the_township(county):
    labour = county.tables["labour_pay"]
    site = labour["prj_id"].map(county.tables["projects"].set_index("prj_id")["village_code"])
    elsewhere = labour["village_code"].ne(site)
    assert 0.25 < elsewhere.mean() <= 0.30
    assert (labour["village_code"].str[:9] == site.str[:9]).all()


def test_workers_are_on_the_rosters_or_said_not_to_be(county):
    labour = county.tables["labour_pay"]
    listed = labour["p_id"].isin(county.persons["p_id"])
    assert labour.loc[~listed, "p_id"].str.startswith("NW").all()
    assert set(labour.loc[~listed, "worker_group"]) == {"其他农村劳动力"}
    assert {"脱贫户", "监测对象", "易地搬迁"} <= set(labour.loc[listed, "worker_group"])
    assert not labour.duplicated(["prj_id", "month", "p_id"]).any()
    assert labour["paid_fen"].gt(0).all()
    assert labour["month"].max() <= "2024-09"


def test_the_truth_adds_up_by_month_and_group(county, truth):
    labour, sums = county.tables["labour_pay"], truth["labour"]
    assert sums["paid_fen"].sum() == labour["paid_fen"].sum()
    assert sums["due_fen"].sum() == labour["due_fen"].sum()
    assert sums["persons"].sum() == len(labour)
