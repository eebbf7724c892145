"""Which fund lines count, and whose money a part of a line is: worked out by hand."""

import pandas as pd
import pytest

from ruralmap.funds.lines import MOST_FEN, settle_lines

DAY = "2024-09-30"


def settle(lines, as_of=DAY):
    return settle_lines(lines, as_of=as_of)


def codes(settled):
    return [found.code for found in settled.findings]


def own(settled):
    return settled.lines["own_fen"].to_dict()


def journal(settled):
    columns = ["on", "line_id", "from_account", "to_account", "amount_fen"]
    return sorted(tuple(row) for row in settled.entries[columns].to_numpy())  # `read_ledger` orders them


def test_a_line_counts_in_full_and_is_entered_on_its_day(lines_of):
    settled = settle(lines_of(("Z2", 30), ("Z1", 100)))
    assert (own(settled), settled.aside, settled.findings) == ({"Z1": 100, "Z2": 30}, {}, ())
    assert settled.lines.columns.tolist() == [
        "issued_fen",
        "year",
        "level",
        "channel",
        "issued_on",
        "own_fen",
    ]
    assert journal(settled) == [
        ("2024-01-10", "Z1", "source", "county", 100),
        ("2024-01-10", "Z2", "source", "county", 30),
    ]


@pytest.mark.parametrize(
    ("issued_on", "kept"),
    [
        pytest.param("2024-09-30", True, id="on the day"),
        pytest.param("2024-10-01", False, id="the day after"),
        pytest.param("2024-09", True, id="a month that ends on the day"),
        pytest.param("2024-10", False, id="a later month"),
        pytest.param(None, True, id="no date"),
    ],
)
def test_a_line_issued_after_the_date_does_not_count_yet(lines_of, issued_on, kept):
    settled = settle(lines_of(("Z1", 100), issued_on=issued_on))
    assert own(settled) == ({"Z1": 100} if kept else {})
    assert settled.rows_aside["reason"].tolist() == ([] if kept else ["later"])
    assert settled.findings == ()


def test_a_line_of_a_month_that_is_not_over_does_not_count_yet(lines_of):
    settled = settle(lines_of(("Z1", 100), ("Z2", 7), issued_on=["2024-09", "2024-08"]), "2024-09-29")
    assert (own(settled), settled.aside) == ({"Z2": 7}, {"Z1": "later"})


def test_a_line_entered_twice_is_set_aside_in_all_its_rows(lines_of):
    settled = settle(lines_of(("Z1", 100), ("Z2", 5), ("Z1", 100)))
    assert codes(settled) == ["fund_line_repeated"] * 2
    assert own(settled) == {"Z2": 5}
    assert settled.rows_aside.index.tolist() == [0, 2]


def test_a_line_without_an_amount_is_set_aside(lines_of):
    settled = settle(lines_of(("Z1", None), ("Z2", 5)))
    assert settled.aside == {"Z1": "fund_line_without_amount"}
    assert codes(settled) == ["fund_line_without_amount"]


@pytest.mark.parametrize("sign", [1, -1])
def test_an_amount_beyond_belief_is_set_aside(lines_of, sign):
    settled = settle(lines_of(("Z1", sign * (MOST_FEN + 1)), ("Z2", sign * MOST_FEN)))
    assert settled.aside == {"Z1": "fund_amount_absurd"}
    assert "100,000,000,000.01" in settled.findings[0].text("found")
    assert settled.findings[0].column == "下达金额"


def test_the_largest_amounts_that_a_table_can_hold_do_not_wrap(lines_of):
    # Two amounts of 2^63 - 1 fen would add up to -2.
    settled = settle(lines_of(("Z1", 2**63 - 1), ("Z2", 2**63 - 1), ("Z3", 7)))
    assert own(settled) == {"Z3": 7}
    assert settled.aside == {"Z1": "fund_amount_absurd", "Z2": "fund_amount_absurd"}


