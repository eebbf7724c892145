import pandas as pd


def _reports(county, line_id):
    months = county.more_money.months
    return months[months["line_id"].eq(line_id)]


def test_the_plan_s_lines_are_not_touched(county):
    plan, more, faults = county.tables["funds"], county.more_money, county.faults
    ids = [*plan["line_id"], *more.funds["line_id"], *faults.funds["line_id"]]
    assert len(ids) == len(set(ids))
    assert not set(plan["line_id"]) & {*more.months["line_id"], *more.moves["line_id"]}
    assert not set(plan["line_id"]) & {*faults.months["line_id"], *faults.moves["line_id"]}


def test_a_line_that_is_divided_keeps_what_its_parts_do_not_have(county):
    funds = county.more_money.funds.set_index("line_id")
    parts = funds[funds["parent_line_id"].eq("ZJ2024-20")]
    # 9,000,000 - 3,000,000 - 2,500,000
    assert len(parts) == 2
    kept = funds.loc["ZJ2024-20", "issued_fen"] - parts["issued_fen"].sum()
    assert kept == 350_000_000
    assert _reports(county, "ZJ2024-20").groupby("month")["issued_fen"].sum().eq(kept).all()


def test_every_report_is_balanced_also_where_the_year_begins_at_nothing(county):
    months = county.more_money.months
    brought = months["brought_forward_fen"].fillna(0)
    assert (brought + months["issued_fen"] == months["spent_fen"] + months["unspent_fen"]).all()
    closing = months[["carried_over_fen", "surplus_fen", "withdrawn_fen"]]
    closes = closing.notna().any(axis=1)
    assert (closing.fillna(0).sum(axis=1)[closes] == months.loc[closes, "unspent_fen"]).all()


def test_what_is_brought_forward_is_what_was_left_in_december(county):
    rows = _reports(county, "ZJ2023-16").fillna({"prj_id": ""}).set_index(["prj_id", "month"]).sort_index()
    for prj_id in ("", "XM2023-21"):
        december, january = rows.loc[(prj_id, "2023-12")], rows.loc[(prj_id, "2024-01")]
        gone = pd.Series([december["surplus_fen"], december["withdrawn_fen"]]).fillna(0).sum()
        assert january["brought_forward_fen"] == december["unspent_fen"] - gone


def test_a_line_whose_first_report_is_of_its_second_year_does_not_say_what_was_before(county):
    rows = _reports(county, "ZJ2023-17")
    assert rows["month"].min() == "2024-01"
    # 4,000,000 issued, 2,400,000 + 200,000 brought forward: 1,400,000 were used before.
    first = rows[rows["month"].eq("2024-01")]
    assert first["brought_forward_fen"].sum() == 260_000_000
    assert county.more_money.totals["before_fen"].max() == 140_000_000


def test_money_taken_back_is_a_negative_line_of_less_than_its_line_has_left(county):
    taken = -county.more_money.funds.set_index("line_id").loc["ZJ2022-16", "issued_fen"]
    months = county.tables["fund_months"].query("line_id == 'ZJ2022-11' and month == '2024-09'")
    assert 0 < taken < months.loc[months["prj_id"].isna(), "unspent_fen"].iloc[0]


def test_reports_and_movements_of_one_line_differ_in_august_only(county):
    moves = county.more_money.moves.query("line_id == 'ZJ2024-19'")
    reports = (
        _reports(county, "ZJ2024-19").groupby("month")[["arrived_fen", "disbursed_fen", "spent_fen"]].sum()
    )
    words = {"到位": "arrived_fen", "拨付": "disbursed_fen", "支出": "spent_fen"}
    differing = {
        (month, column)
        for month in reports.index
        for word, column in words.items()
        if moves[moves["kind"].eq(word) & moves["on"].str[:7].le(month)]["amount_fen"].sum()
        != reports.loc[month, column]
    }
    assert differing == {("2024-08", "spent_fen")}


def test_their_projects_state_what_was_arranged(county):
    more = county.more_money
    projects = more.projects.set_index("prj_id")["fiscal_invest_fen"]
    # XM2024-27: 3,000,000 of the divided line and 2,800,000 of a part. XM2024-29: 600,000 of line 41,
    # 352,000 of line 44, 200,000 of line 61.
    assert projects["XM2024-27"] == 580_000_000
    assert projects["XM2024-29"] == 115_200_000
    assert set(more.moves["prj_id"].dropna()) <= set(projects.index)
