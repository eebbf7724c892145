"""Rows that came back: heard, set aside with the reason, or saying nothing."""

import pytest

from asset_office import Office, row
from ruralmap.assets.chain import Source
from ruralmap.assets.choices import Choice, candidates_of, choose, mark_conflict, offered
from ruralmap.assets.merging import GONE, KEPT, WHOLE, Conflict, Spot
from ruralmap.assets.returned import states_at
from ruralmap.assets.taking import take_rows

Z1 = {"asset_id": "Z1", "asset": "冷库", "asset_class": "经营性", "run_state": "正常", "lon": 0.1 + 0.2}
Z2 = {"asset_id": "Z2", "asset": "水渠", "asset_class": "公益性", "village": "甲村"}
OWNER = {"asset_id": "Z1", "owner": "甲社"}
OWNER_KEY = '["Z1","甲社",null,null]'


@pytest.fixture
def office():
    return Office({"assets": {"Z1": Z1, "Z2": Z2}, "asset_owners": {OWNER_KEY: OWNER}, "contracts": {}})


def code_of(office, one):
    """Merge one row that is set aside; gives the reason and its detail."""
    before = {table: dict(records) for table, records in office.state.items()}
    (aside,) = office.merge(one).aside
    assert office.state == before
    return aside.code, aside.detail


def test_blank_says_nothing_and_none_clears(office):
    office.merge(row("甲", office.mark("Z1"), run_state=None))
    assert office.state["assets"]["Z1"] == {name: value for name, value in Z1.items() if name != "run_state"}


def test_what_came_back_as_it_went_out_says_nothing(office):
    # A spreadsheet keeps fifteen digits of 0.30000000000000004.
    hearing = office.merge(row("甲", office.mark("Z1"), lon=0.3, asset_id="Z1"))
    assert (len(hearing.unchanged), hearing.heard, hearing.aside) == (1, [], [])


def test_rows_that_cannot_be_taken_change_nothing_and_say_why(office):
    mark = office.mark("Z1")
    other = Office({"assets": {"Z1": Z2}})
    longer = Office({"assets": {"Z1": Z1, "Z2": Z2, "Z3": Z2, "Z4": Z2, "Z5": Z2, "Z6": Z2}})
    ground = {"reason": "拆除", "document": "1号"}
    cases = {
        ("mark_broken", ""): row("甲", mark[:-1] + "9", note="x"),
        ("mark_foreign", ""): row("甲", other.mark("Z1"), note="x"),
        ("mark_elsewhere", ""): row("甲", mark, table="contracts", operator="x"),
        ("unread", "原始价值"): row("甲", mark, unread=[("original_value_fen", "money_malformed")]),
        ("number_changed", "资产编号"): row("甲", mark, asset_id="Z9"),
        ("word_for_nothing", "运行状态"): row("甲", mark, emptied=["run_state"]),
        ("not_clearable", "资产名称"): row("甲", mark, asset=None),
        ("action_unknown", "报废"): row("甲", mark, action="报废", **ground),
        ("removal_unfounded", ""): row("甲", mark, action=GONE, reason="拆除"),
        ("removal_unmarked", GONE): row("甲", action=GONE, asset_id="Z1", **ground),
        ("incomplete", "资产类别"): row("甲", asset="新水渠"),
        ("number_taken", "Z1"): row("甲", asset_id="Z1", asset="x", asset_class="公益性"),
        ("twin", "Z2"): row("甲", asset="水渠", asset_class="公益性", village="甲村"),
        ("asset_unknown", "Z9"): row("甲", table="contracts", contract_id="K1", asset_id="Z9"),
    }
    for expected, one in cases.items():
        assert code_of(office, one) == expected
    assert code_of(office, row("甲", longer.mark("Z1"), note="x")) == ("mark_foreign", "")
    unmarked = row("甲", asset="新", unread=[("asset_class", "choice_unknown")])
    assert code_of(office, unmarked) == ("unread", "资产类别")
    # A word for nothing where there is nothing is no question.
    assert len(office.merge(row("甲", mark, emptied=["note"])).unchanged) == 1


def test_the_mark_of_an_empty_registry_is_of_any_and_has_no_record(office):
    assert code_of(office, row("甲", Office({}).mark("Z1"), note="x")) == ("mark_elsewhere", "")


def test_a_removal_says_what_else_its_row_says(office):
    hearing = office.merge(
        row("甲", office.mark("Z1"), action=GONE, reason="拆", document="1号", run_state="灭失")
    )
    assert "Z1" not in office.state["assets"]
    assert [(one.code, one.detail) for one in hearing.beside] == [("with_removal", "运行状态")]