def test_the_same_document_twice_counts_once_under_the_smaller_number_whichever_comes_first(lines_of):
    for order in (["Z1", "Z7"], ["Z7", "Z1"]):
        settled = settle(lines_of(*((line, 100) for line in order), doc="财农1号"))
        assert (own(settled), settled.aside) == ({"Z1": 100}, {"Z7": "fund_line_double"})
        (found,) = settled.findings
        assert all(said in found.text("found") for said in ("Z7", "Z1", "财农1号", "1.00"))


def test_a_document_is_the_same_in_whatever_brackets_and_blanks_it_is_typed(lines_of):
    docs = ["财农〔2024〕1号", "财农[2024]1号", "财农（２０２４）1 号", "财农【2024】1号", "财农〔2024〕11号"]
    settled = settle(lines_of(*((f"Z{place}", 100) for place in range(5)), doc=docs))
    assert own(settled) == {"Z0": 100, "Z4": 100}
    assert set(settled.aside.values()) == {"fund_line_double"}


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param({"doc": "财农1号", "task": [None, "以工代赈"]}, id="another task"),
        pytest.param({"doc": "财农1号", "partner": ["甲市", "乙市"]}, id="another partner"),
        pytest.param({"doc": "财农1号", "year": [2023, 2024]}, id="another year"),
        pytest.param({"doc": None}, id="no document"),
        pytest.param({"doc": ""}, id="an empty document"),
    ],
)
def test_lines_that_differ_in_what_tells_them_apart_are_two(lines_of, columns):
    settled = settle(lines_of(("Z1", 100), ("Z7", 100), **columns))
    assert (own(settled), settled.findings) == ({"Z1": 100, "Z7": 100}, ())


def test_a_later_line_is_no_double_of_one_that_counts(lines_of):
    settled = settle(lines_of(("Z1", 100), ("Z7", 100), doc="A", issued_on=["2025-01-01", "2024-01-10"]))
    assert (own(settled), settled.aside) == ({"Z7": 100}, {"Z1": "later"})


def test_what_a_line_passes_on_is_counted_once(lines_of):
    # 1,000 = 600 + 300 passed on in May and June + 100 kept.
    settled = settle(
        lines_of(
            ("ZC", 1000),
            ("Z2", 600),
            ("Z3", 300),
            parent_line_id=[None, "ZC", "ZC"],
            issued_on=["2024-01-10", "2024-05-01", "2024-06-01"],
        )
    )
    assert own(settled) == {"Z2": 600, "Z3": 300, "ZC": 100}
    assert settled.lines["own_fen"].sum() == 1000
    assert journal(settled) == [
        ("2024-01-10", "ZC", "source", "county", 1000),
        ("2024-05-01", "Z2", "source", "county", 600),
        ("2024-05-01", "ZC", "source", "county", -600),
        ("2024-06-01", "Z3", "source", "county", 300),
        ("2024-06-01", "ZC", "source", "county", -300),
    ]


def test_a_part_that_is_not_issued_yet_is_still_the_lines_own(lines_of):
    lines = lines_of(
        ("ZC", 1000), ("Z2", 600), parent_line_id=[None, "ZC"], issued_on=["2024-01-10", "2024-10-01"]
    )
    settled = settle(lines)
    assert (own(settled), settled.aside) == ({"ZC": 1000}, {"Z2": "later"})


def test_a_part_of_a_line_that_is_not_issued_yet_does_not_count_yet(lines_of):
    lines = lines_of(
        ("ZC", 1000), ("Z2", 600), parent_line_id=[None, "ZC"], issued_on=["2024-10-01", "2024-01-10"]
    )
    settled = settle(lines)
    assert settled.aside == {"ZC": "later", "Z2": "later"}
    assert settled.findings == ()


