from ruralmap.demo.edges import is_clean
from ruralmap.demo.moves import BY_HOUSEHOLD, MOVES, village_of


def test_vouchers_and_documents_are_unique_but_for_payments_to_households(county):
    moves = county.more_money.moves
    assert moves["entry_id"].is_unique
    homes = moves["hh_id"].notna()
    assert homes.sum() == BY_HOUSEHOLD
    assert moves.loc[homes, "doc"].nunique() == 1
    assert moves.loc[~homes, "doc"].is_unique


def test_households_are_paid_in_their_own_village(county):
    paid = county.more_money.moves.dropna(subset="hh_id")
    homes = county.households.set_index("hh_id").loc[paid["hh_id"], "village_code"]
    assert homes.to_numpy().tolist() == paid["village_code"].tolist()
    assert paid["hh_id"].is_unique


def test_a_reversal_is_the_opposite_of_what_it_reverses(county):
    moves = county.more_money.moves.set_index("entry_id")
    reversals = moves.dropna(subset="reverses")
    reversed_moves = moves.loc[reversals["reverses"]]
    assert len(reversals) == 2
    assert (reversals["amount_fen"].to_numpy() == -reversed_moves["amount_fen"].to_numpy()).all()
    assert (reversals["kind"].to_numpy() == reversed_moves["kind"].to_numpy()).all()
    assert (reversals["on"].to_numpy() > reversed_moves["on"].to_numpy()).all()


def test_nobody_gives_what_nobody_has(county):
    """By hand: of the 6 million of line 16, 5.3 are divided among three townships, 3.7 of them arranged."""
    moves = county.more_money.moves
    own = moves[moves["line_id"].eq("ZJ2024-16")]
    sums = own.groupby("kind")["amount_fen"].sum() // 100
    assert sums.to_dict() == {
        "到位": 6_000_000,
        "分解": 5_300_000,
        "安排": 3_700_000,
        "拨付": 2_700_000,
        # 400,000 + 300,000 + 600,000 + 500,000 + 12 x 5,000
        "支出": 1_860_000,
    }


def test_one_line_is_arranged_before_it_is_issued_and_in_june_pays_more_than_it_disbursed(county):
    moves = county.more_money.moves.query("line_id == 'ZJ2024-18'")
    issued_on = county.more_money.funds.set_index("line_id").loc["ZJ2024-18", "issued_on"]
    assert moves.loc[moves["kind"].eq("安排"), "on"].min() < issued_on
    june = moves[moves["on"].le("2024-06-30")].groupby("kind")["amount_fen"].sum()
    assert june["支出"] > june["拨付"]
    assert (
        moves.query("kind == '支出'")["amount_fen"].sum() < moves.query("kind == '拨付'")["amount_fen"].sum()
    )


def test_places_stand_on_no_threshold(county):
    places = {move.place for moves in MOVES.values() for move in moves if len(move.place) > 1}
    assert places
    assert not any(is_clean(village_of(place, county.villages)) for place in places)