def test_removals_stand_together_by_what_they_rest_on(office):
    ground = {"action": GONE, "reason": "拆", "document": "1号"}
    rows = [
        row("甲", office.mark("Z1"), **ground),
        row("乙", office.mark("Z2"), note="好"),
        row("丙", office.mark(OWNER_KEY, table="asset_owners"), table="asset_owners", **ground),
    ]
    before = office.known, office.state
    hearing = office.merge(*rows)
    outcome = take_rows(before[0], replayed(before[0]), hearing.heard)
    told = [(ground.reason, [change.key for change, _ in changes]) for ground, changes in outcome.changes]
    assert told == [("", ["Z2"]), ("拆", ["Z1", OWNER_KEY])]


def replayed(known):
    return states_at(known.events, [len(known.events)])[len(known.events)]


def test_rows_of_two_exports_in_one_file(office):
    old = office.mark("Z1")
    office.merge(row("乙", office.mark("Z1"), run_state="闲置"))
    # The old export said 正常: to say it again says nothing. The new one said 闲置.
    office.merge(row("甲", old, run_state="正常"), row("甲", office.mark("Z2"), note="好"))
    assert office.state["assets"]["Z1"]["run_state"] == "闲置"
    assert office.state["assets"]["Z2"]["note"] == "好"
    office.merge(row("甲", old, run_state="停产"))
    assert office.state["assets"]["Z1"]["run_state"] == "正常"
    assert set(office.known.conflicts) == {Spot("assets", "Z1", "run_state")}


# --- new rows ----------------------------------------------------------------------------------------------


def new(file, number=1, **fields):
    return row(file, number=number, **{"asset": "蓄水池", "asset_class": "公益性", **fields})


def test_new_assets_get_numbers_of_their_township_one_after_the_other(office):
    office.merge(
        new("甲", village_code="441624101201"),
        new("甲", number=2, asset="桥", township="北镇"),
        new("甲", number=3, asset="路"),
    )
    office.merge(new("乙", asset="站", township="北镇"))
    assert {key: one["asset"] for key, one in office.state["assets"].items() if key[0] == "X"} == {
        "XZ-441624101-1": "蓄水池",
        "XZ-441624101-2": "桥",
        "XZ-441624-1": "路",
        "XZ-441624101-3": "站",
    }


def test_a_file_from_a_township_gives_its_township(office):
    office.merge(row("甲", office.mark("Z1", part="441624100")), new("甲", number=2))
    assert "XZ-441624100-1" in office.state["assets"]


def test_the_same_file_again_adds_nothing_and_may_correct_what_it_added(office):
    office.merge(new("甲"))
    assert len(office.merge(new("甲")).unchanged) == 1
    office.merge(new("甲", original_value_fen=500))
    assert office.state["assets"]["XZ-441624-1"]["original_value_fen"] == 500
    # By its number, once it is known.
    office.merge(new("甲", asset_id="XZ-441624-1", asset="大蓄水池"))
    assert office.state["assets"]["XZ-441624-1"]["asset"] == "大蓄水池"
    assert code_of(office, new("乙", asset_id="XZ-441624-1")) == ("number_taken", "XZ-441624-1")


def test_the_same_row_with_another_asset_waits(office):
    office.merge(new("甲"))
    assert code_of(office, new("甲", asset="凉亭")) == ("row_changed", "XZ-441624-1")
    office.merge(new("甲", asset="凉亭", is_confirmed=True))
    assert office.state["assets"]["XZ-441624-2"]["asset"] == "凉亭"


def test_two_new_rows_that_may_be_one_wait_both_and_two_that_are_confirmed_come_in(office):
    hearing = office.merge(new("甲"), new("乙", number=4))
    assert sorted((one.code, one.detail) for one in hearing.aside) == [
        ("twin", "乙 表 4"),
        ("twin", "甲 表 1"),
    ]
    both = new("甲", is_confirmed=True), new("甲", number=2, is_confirmed=True)
    office.merge(*both)
    count = len(office.known.events)
    assert {"XZ-441624-1", "XZ-441624-2"} <= set(office.state["assets"])
    assert len(office.merge(*both).unchanged) == 2
    assert len(office.known.events) == count


def test_one_number_for_two_assets_waits_and_one_asset_told_twice_is_one(office):
    hearing = office.merge(new("甲", asset_id="Z7"), new("乙", asset_id="Z7", asset="桥"))
    assert {one.code for one in hearing.aside} == {"number_twice"}
    office.merge(new("甲", asset_id="Z7"), new("乙", asset_id="Z7"))
    assert office.state["assets"]["Z7"]["asset"] == "蓄水池"


