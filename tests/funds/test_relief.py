"""Labour pay: groups, months and villages add up to the project; nobody is counted twice or named."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.errors import ConservationError
from ruralmap.funds.relief import relief
from ruralmap.funds.relief_findings import relief_findings

_PAY = {"days": "Float64", "due_fen": "Int64", "paid_fen": "Int64"}
_TEXTS = (
    *("prj_id", "month", "p_id", "worker_group", "linked_township_code", "linked_village_code", "paid_on"),
)


def labour(*rows):
    """Write pay as (project, month, person, group, village, due, paid); township A, one day of work."""
    names = ["prj_id", "month", "p_id", "worker_group", "linked_village_code", "due_fen", "paid_fen"]
    frame = pd.DataFrame(rows, columns=names).assign(linked_township_code="A", days=1, paid_on=None)
    return frame.astype(dict.fromkeys(_TEXTS, "str") | _PAY)


def projects(*rows):
    """Write projects as (id, form of work relief, stated pay)."""
    frame = pd.DataFrame(rows, columns=["prj_id", "work_relief_mode", "labour_pay_fen"])
    kinds = {"prj_id": "str", "work_relief_mode": "str", "labour_pay_fen": "Int64"}
    return frame.assign(project="路").astype(kinds)


def balance_rows(pay, invest):
    """Give balances of projects: what was paid until September 2024, and what 项目库 states of investment."""
    counted = pay[pay["month"] <= "2024-09"]
    paid = counted.groupby("prj_id")["paid_fen"].sum(min_count=1)
    frame = pd.DataFrame({"labour_paid_fen": paid}).join(
        pd.Series(invest, name="fiscal_invest_fen"), how="outer"
    )
    frame = frame.assign(gov_invest_fen=None, arranged_fen=frame["fiscal_invest_fen"])
    return (
        frame.rename_axis("prj_id")
        .reset_index()
        .astype(
            dict.fromkeys(("labour_paid_fen", "fiscal_invest_fen", "gov_invest_fen", "arranged_fen"), "Int64")
        )
    )


def relief_of(pay, known, invest, as_of="2024-09-30"):
    return relief(known, pay, balance_rows(pay, invest), as_of=as_of)


# E11: ten workers, each 3,000 yuan due a month; in June one of them gets 500 instead of 3,000.
TEN = [f"R{number}" for number in range(10)]
E11 = labour(
    *(("P1", "2024-05", who, "脱贫户", "A1", 300_000, 300_000) for who in TEN),
    *(("P1", "2024-06", who, "脱贫户", "A1", 300_000, 300_000) for who in TEN[1:]),
    ("P1", "2024-06", TEN[0], "监测对象", "A2", 300_000, 50_000),
)


@pytest.fixture(scope="module")
def e11():
    return relief_of(E11, projects(("P1", "专项", None), ("P2", None, None)), {"P1": 50_000_000})


def test_a_project_has_its_pay_its_share_and_its_months(e11):
    # 57,500 of 60,000 yuan; 5,750 a person; 57,500 / 500,000 = 11.5 %; May in full, June 2,500 short.
    (row,) = e11.by_project.to_dict("records")
    assert (row["prj_id"], row["work_relief_mode"], row["persons"]) == ("P1", "专项", 10)
    assert (row["due_fen"], row["paid_fen"], row["short_fen"]) == (6_000_000, 5_750_000, 250_000)
    assert row["per_person_fen"] == 575_000
    assert row["of_fiscal"] == pytest.approx(0.115)
    assert pd.isna(row["of_gov"])
    assert (row["months"], row["months_in_full"], row["days"]) == (2, 1, 20)


def test_a_worker_of_two_groups_counts_once_in_that_of_his_last_month(e11):
    found = e11.by_group.set_index("worker_group")
    assert found["persons"].to_dict() == {"监测对象": 1, "脱贫户": 9}
    assert found["paid_fen"].to_dict() == {"监测对象": 50_000, "脱贫户": 5_700_000}


def test_a_month_and_group_has_its_own_row(e11):
    found = e11.by_month[["month", "worker_group", "persons", "short_fen"]].to_numpy().tolist()
    assert found == [
        ["2024-05", "脱贫户", 10, 0],
        ["2024-06", "监测对象", 1, 250_000],
        ["2024-06", "脱贫户", 9, 0],
    ]


def test_workers_are_counted_by_the_village_of_their_registration(e11):
    # The one of A2 was of A1 in May: he stands in both villages, with the pay of each month.
    assert e11.by_village[["village_code", "persons", "paid_fen"]].to_numpy().tolist() == [
        ["A1", 10, 5_700_000],
        ["A2", 1, 50_000],
    ]


def test_forms_are_kept_apart_and_an_unknown_investment_leaves_the_share_unknown():
    pay = labour(
        ("P1", "2024-05", "R1", "脱贫户", "A1", 100, 100),
        ("P2", "2024-05", "R1", "脱贫户", "A1", 100, 50),
        ("P3", "2024-05", "R2", None, None, 100, 100),
        ("P4", "2024-05", "R3", None, None, 7, 7),
    )
    known = projects(
        ("P1", "专项", None), ("P2", "推广", None), ("P3", "推广", None), ("P5", "重点工程", None)
    )
    found = relief_of(pay, known, {"P1": 1000, "P2": 500})
    table = found.by_mode.set_index("work_relief_mode")
    assert list(table.index[:3]) == ["专项", "推广", "重点工程"]
    assert table["projects"].tolist() == [1, 2, 1, 1]
    assert table["silent_projects"].tolist() == [0, 0, 1, 0]
    assert found.persons == 3
    assert table["persons"].tolist() == [1, 2, 0, 1]
    assert table["paid_fen"].iloc[:2].tolist() == [100, 150]
    assert table["of_fiscal"].iloc[0] == pytest.approx(0.1)
    assert table["of_fiscal"].iloc[1:].isna().all()
    assert pd.isna(table["per_person_fen"].iloc[2])
    # P4 is in no library: it has no form, is listed last, and its pay is not lost.
    assert found.by_project["prj_id"].tolist() == ["P1", "P2", "P3", "P5", "P4"]
    assert found.by_village["paid_fen"].tolist() == [150, 107]


def test_a_row_with_an_empty_amount_is_in_no_sum_of_it_and_its_month_is_not_in_full():
    pay = labour(
        ("P1", "2024-05", "R1", "脱贫户", "A1", 100, None),
        ("P1", "2024-05", "R2", "脱贫户", "A1", 100, 100),
        ("P1", "2024-06", "R1", "脱贫户", "A1", None, 30),
    )
    (row,) = relief_of(pay, projects(("P1", "专项", None)), {"P1": 0}).by_project.to_dict("records")
    assert (row["due_fen"], row["paid_fen"], row["short_fen"]) == (200, 130, 0)
    assert (row["open_rows"], row["months"], row["months_in_full"]) == (2, 2, 0)
    assert pd.isna(row["of_fiscal"])  # a share of nothing
    assert pd.isna(row["per_person_fen"])  # what one of the two got is not known


def test_pay_that_came_after_the_day_is_short_on_it():
    # R1's 100 of August came on 8 October: on 30 September he is short of it, R2, undated, is not.
    pay = labour(
        ("P1", "2024-08", "R1", "脱贫户", "A1", 100, 100), ("P1", "2024-08", "R2", "脱贫户", "A1", 60, 60)
    )
    pay["paid_on"] = pd.Series(["2024-10-08", None], dtype="str")
    known = projects(("P1", "专项", None))
    sums = {
        "labour_paid_fen": [60],
        "fiscal_invest_fen": [1000],
        "gov_invest_fen": [None],
        "arranged_fen": [1000],
    }
    table = pd.DataFrame({"prj_id": ["P1"]} | sums).astype(dict.fromkeys(sums, "Int64"))
    (row,) = relief(known, pay, table, as_of="2024-09-30").by_project.to_dict("records")
    assert (row["due_fen"], row["paid_fen"], row["short_fen"], row["per_person_fen"]) == (160, 60, 100, 30)
    assert (row["months"], row["months_in_full"]) == (1, 0)


@pytest.mark.parametrize(("as_of", "months"), [("2024-06-29", 1), ("2024-06-30", 2)], ids=["before", "on"])
def test_a_month_counts_when_it_is_over(as_of, months):
    balance_table = balance_rows(E11[E11["month"] <= ("2024-05", "2024-06")[months - 1]], {})
    found = relief(projects(("P1", "专项", None)), E11, balance_table, as_of=as_of)
    assert found.by_project["months"].tolist() == [months]


def test_pay_that_is_not_in_the_balances_is_refused():
    with pytest.raises(ConservationError):
        relief(
            projects(("P1", "专项", None)),
            E11,
            balance_rows(E11, {}).assign(labour_paid_fen=1),
            as_of="2024-09-30",
        )


PAY = st.lists(
    st.tuples(
        st.sampled_from(["P1", "P2", "P3"]),
        st.sampled_from(["2024-05", "2024-06"]),
        st.sampled_from(["R1", "R2", "R3"]),
        st.sampled_from(["脱贫户", "监测对象", None]),
        st.sampled_from(["A1", "A2", None]),
        st.integers(0, 10**9),
        st.integers(0, 10**9),
    ),
    unique_by=lambda row: row[:3],
    max_size=8,
)


@settings(max_examples=8)
@given(PAY)
def test_every_table_adds_up_to_what_was_paid(rows):
    pay = labour(*rows)
    found = relief_of(pay, projects(("P1", "专项", None), ("P2", None, None)), {})
    for table in (found.by_mode, found.by_project, found.by_month, found.by_group, found.by_village):
        assert table["paid_fen"].sum() == pay["paid_fen"].sum()
        assert table["short_fen"].sum() == (pay["due_fen"] - pay["paid_fen"]).clip(lower=0).sum()
        assert not {"p_id", "hh_id"} & set(table)
    people = pay.drop_duplicates(["prj_id", "p_id"])
    assert found.by_group["persons"].sum() == len(people) == found.by_project["persons"].sum()


def test_what_is_odd_about_pay_is_said_of_projects_and_nobody():
    known = projects(("P1", "专项", 5_750_000), ("P2", "推广", 100), ("P3", "推广", 7))
    pay = pd.concat([E11, labour(("P2", "2024-06", "R1", None, None, 99, 99))], ignore_index=True)
    found = relief_findings(pay, known, {"R0", "R2"})
    said = [(one.code, *one._asdict()["values"].values()) for one in found]
    # The library states 1.00 yuan for P2, and 0.99 was paid. Of P1 only R0 got less: 3,000 due, 500 paid.
    assert said == [
        ("labour_pay_differs", "P2", "1.00", "0.99", "0.01"),
        ("labour_pay_short", "P1", "2024-06", "3,000.00", "500.00", "2,500.00"),
        ("labour_person_unknown", "P1", 8),
        ("labour_person_unknown", "P2", 1),
    ]


def test_pay_without_an_amount_is_said_of_its_project():
    pay = labour(
        ("P1", "2024-05", "R0", "脱贫户", "A1", 100, None),
        ("P1", "2024-06", "R0", "脱贫户", "A1", None, 100),
        ("P2", "2024-06", "R0", "脱贫户", "A1", 100, 100),
    )
    (one,) = relief_findings(pay, None, {"R0"})
    assert (one.code, one._asdict()["values"]) == ("labour_pay_open", {"prj_id": "P1", "persons": 1})


def test_without_a_library_nothing_is_stated():
    assert relief_findings(E11.iloc[:10], None, set(TEN)) == []
