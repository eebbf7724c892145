"""The ledgers of policies: typed as the dictionary says, tied together, and with what was planted."""

from datetime import date

import pytest

from ruralmap.demo.ledgers import LEDGERS, LONG_LEDGERS
from ruralmap.demo.ledgers_offices import CHECK_LATE, CHECKED_LAST, NO_MEETING, NO_REPORT, UNTRAINED
from ruralmap.demo.ledgers_papers import AMOUNTS_OFF_FEN, NO_CARD, NOT_IN_SYSTEM, OVERDUE
from ruralmap.demo.ledgers_people import GRADUATES, GRADUATES_IDLE, NO_GRID, at_work
from ruralmap.demo.ledgers_places import FEW_LEADERS, WATER_EXACT, WATER_MONTH, WATER_OLD
from ruralmap.demo.ledgers_risk import (
    NOT_SURVEYED,
    SURVEY_DUE,
    SURVEY_LATE,
    TOWNSHIP_LATE,
    TOWNSHIP_OPEN,
    UNSETTLED,
)
from ruralmap.schema.references import REFERENCES
from ruralmap.schema.tables import TABLES


@pytest.mark.parametrize("name", LEDGERS)
def test_a_ledger_is_as_the_dictionary_says(county, name):
    rows, table = county.tables[name], TABLES[name]
    assert len(rows) > 0
    assert tuple(rows.columns) == table.names
    assert not rows.duplicated(list(table.key)).any()
    for column in table.columns:
        if column.filled:
            assert rows[column.name].notna().all()
        if column.choices:
            assert set(rows[column.name].dropna()) <= set(column.choices)


def test_every_id_that_a_ledger_names_is_known(county):
    known = county.tables | {"roster": county.persons, "assets": county.assets}
    checked = 0
    for name, column, target in REFERENCES:
        rows = known.get(name)
        if rows is not None and column in rows and target in known:
            assert set(rows[column].dropna()) <= set(known[target][column]), (name, column)
            checked += name in LEDGERS
    assert checked > 20


def test_nothing_was_done_after_the_countys_date(county):
    # Terms, and what statistics publish later, may lie ahead.
    ahead = {"due_on", "valid_to", "published_on"}
    for name in LEDGERS:
        rows = county.tables[name]
        for column in TABLES[name].columns:
            if column.kind == "date" and column.name not in ahead:
                days = rows[column.name].dropna()
                assert not (days.astype("str") > "2024-09-30").any(), (name, column.name)


def test_long_ledgers_are_csv_and_the_others_workbooks(books):
    paths = {path for path in books.content if path.rsplit("/", 1)[-1].startswith(("人员情况", "挂联"))}
    assert paths == {"layers/人员情况台账.csv", "layers/挂联.xlsx"}
    assert set(LONG_LEDGERS) <= set(LEDGERS)


def test_two_households_have_no_grid_and_everybody_else_one_with_a_person(county):
    records, grids = county.tables["household_records"], county.tables["grids"]
    assert records["grid_id"].isna().sum() == NO_GRID
    assert set(records["grid_id"].dropna()) <= set(grids.loc[grids["person"].notna(), "grid_id"])


def test_exactly_nine_in_ten_graduates_are_at_work(county):
    records = county.tables["person_records"]
    graduates = records.loc[records["yulu_graduate"].fillna(value=False).astype(bool), "p_id"]
    working = graduates.isin(at_work(county.tables["jobs"], county.tables["posts"]))
    assert (len(graduates), int((~working).sum())) == (GRADUATES, GRADUATES_IDLE)
    assert 10 * int(working.sum()) == 9 * len(graduates)


def test_who_has_neither_job_nor_post_is_said_not_to_be_employed(county):
    records = county.tables["person_records"].set_index("p_id")
    working = records.index.isin(at_work(county.tables["jobs"], county.tables["posts"]))
    assert records.loc[working, "employed"].isna().all()
    assert records.loc[~working, "employed"].eq(False).all()  # noqa: FBT003