def test_records_about_an_asset_that_comes_with_them(office):
    office.merge(
        new("甲", asset_id="Z7"),
        row("甲", table="contracts", number=2, contract_id="K1", asset_id="Z7"),
        row("甲", table="contracts", number=3, contract_id="K2"),
    )
    assert set(office.state["contracts"]) == {"K1", "K2"}
    assert code_of(office, row("乙", table="contracts", contract_id="K1")) == ("number_taken", "K1")


def test_a_second_part_of_the_same_money_is_counted_if_somebody_says_so(office):
    again = row("甲", table="asset_owners", **OWNER, share=0.5)
    assert code_of(office, again) == ("number_taken", OWNER_KEY)
    office.merge(again._replace(is_confirmed=True))
    assert office.state["asset_owners"][f"{OWNER_KEY}#2"] == OWNER | {"share": 0.5}


# --- choices -----------------------------------------------------------------------------------------------

SPOT, GONE_SPOT = Spot("assets", "Z1", "original_value_fen"), Spot("assets", "Z1", WHOLE)
VALUE = Conflict(100, {300: frozenset("乙"), 200: frozenset("甲"), None: frozenset("丙")})
WHOLE_CONFLICT = Conflict(KEPT, {GONE: frozenset("甲"), KEPT: frozenset("乙")})
OPEN = {SPOT: VALUE, GONE_SPOT: WHOLE_CONFLICT}


def chosen(spot, text, other="", *, conflicts=OPEN):
    """Give what becomes of one choice: the value, or why it is refused."""
    choice = Choice(Source("冲突.xlsx", "表", 4), mark_conflict(spot, OPEN[spot]), text, other)
    found = choose([choice], conflicts, [])
    return found.refused[0].code if found.refused else found.values[spot]


def test_each_choice_is_a_value():
    assert candidates_of(VALUE) == [200, 300, None]
    assert offered(SPOT, VALUE) == ("原值", "候选1", "候选2", "候选3", "其他")
    assert offered(GONE_SPOT, WHOLE_CONFLICT) == ("原值", "候选1", "候选2")
    told = {"原值": 100, "候选1": 200, "候选2": 300, "候选3": None}
    assert {text: chosen(SPOT, text) for text in told} == told
    assert chosen(SPOT, "其他", "2.5") == 250
    assert chosen(SPOT, "其他", "〔清空〕") is None
    assert chosen(GONE_SPOT, "原值") == KEPT


def test_what_cannot_be_followed_is_refused():
    assert chosen(SPOT, "候选4") == "choice_unknown"
    assert chosen(GONE_SPOT, "其他", "x") == "choice_unknown"
    assert chosen(SPOT, "其他", "很多") == "choice_unreadable"
    assert chosen(SPOT, "其他") == "choice_unreadable"
    # Somebody proposed another value since.
    assert chosen(SPOT, "原值", conflicts={SPOT: VALUE.joined(400, ["丁"])}) == "choice_stale"
    named = Spot("assets", "Z1", "asset")
    conflict = Conflict("甲", {"乙": frozenset("乙"), "丙": frozenset("丙")})
    choice = Choice(Source("冲突.xlsx"), mark_conflict(named, conflict), "其他", "〔清空〕")
    assert choose([choice], {named: conflict}, []).refused[0].code == "not_clearable"


def test_two_choices_for_one_conflict():
    one = Choice(Source("冲突.xlsx"), mark_conflict(SPOT, VALUE), "候选1", "")
    assert choose([one, one], OPEN, []).values == {SPOT: 200}
    found = choose([one, one._replace(chosen="原值")], OPEN, [])
    assert found.values == {}
    assert [refused.code for refused in found.refused] == ["choice_twice"] * 2


def test_who_chooses_again_what_was_settled_says_nothing(office):
    mark, spot = office.mark("Z1"), Spot("assets", "Z1", "run_state")
    office.merge(row("甲", mark, run_state="停产"))
    office.merge(row("乙", mark, run_state="闲置"))
    choice = Choice(Source("冲突.xlsx"), mark_conflict(spot, office.known.conflicts[spot]), "候选1", "")
    office.choose(choose([choice], office.known.conflicts, office.known.decided).values)
    again = choose([choice], office.known.conflicts, office.known.decided)
    assert (again.values, list(again.refused)) == ({}, [])
