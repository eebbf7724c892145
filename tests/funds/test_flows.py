"""Flows add up to the ledger, whatever is missing on the way."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.errors import ConservationError
from ruralmap.funds import flows as flows_module
from ruralmap.funds.flows import flows
from ruralmap.funds.ledger import read_ledger

EAST, WEST, SOUTH = "441624001201", "441624001202", "441624002201"
SEPTEMBER = "2024-09-30"


@pytest.fixture(scope="session")
def follow():
    def follow(ledger, *, places=()):
        columns = ["prj_id", "linked_village_code", "relation", "share"]
        shares = pd.DataFrame(places, columns=columns).astype(dict.fromkeys(columns[:3], "str"))
        known = shares["linked_village_code"].str[:9]
        whole = shares["linked_village_code"].where(shares["linked_village_code"].str.len() > 9)
        shares = shares.assign(linked_village_code=whole, linked_township_code=known)
        return flows(ledger, project_shares=shares)

    return follow


def parts(frame):
    columns = ["line_id", "prj_id", "township_code", "village_code", "amount_fen"]
    return [
        tuple(None if pd.isna(cell) else cell for cell in row)
        for row in frame[columns].itertuples(index=False)
    ]


def test_money_goes_to_the_villages_of_its_projects_and_the_rest_stays_with_the_line(
    lines_of, months_of, follow
):
    # 1,001 issued: 600 to P1 (east 0.5, west 0.3, south 0.2), 301 to P2 (township only), 100 to none.
    ledger = read_ledger(
        lines_of(("Z1", 1001)),
        months_of(
            ("Z1", "P1", "2024-09", 600, 600, 600, 0, 0, 600),
            ("Z1", "P2", "2024-09", 301, 301, 301, 0, 0, 301),
            ("Z1", None, "2024-09", 100, 0, 0, 0, 0, 100),
        ),
        as_of=SEPTEMBER,
    )
    shares = [("P1", EAST, "建设地", 0.5), ("P1", WEST, "建设地", 0.3), ("P1", SOUTH, "建设地", 0.2)]
    found = follow(ledger, places=[*shares, ("P2", SOUTH[:9], "建设地", 1.0)])
    assert parts(found) == [
        ("Z1", "P1", EAST[:9], EAST, 300),
        ("Z1", "P1", WEST[:9], WEST, 180),
        ("Z1", "P1", SOUTH[:9], SOUTH, 120),
        ("Z1", "P2", SOUTH[:9], None, 301),
        ("Z1", None, None, None, 100),
    ]
    assert found["arranged"].tolist() == [True, True, True, True, False]
    assert found["amount_fen"].sum() == ledger.issued_fen
    assert found[["year", "level", "channel"]].drop_duplicates().to_numpy().tolist() == [
        [2024, "中央", "衔接"]
    ]
    kinds = {"year": "Int64", "level": "str", "channel": "str", "line_id": "str", "prj_id": "str"}
    kinds |= {"township_code": "str", "village_code": "str", "arranged": "boolean", "amount_fen": "Int64"}
    assert {name: str(dtype) for name, dtype in found.dtypes.items()} == kinds


def test_a_fen_that_cannot_be_split_goes_to_the_lower_code(lines_of, months_of, follow):
    ledger = read_ledger(
        lines_of(("Z1", 1)), months_of(("Z1", "P1", "2024-09", 1, 1, 1, 0, 0, 1)), as_of=SEPTEMBER
    )
    halves = [("P1", WEST, "建设地", 0.5), ("P1", EAST, "建设地", 0.5)]
    assert parts(follow(ledger, places=halves)) == [("Z1", "P1", EAST[:9], EAST, 1)]


def test_a_project_that_nobody_knows_is_a_row_without_a_place(lines_of, months_of, follow):
    ledger = read_ledger(
        lines_of(("Z1", 9)), months_of(("Z1", "P7", "2024-09", 9, 9, 9, 0, 0, 9)), as_of=SEPTEMBER
    )
    found = follow(ledger)
    assert parts(found) == [("Z1", "P7", None, None, 9)]
    assert found["arranged"].tolist() == [True]


def test_a_line_without_reports_flows_nowhere_and_is_counted(lines_of, months_of, follow):
    ledger = read_ledger(lines_of(("Z1", 40)), months_of(), as_of=SEPTEMBER)
    assert parts(follow(ledger)) == [("Z1", None, None, None, 40)]


def test_what_was_arranged_ahead_of_its_money_flows_in_proportion(lines_of, months_of, follow):
    # 90 issued, 60 + 120 = 180 arranged: half of each flows, 30 and 60; nothing is left over.
    ledger = read_ledger(
        lines_of(("Z1", 90)),
        months_of(
            ("Z1", "P1", "2024-09", 30, 0, 60, 0, 0, 30), ("Z1", "P2", "2024-09", 60, 0, 120, 0, 0, 60)
        ),
        as_of=SEPTEMBER,
    )
    assert parts(follow(ledger)) == [("Z1", "P1", None, None, 30), ("Z1", "P2", None, None, 60)]


def test_money_taken_back_flows_back(lines_of, months_of, follow):
    ledger = read_ledger(
        lines_of(("Z9", -51)),
        months_of(
            ("Z9", "P1", "2024-09", -50, 0, -50, 0, 0, -50), ("Z9", None, "2024-09", -1, 0, 0, 0, 0, -1)
        ),
        as_of=SEPTEMBER,
    )
    halves = [("P1", EAST, "建设地", 0.5), ("P1", WEST, "建设地", 0.5)]
    assert parts(follow(ledger, places=halves)) == [
        ("Z9", "P1", EAST[:9], EAST, -25),
        ("Z9", "P1", WEST[:9], WEST, -25),
        ("Z9", None, None, None, -1),
    ]


def test_rows_stand_by_year_level_and_channel_in_the_order_of_the_schema(lines_of, months_of, follow):
    funds = lines_of(
        *[("Z1", 1), ("Z2", 2), ("Z3", 3), ("Z4", 4)],
        year=[2024, 2024, 2024, 2022],
        level=["县", "中央", "中央", "社会"],
        channel=["衔接", "彩票", "衔接", "捐赠"],
    )
    found = follow(read_ledger(funds, months_of(), as_of=SEPTEMBER))
    assert found["line_id"].tolist() == ["Z4", "Z3", "Z2", "Z1"]


def test_a_line_that_was_set_aside_does_not_flow(lines_of, months_of, follow):
    broken = months_of(("Z1", "P1", "2024-09", 9, 9, 9, 0, 0, 8))
    ledger = read_ledger(lines_of(("Z1", 9), ("Z2", 4)), broken, as_of=SEPTEMBER)
    assert follow(ledger)["amount_fen"].tolist() == [4]


def test_an_empty_ledger_has_no_flows(lines_of, months_of, follow):
    found = follow(read_ledger(lines_of(), months_of(), as_of=SEPTEMBER))
    assert len(found) == 0
    assert found["amount_fen"].sum() == 0


def test_a_row_that_is_lost_is_a_fault(lines_of, months_of, follow):
    ledger = read_ledger(lines_of(("Z1", 4), ("Z2", 5)), months_of(), as_of=SEPTEMBER)
    with pytest.raises(ConservationError, match="Z2"):
        flows_module._require_conserved(follow(ledger).head(1), ledger)  # noqa: SLF001 - cannot happen else


GIFTS = st.dictionaries(st.sampled_from(["P1", "P2", "P3", "P4"]), st.integers(0, 10**12), max_size=4)
SHARES = st.dictionaries(
    st.sampled_from([EAST, WEST, SOUTH, "441624009999"]), st.integers(1, 100), min_size=1
)


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["Z1", "Z2", "Z3"]), st.tuples(GIFTS, st.integers(0, 10**12)), min_size=1
    ),
    st.dictionaries(st.sampled_from(["P1", "P2", "P3"]), SHARES),
)
def test_every_line_flows_to_the_fen_whatever_the_shares(lines_of, months_of, follow, ledgers, places):
    funds = lines_of(*[(line, sum(gifts.values()) + rest) for line, (gifts, rest) in ledgers.items()])
    reports = [
        (line, project, "2024-09", amount, 0, amount if project else 0, 0, 0, amount)
        for line, (gifts, rest) in ledgers.items()
        for project, amount in [*gifts.items(), (None, rest)]
    ]
    ledger = read_ledger(funds, months_of(*reports), as_of=SEPTEMBER)
    listed = [
        (project, village, "建设地", weight / sum(shares.values()))
        for project, shares in places.items()
        for village, weight in shares.items()
    ]
    found = follow(ledger, places=listed)
    assert found["amount_fen"].sum() == funds["issued_fen"].sum()
    assert found.groupby("line_id")["amount_fen"].sum().to_dict() == {
        line: total for line, total in zip(funds["line_id"], funds["issued_fen"], strict=True) if total
    }
    for line, (gifts, _) in ledgers.items():
        for project, amount in gifts.items():
            given = found[found["line_id"].eq(line) & found["prj_id"].eq(project)]
            assert given["amount_fen"].sum() == amount
    assert found["amount_fen"].ne(0).all()