@pytest.mark.parametrize(
    ("whole", "parts", "kept"),
    [
        pytest.param(1000, (600, 400), True, id="all of it"),
        pytest.param(1000, (600, 401), False, id="a fen too much"),
        pytest.param(-1000, (-600, -400), True, id="all of what was taken back"),
        pytest.param(-1000, (-600, -401), False, id="a fen more taken back"),
        pytest.param(0, (1, -1), True, id="nothing of nothing"),
        pytest.param(0, (1, 0), False, id="something of nothing"),
        pytest.param(1000, (600, -600), True, id="passed on and taken back"),
        pytest.param(1000, (600, -601), False, id="a fen more taken back than passed on"),
        pytest.param(-1000, (601, -600), False, id="a fen given of what was taken back"),
    ],
)
def test_a_line_that_passes_on_more_than_it_has_goes_with_all_its_parts(lines_of, whole, parts, kept):
    lines = lines_of(
        ("ZC", whole),
        *((f"Z{place}", fen) for place, fen in enumerate(parts)),
        parent_line_id=[None, "ZC", "ZC"],
    )
    settled = settle(lines)
    code = "fund_parent_exceeded"
    assert settled.aside == ({} if kept else {"ZC": code, "Z0": code, "Z1": code})
    assert codes(settled) == ([] if kept else [code])


def test_lines_that_are_a_part_of_themselves_are_refused_with_their_parts(lines_of):
    parents = {"A": "B", "B": "A", "C": "A", "D": "D", "E": "F", "F": None, "G": "nowhere", "H": "G"}
    lines = lines_of(*((line, 10) for line in parents), parent_line_id=list(parents.values()))
    settled = settle(lines)
    assert settled.aside == {
        "A": "fund_parent_circle",
        "B": "fund_parent_circle",
        "C": "fund_parent_aside",
        "D": "fund_parent_circle",
        "G": "fund_parent_unknown",
        "H": "fund_parent_aside",
    }
    assert sorted(codes(settled)) == sorted(settled.aside.values())
    assert own(settled) == {"E": 10, "F": 0}


def test_a_part_of_a_line_that_is_set_aside_for_another_reason_goes_with_it(lines_of):
    # Z1 has no amount; Z2 is a part of it and Z3 of Z2.
    settled = settle(lines_of(("Z1", None), ("Z2", 5), ("Z3", 2), parent_line_id=[None, "Z1", "Z2"]))
    assert settled.aside == {
        "Z1": "fund_line_without_amount",
        "Z2": "fund_parent_aside",
        "Z3": "fund_parent_aside",
    }


def test_a_line_above_one_that_passed_on_too_much_keeps_what_it_kept(lines_of):
    # G 100 passes 60 to P, which passes 61 on: P and C are refused, G keeps its 40.
    settled = settle(lines_of(("G", 100), ("P", 60), ("C", 61), parent_line_id=[None, "G", "P"]))
    assert own(settled) == {"G": 40}
    assert settled.entries["amount_fen"].sum() == 40
    assert settled.aside == {"P": "fund_parent_exceeded", "C": "fund_parent_exceeded"}


def test_the_order_of_rows_changes_nothing_and_the_input_stays_as_it_was(lines_of):
    lines = lines_of(("Z1", 9), ("Z1", 9), ("Z3", 8), ("Z2", 8), ("Z4", 1), doc="A", parent_line_id=None)
    before = lines.copy(deep=True)
    one, other = settle(lines), settle(lines[::-1])
    pd.testing.assert_frame_equal(lines, before)
    pd.testing.assert_frame_equal(one.lines, other.lines)
    pd.testing.assert_frame_equal(one.entries, other.entries)
    assert one.aside == other.aside == {"Z1": "fund_line_repeated", "Z3": "fund_line_double"}


def test_no_line_at_all_settles_to_nothing(lines_of):
    settled = settle(lines_of())
    assert (len(settled.lines), len(settled.entries), settled.aside, settled.findings) == (0, 0, {}, ())
