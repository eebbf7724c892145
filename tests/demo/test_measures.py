from ruralmap.demo.measures import EXACT, NONE, NOT_DONE, SHORT


def test_about_three_thousand_measures_are_for_monitored_households(county):
    measures = county.tables["measures"]
    watched = county.households.loc[county.households["in_monitored"], "hh_id"]
    assert 2_700 < len(measures) < 3_300
    assert set(measures["hh_id"]) == set(watched)
    assert measures["measure_id"].is_unique


def test_some_have_no_date_and_twelve_were_planned_and_not_done(county):
    measures = county.tables["measures"]
    undated = measures["planned_on"].isna()
    assert 0.03 < undated.mean() < 0.07
    assert (measures["done_on"].isna() & ~undated).sum() == NOT_DONE
    assert (measures["done_on"].dropna() <= "2024-09-30").all()


def test_one_township_has_exactly_100000_yuan_one_a_fen_less_and_one_no_row(county):
    budgets = county.tables["budgets"].set_index("code")["arranged_fen"]
    assert (budgets[EXACT], budgets[SHORT]) == (10_000_000, 9_999_999)
    assert NONE not in budgets.index
    assert set(budgets.index) | {NONE} == set(county.land.townships.index)
    assert budgets.drop(SHORT).ge(10_000_000).all()
