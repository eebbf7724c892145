import pytest


def test_government_investment_of_one_year_is_exactly_on_the_line_and_of_another_a_fen_below(county):
    projects = county.tables["projects"].query("work_relief_mode == '推广'")
    sums = projects.groupby("year")["gov_invest_fen"].sum()
    # NJ-27: not less than 35,000,000.00 yuan.
    assert sums[2024] == 3_500_000_000
    assert sums[2023] == 3_499_999_999
    assert (projects["gov_invest_fen"] >= projects["fiscal_invest_fen"]).all()


@pytest.mark.parametrize(
    ("prj_id", "item", "state", "days"),
    [
        pytest.param("XM2024-01", "started", "done", 0, id="on the planned day"),
        pytest.param("XM2024-02", "started", "late_done", 1, id="a day late"),
        pytest.param("XM2024-03", "started", "late_done", 9, id="late"),
        # 2024-08-31 to 2024-09-30
        pytest.param("XM2024-05", "started", "late_open", 30, id="not begun, and due"),
        pytest.param("XM2024-14", "started", "not_due", 0, id="not begun, and not due"),
        pytest.param("XM2024-11", "completed", "late_open", 1, id="not ended, due the day before"),
        pytest.param("XM2023-05", "completed", "late_done", 1, id="ended a day late"),
    ],
)
def test_milestones_are_late_by_as_much_as_designed(truth, prj_id, item, state, days):
    rows = truth["milestones"].set_index(["prj_id", "item"])
    assert (rows.loc[(prj_id, item), "state"], rows.loc[(prj_id, item), "days_late"]) == (state, days)


def test_where_nothing_was_planned_nothing_is_known_of_being_late(truth):
    unplanned = truth["milestones"].query("state == 'no_plan'")
    begun = unplanned[unplanned["item"].eq("started")]
    assert begun["prj_id"].tolist() == ["XM2024-17"]
    assert unplanned["days_late"].isna().all()


def test_two_projects_need_no_tender_and_what_comes_first_is_done_first(county):
    projects = county.tables["projects"]
    assert (~projects["tender_needed"]).sum() == 2
    begun = projects["started_on"].notna()
    assert projects.loc[~projects["tender_needed"], "procurement_done_on"].isna().all()
    tendered = projects[begun & projects["tender_needed"]]
    assert (tendered["precon_done_on"] < tendered["procurement_done_on"]).all()
    assert projects.loc[begun, "entered_system_on"].notna().all()
    assert projects["entered_system_on"].dropna().le("2024-09-30").all()


def test_key_projects_in_progress_say_what_is_left(county):
    projects = county.tables["projects"]
    building = projects["key_project"] & projects["started_on"].notna() & projects["completed_on"].isna()
    left = projects[["gov_invest_left_fen", "works_left", "local_workers_target"]]
    assert building.any()
    assert left[building].notna().all().all()
    assert left[~building].isna().all().all()
