"""
The published ledger of 掇刀区 (2021) as a golden sample: a gap of 47 yuan that is rounding, and is told.

By class 到户 89 assets of 1,839.2229 万元, 公益 502 of 26,045.5340, 经营 33 of 2,977.8578; by owner 县 19 of
3,214.4, 镇 28 of 1,327.5, 村 488 of 24,481.49, 户 89 of 1,839.22.
"""

from ruralmap.assets.published import Part, prove
from ruralmap.schema.money import FEN_PER_YUAN

BY_CLASS = {"到户类": (89, "1839.2229"), "公益性": (502, "26045.5340"), "经营性": (33, "2977.8578")}
BY_OWNER = {
    "县": (19, "3214.4"),
    "乡镇": (28, "1327.5"),
    "村集体": (488, "24481.49"),
    "户": (89, "1839.22"),
}


def parts(lines):
    return [Part.published(count, wan) for count, wan in lines.values()]


def test_both_ways_count_624_assets():
    assert prove(parts(BY_CLASS), parts(BY_OWNER)).counts == (624, 624)


def test_the_gap_of_47_yuan_is_told_and_is_rounding():
    proof = prove(parts(BY_CLASS), parts(BY_OWNER))
    # 30,862.6147 and 30,862.61 万元.
    assert proof.fens == (30_862_614_700, 30_862_610_000)
    assert proof.gap_fen == 47 * FEN_PER_YUAN
    # Halves: three of 0.5 元 (0.0001 万元), two of 500 (0.1), two of 50 (0.01): 1,101.50 元.
    assert proof.tolerance_fen == 110_150
    assert proof.verdict == "within_rounding"


def test_one_asset_more_or_an_amount_beyond_the_rounding_differs():
    more = BY_OWNER | {"户": (90, "1839.22")}
    assert prove(parts(BY_CLASS), parts(more)).verdict == "differs"
    # The villages' figure 0.10 万元 higher: 47 - 1,000 = -953 元, still allowed; 0.12 higher: -1,153 元.
    for wan, verdict in (("24481.59", "within_rounding"), ("24481.61", "differs")):
        assert prove(parts(BY_CLASS), parts(BY_OWNER | {"村集体": (488, wan)})).verdict == verdict


def test_the_assets_of_households_are_the_same_both_ways():
    proof = prove(parts({"到户类": BY_CLASS["到户类"]}), parts({"户": BY_OWNER["户"]}))
    # 1,839.2229 and 1,839.22: 29 yuan apart, 50.50 allowed.
    assert (proof.gap_fen, proof.tolerance_fen, proof.verdict) == (2_900, 5_050, "within_rounding")
