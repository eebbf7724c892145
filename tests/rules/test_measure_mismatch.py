"""Two ledgers agree row by row, or it is said how many rows do not."""

import pytest

from measure_toy import taken

HERE, THERE = "990001100201", "990001101201"
MEASURE = {
    "kind": "mismatch",
    "left": "assets",
    "right": "system_assets",
    "key": {"asset": "name", "village_code": "village_code"},
    "columns": {"asset_class": "asset_class", "original_value_fen": "amount_fen", "owner": "owner"},
    "tolerance_fen": 100,
}
OPERATING = {"column": "asset_class", "op": "eq", "value": "经营性"}


def ours(name="冷库", fen=1000, kind="经营性", owner="甲", village=HERE, number="A"):
    return {
        "asset_id": number,
        "asset": name,
        "asset_class": kind,
        "original_value_fen": fen,
        "owner": owner,
        "village_code": village,
    }


def theirs(name="冷库", fen=1000, kind="经营性", owner="甲", village=HERE, number="X"):
    return {
        "system_no": number,
        "name": name,
        "asset_class": kind,
        "amount_fen": fen,
        "owner": owner,
        "village_code": village,
        "as_of": "2024-09-01",
    }


def apart(left, right, level="county", where=OPERATING, **more):
    found = taken({**MEASURE, "where": where, **more}, level, assets=left, system_assets=right)
    return [[int(number) for number in side] for side in found.spans["all"]]


@pytest.mark.parametrize(
    ("left", "right", "count"),
    [
        pytest.param([ours()], [theirs()], 0, id="the same"),
        pytest.param([ours()], [theirs(fen=1100)], 0, id="a yuan"),
        pytest.param([ours()], [theirs(fen=899)], 1, id="1.01 yuan"),
        pytest.param([ours()], [theirs(owner="乙")], 1, id="another owner is one fault"),
        pytest.param([ours()], [], 1, id="not in the system"),
        pytest.param([], [theirs()], 1, id="only in the system"),
        pytest.param([ours()], [theirs(village=THERE)], 2, id="two places"),
        pytest.param([ours(kind="公益性")], [], 0, id="not asked"),
        pytest.param([], [theirs(kind="公益性")], 0, id="not asked of the system"),
        pytest.param([ours(kind="公益性")], [theirs()], 1, id="another class"),
        pytest.param([ours(), ours(number="B", fen=5000)], [theirs()], 1, id="two of one name"),
        pytest.param(
            [ours(), ours(number="B", fen=5000)], [theirs(fen=5000), theirs(number="Y")], 0, id="in any order"
        ),
    ],
)
def test_rows_agree_or_not(left, right, count):
    assert apart(left, right) == [[count], [count]]


def test_an_empty_cell_may_agree():
    assert apart([ours(owner=None)], [theirs()]) == [[0], [1]]
    assert apart([ours(owner=None)], [theirs(owner=None)]) == [[0], [0]]


def test_a_row_without_a_name_is_of_no_pair():
    assert apart([ours(name=None)], [theirs()]) == [[2], [2]]


def test_a_row_of_unknown_class_may_be_asked():
    assert apart([ours(kind=None), ours(number="B")], [theirs()])[1] == [1]


def test_each_unit_has_its_own():
    assert apart([ours(), ours(village=THERE, number="B")], [theirs()], "township") == [[0, 1], [0, 1]]


@pytest.mark.parametrize(
    "where",
    [
        pytest.param(None, id="all"),
        pytest.param({"column": "run_state", "op": "empty"}, id="a column that the other has not"),
        pytest.param({"has": "inspections", "at_most": 0}, id="other rows"),
        pytest.param({"any": [OPERATING, {"none": [OPERATING]}]}, id="joined"),
    ],
)
def test_what_is_asked_of_one_ledger_is_asked_of_the_other_if_it_can(where):
    assert apart([], [theirs(kind="公益性")], where=where) == [[1], [1]]


@pytest.mark.parametrize("absent", ["assets", "system_assets"])
def test_without_both_ledgers_nothing_is_known(absent):
    assert not taken(MEASURE, absent=(absent,)).known[0]