def test_children_of_school_age_have_a_state_and_one_left_school(county):
    persons = county.persons.set_index("p_id")
    school = county.tables["person_records"].set_index("p_id")["school"]
    assert school[persons["age"].between(6, 15).reindex(school.index)].notna().all()
    assert school.value_counts()[["辍学", "送教上门", "休学"]].tolist() == [1, 1, 1]


def test_clues_stand_below_on_and_above_fifteen_days(county):
    clues = county.tables["clues"]
    closed = clues.dropna(subset="recognised_on")
    days = [
        (date.fromisoformat(end) - date.fromisoformat(start)).days
        for start, end in zip(closed["found_on"], closed["recognised_on"], strict=True)
    ]
    assert (days.count(15), days.count(16), max(days)) == (1, 2, 16)
    # Open on 2024-09-30: one 25 days, past the limit; one found on that day.
    assert clues.loc[clues["recognised_on"].isna(), "found_on"].tolist() == ["2024-09-05", "2024-09-30"]


def test_first_plans_after_a_clue_come_within_ten_days_but_for_two(county):
    clues = county.tables["clues"].dropna(subset="recognised_on").drop_duplicates("hh_id")
    first = county.tables["plans"].dropna(subset="hh_id").groupby("hh_id")["made_on"].min()
    took = [
        (date.fromisoformat(first[hh_id]) - date.fromisoformat(day)).days
        for hh_id, day in zip(clues["hh_id"], clues["recognised_on"], strict=True)
    ]
    assert sorted(took)[-2:] == [11, 11]
    assert sorted(took)[-3] <= 10
    last = county.tables["plans"].query("subject == '户'").groupby("hh_id")["made_on"].max()
    assert set(last.index) == set(county.households["hh_id"])


def test_water_tests_stand_on_both_sides_of_three_years(county):
    tested = county.tables["water_sources"]["tested_on"]
    old = tested[tested < "2021-12-31"].sort_values().tolist()
    assert old == [WATER_MONTH, WATER_OLD, WATER_EXACT] == ["2021-09", "2021-09-29", "2021-09-30"]


def test_townships_surveyed_in_time_but_for_two(county):
    households = county.households.set_index("hh_id")
    surveys = county.tables["surveys"]
    first = surveys[surveys["round"].eq("摸底")].set_index("hh_id")["surveyed_on"]
    last = first.groupby(households["village_code"].str[:9].reindex(first.index)).max()
    assert last[last > SURVEY_DUE].to_dict() == {TOWNSHIP_LATE: SURVEY_LATE}
    missing = households.index.difference(first.index)
    assert set(households.loc[missing, "village_code"].str[:9]) == {TOWNSHIP_OPEN}
    assert len(missing) == NOT_SURVEYED
    # Those who decide are covered: lifted, or monitored and not cleared.
    assert households.loc[missing, "in_lifted"].all()
    late = first.index[first.eq(SURVEY_LATE)]
    assert (households.loc[late, "in_lifted"] | households.loc[late, "risk_cleared"].eq("否")).all()


def test_unsafe_houses_are_settled_but_for_some(county):
    safety = county.tables["safety"]
    unsafe = safety[safety["house"].isin(["C", "D"])]
    assert unsafe["house_closed_on"].isna().sum() == UNSETTLED
    assert unsafe["house_measure"].isna().sum() == 2


def test_subsidies_are_of_the_amounts_that_were_set_but_for_one(county):
    payments = county.tables["payments"]
    garden = payments[payments["scheme"].eq("庭院经济")]
    assert garden["approved_fen"].value_counts().to_dict() == {60_000: 299, 50_000: 1}
    sizes = county.households.set_index("hh_id")["size"]
    project = payments[payments["scheme"].eq("到户项目")]
    assert (project["approved_fen"] == 50_000 * project["hh_id"].map(sizes)).all()
    assert payments["paid_on"].isna().sum() == 4
    assert (payments["paid_fen"].eq(0) == payments["paid_on"].isna()).all()


