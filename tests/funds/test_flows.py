"""Flows add up to the balances, whatever is missing on the way."""

import pandas as pd
import pytest

from funds import handmade
from ruralmap.errors import ConservationError
from ruralmap.funds.balances import balances
from ruralmap.funds.flows import flows

EAST, WEST = "441624001201", "441624001202"


def shares(*rows):
    columns = ["prj_id", "relation", "linked_township_code", "linked_village_code", "share"]
    placed = [(project, "建设地", village[:9], village, share) for project, village, share in rows]
    frame = pd.DataFrame(placed, columns=columns)
    return frame.astype(dict.fromkeys(columns[:4], "str") | {"share": "float64"})


def parts(frame):
    columns = ["line_id", "prj_id", "township_code", "village_code", "arranged", "amount_fen"]
    return [
        tuple(None if pd.isna(cell) else cell for cell in row)
        for row in frame[columns].itertuples(index=False)
    ]


def test_money_goes_to_the_villages_of_its_projects_and_the_rest_stays_with_the_line():
    # E1: P1 60,000 (east 0.6: 36,000, west 0.4: 24,000), P2 30,000 nowhere, 10,000 at the county.
    table = balances(
        handmade.ledger(), project_shares=shares(("P1", WEST, 0.4), ("P1", EAST, 0.6)), relation="建设地"
    )
    found = flows(table)
    assert parts(found) == [
        ("Z1", "P1", EAST[:9], EAST, True, 36_000),
        ("Z1", "P1", WEST[:9], WEST, True, 24_000),
        ("Z1", "P2", None, None, True, 30_000),
        ("Z1", None, None, None, False, 10_000),
    ]
    assert found[["year", "level", "channel"]].drop_duplicates().to_numpy().tolist() == [
        [2024, "中央", "衔接"]
    ]
    kinds = {"year": "Int64", "level": "str", "channel": "str", "line_id": "str", "prj_id": "str"}
    kinds |= {"township_code": "str", "village_code": "str", "arranged": "boolean", "amount_fen": "Int64"}
    assert {name: str(dtype) for name, dtype in found.dtypes.items()} == kinds


def test_rows_of_several_payees_are_one_and_those_that_cancel_out_are_none():
    table = balances(handmade.ledger())
    twice = pd.concat([table, table.assign(entity_id="X")], ignore_index=True)
    assert flows(twice)["amount_fen"].tolist() == [120_000, 60_000, 20_000]
    undone = pd.concat([table, table.assign(issued_fen=-table["issued_fen"])], ignore_index=True)
    assert len(flows(undone)) == 0


def test_rows_stand_by_year_level_and_channel_in_the_order_of_the_schema():
    one = balances(handmade.ledger()).tail(1)
    table = pd.concat([one] * 4, ignore_index=True).assign(
        line_id=["Z1", "Z2", "Z3", "Z4"],
        year=pd.array([2024, 2024, 2024, 2022], dtype="Int64"),
        level=["县", "中央", "中央", "社会"],
        channel=["衔接", "彩票", "衔接", "捐赠"],
    )
    assert flows(table)["line_id"].tolist() == ["Z4", "Z3", "Z2", "Z1"]


def test_no_balances_are_no_flows():
    found = flows(balances(handmade.ledger()).head(0))
    assert len(found) == 0
    assert found["amount_fen"].sum() == 0


def test_flows_that_are_less_than_the_table_are_a_fault():
    # A table whose rows are read twice over the same index gives another sum than it shows.
    table = balances(handmade.ledger())

    class Forgetful(pd.DataFrame):
        """A table that forgets all but its first row when some of its columns are taken."""

        def __getitem__(self, key):
            found = super().__getitem__(key)
            return pd.DataFrame(found).head(1) if isinstance(key, list) else found

    with pytest.raises(ConservationError, match="100000"):
        flows(Forgetful(table))