def test_group_benefits_stand_on_both_lines_and_above(county):
    amounts = county.tables["benefits"].dropna(subset="group")["amount_fen"]
    assert amounts.between(8_000, 10_000).sum() == len(amounts) - 1
    assert {8_000, 10_000, 12_000} <= set(amounts)


def test_an_own_income_of_exactly_100_000_yuan_and_a_fen_less(county):
    rows = county.tables["village_econ"].query("year == 2024")
    own = rows["income_total_fen"] - rows["income_grant_fen"] - rows["income_land_fen"]
    assert {10_000_000, 9_999_999} <= set(own)


def test_most_villages_have_five_leaders(county):
    counts = county.tables["leaders"].groupby("village_code").size()
    assert len(counts) == len(county.villages)
    assert counts.value_counts().to_dict() == {5: len(counts) - FEW_LEADERS, 4: FEW_LEADERS}


def test_one_township_missed_a_meeting_and_one_a_report(county):
    meetings, reports = county.tables["meetings"], county.tables["reports"]
    held = meetings[meetings["kind"].eq("专题会")].groupby("code").size()
    assert held[held < 3].to_dict() == {NO_MEETING[0]: 2}
    sent = reports[reports["kind"].eq("动态监测月报")].groupby("code")["month"].agg(set)
    months = {f"2024-{month:02d}" for month in range(1, 10)}
    assert {code: months - found for code, found in sent.items() if found != months} == {
        NO_REPORT[0]: {NO_REPORT[1]}
    }


def test_self_checks_end_below_on_and_above_the_day(county):
    checks = county.tables["campaigns"].query("kind == '自查'").set_index("code")["to_on"]
    assert checks[CHECKED_LAST] == "2024-07-31"
    assert checks[checks > "2024-07-31"].tolist() == [CHECK_LATE]


def test_staff_are_trained_but_for_three(county):
    trained = county.tables["trainings"].query("topic == '政策培训'")["staff_id"]
    assert len(set(county.tables["staff"]["staff_id"]) - set(trained)) == UNTRAINED


def test_statistics_are_cumulative_and_the_third_quarter_is_not_out_yet(county):
    rows = county.tables["statistics"]
    income = rows[rows["indicator"].eq("农村居民人均可支配收入") & rows["region"].eq("441624")]
    by_period = income.set_index("period")["value"]
    for year in ("2022", "2023"):
        own = by_period[[f"{year}-{month}" for month in ("03", "06", "09", "12")]]
        assert own.is_monotonic_increasing
    assert by_period["2022-12"] == 19_420
    out = income.set_index("period")["published_on"]
    assert out["2024-06"] < "2024-09-30" < out["2024-09"]


def test_the_national_system_differs_where_it_was_made_to(county):
    system = county.tables["system_assets"].reset_index(drop=True)
    own = county.assets.iloc[NOT_IN_SYSTEM:].reset_index(drop=True)
    off = system["amount_fen"] - own["original_value_fen"]
    assert off[off.ne(0)].tolist() == list(AMOUNTS_OFF_FEN) == [100, 101, -101]
    assert system["state"].ne(own["run_state"]).sum() == 2


def test_cards_and_problems_lack_what_was_planted(county):
    tables = county.tables
    cards = tables["documents"].query("kind == '明白卡'")
    watched = county.households.loc[county.households["risk_cleared"].eq("否"), "hh_id"]
    assert len(set(watched) - set(cards["hh_id"])) == NO_CARD
    assert cards["has_income"].eq(False).sum() == 1  # noqa: FBT003
    problems = tables["problems"]
    assert problems["closed_on"].isna().sum() == OVERDUE
    assert problems["closed_on"].eq(problems["due_on"]).sum() == 1
    assert not (problems["closed_on"] > problems["due_on"]).any()


def test_ids_of_a_ledger_are_text(county):
    for name in LEDGERS:
        rows = county.tables[name]
        codes = [column.name for column in TABLES[name].columns if column.kind in {"code", "date", "month"}]
        for column in codes:
            assert rows[column].dropna().map(type).eq(str).all()
