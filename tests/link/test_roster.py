import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.errors import InputError
from ruralmap.link.roster import read_register

COLUMNS = [
    *("hh_id", "p_id", "township", "village", "village_code", "size", "labour"),
    *("hh_type", "monitor_class", "risk_cleared", "relocated"),
]
LIFTED = [
    ("H1", "P1", "大坝镇", "石井村", "V1", 2, "普通劳动力", "脱贫户", None, None, True),
    ("H1", "P2", "大坝镇", "石井村", "V1", 2, "无劳动力", "脱贫户", None, None, True),
    ("H2", "P3", "大坝镇", "石谷村", "V2", 1, "无劳动力", "脱贫户", None, None, False),
]
# H1 is a 脱贫不稳定户: it stands in the other export too. H3 was never poor.
MONITORED = [
    ("H1", "P1", "大坝", "石井村委会", "V1", 2, "普通劳动力", "脱贫户", "脱贫不稳定户", "否", None),
    ("H1", "P2", "大坝", "石井村委会", "V1", 2, "无劳动力", "脱贫户", "脱贫不稳定户", "否", None),
    ("H3", "P4", "大坝", "石井村委会", "V1", 1, None, "一般农户", "边缘易致贫户", "是", None),
]


def _roster(*rows):
    frame = pd.DataFrame(list(rows), columns=COLUMNS)
    kinds = {"relocated": "boolean", "size": "Int64"}
    return frame.astype({name: kinds.get(name, "str") for name in COLUMNS})


def _disagreements(register):
    return register.disagreements.fillna("").to_numpy().tolist()


def test_a_household_in_both_exports_is_one_and_its_persons_are_counted_once():
    register = read_register(_roster(*LIFTED, *MONITORED))
    assert register.persons["p_id"].tolist() == ["P1", "P2", "P3", "P4"]
    assert register.persons["hh_id"].tolist() == ["H1", "H1", "H2", "H3"]
    households = register.households.set_index("hh_id")
    assert households["size"].to_dict() == {"H1": 2, "H2": 1, "H3": 1}
    assert households["in_lifted"].to_dict() == {"H1": True, "H2": True, "H3": False}
    assert not households["codes_disagree"].any()


def test_each_export_adds_what_it_knows():
    households = read_register(_roster(*LIFTED, *MONITORED)).households.set_index("hh_id")
    assert households.loc["H1", ["hh_type", "monitor_class", "risk_cleared"]].tolist() == [
        *("脱贫户", "脱贫不稳定户", "否")
    ]
    assert bool(households.loc["H1", "relocated"])
    assert households["monitor_class"].isna().to_dict() == {"H1": False, "H2": True, "H3": False}
    assert pd.isna(households.loc["H3", "relocated"])


def test_names_that_mean_the_same_are_no_disagreement():
    register = read_register(_roster(*LIFTED, *MONITORED))
    assert register.disagreements.empty
    assert register.households["township"].notna().all()
    assert register.households["village"].notna().all()


def test_two_codes_of_one_household_are_listed_and_neither_is_taken():
    moved = ("H1", "P1", "大坝镇", "石井村", "V9", 2, "普通劳动力", "脱贫户", "脱贫不稳定户", "否", None)
    register = read_register(_roster(*LIFTED, moved))
    households = register.households.set_index("hh_id")
    assert pd.isna(households.loc["H1", "village_code"])
    assert households["codes_disagree"].to_dict() == {"H1": True, "H2": False}
    assert _disagreements(register) == [["H1", "", "village_code", "V1 | V9"]]


@pytest.mark.parametrize(
    ("column", "value", "listed"),
    [
        pytest.param("village", "石陂村", "石井村 | 石陂村", id="another village"),
        pytest.param("village", "石井社区", "石井村 | 石井社区", id="another kind of village"),
        pytest.param("township", "上陵镇", "上陵镇 | 大坝镇", id="another township"),
        pytest.param("relocated", False, "False | True", id="another flag"),
    ],
)
def test_a_household_attribute_that_contradicts_is_left_empty_and_listed(column, value, listed):
    roster = _roster(*LIFTED)
    roster.loc[1, column] = value
    register = read_register(roster)
    assert pd.isna(register.households.set_index("hh_id").loc["H1", column])
    assert _disagreements(register) == [["H1", "", column, listed]]


def test_a_household_that_one_export_calls_lifted_is_lifted_and_listed():
    other = ("H2", "P3", "大坝镇", "石谷村", "V2", 1, "无劳动力", "一般农户", "边缘易致贫户", "否", None)
    register = read_register(_roster(*LIFTED, other))
    household = register.households.set_index("hh_id").loc["H2"]
    assert (household["hh_type"], household["in_lifted"]) == ("脱贫户", True)
    assert _disagreements(register) == [["H2", "", "hh_type", "一般农户 | 脱贫户"]]


def test_a_stated_size_that_is_not_the_number_of_persons_is_listed():
    roster = _roster(*LIFTED)
    roster.loc[:1, "size"] = 5
    register = read_register(roster)
    # Stated 5, counted P1 and P2.
    assert _disagreements(register) == [["H1", "", "size", "5 | 2"]]
    assert register.households.set_index("hh_id").loc["H1", "size"] == 2


def test_a_person_attribute_that_contradicts_is_left_empty_and_listed():
    other = ("H1", "P1", "大坝镇", "石井村", "V1", 2, "无劳动力", "脱贫户", None, None, None)
    register = read_register(_roster(*LIFTED, other))
    assert pd.isna(register.persons.set_index("p_id").loc["P1", "labour"])
    assert _disagreements(register) == [["", "P1", "labour", "无劳动力 | 普通劳动力"]]


def test_a_person_in_two_households_is_counted_in_the_lower_and_listed():
    twice = ("H2", "P1", "大坝镇", "石谷村", "V2", 1, "普通劳动力", "脱贫户", None, None, None)
    register = read_register(_roster(*LIFTED, twice))
    assert register.persons["hh_id"].tolist() == ["H1", "H1", "H2"]
    assert register.households.set_index("hh_id")["size"].to_dict() == {"H1": 2, "H2": 1}
    assert _disagreements(register) == [["", "P1", "hh_id", "H1 | H2"]]


def test_a_household_whose_last_person_is_counted_elsewhere_stays_and_is_listed():
    # H4 has one row, that of P1, who is counted in H1: nobody is left of H4, whose size was never stated.
    twice = ("H4", "P1", "大坝镇", "石谷村", "V2", None, "普通劳动力", "脱贫户", None, None, None)
    register = read_register(_roster(twice, *LIFTED))
    assert register.households.set_index("hh_id")["size"].to_dict() == {"H1": 2, "H2": 1, "H4": 0}
    assert _disagreements(register) == [["H4", "", "size", "0"], ["", "P1", "hh_id", "H1 | H4"]]


def test_two_classes_of_one_household_leave_the_class_empty_and_the_household_monitored():
    other = ("H3", "P4", "大坝镇", "石井村", "V1", 1, None, "一般农户", "突发严重困难户", "否", None)
    register = read_register(_roster(*LIFTED, *MONITORED, other))
    households = register.households.set_index("hh_id")
    assert pd.isna(households.loc["H3", "monitor_class"])
    assert households["is_monitored"].to_dict() == {"H1": True, "H2": False, "H3": True}
    assert ["H3", "", "monitor_class", "突发严重困难户 | 边缘易致贫户"] in _disagreements(register)


def test_columns_that_the_dictionary_does_not_know_are_not_read():
    roster = _roster(*LIFTED).assign(source_row=[2, 3, 4])
    register = read_register(roster)
    assert "source_row" not in register.persons
    assert register.disagreements.empty


def test_a_roster_without_sizes_and_townships_is_read():
    register = read_register(_roster(*LIFTED).drop(columns=["size", "township"]))
    assert register.households["size"].tolist() == [2, 1]
    assert "township" not in register.households


@pytest.mark.parametrize("column", ["p_id", "hh_id"])
def test_a_row_without_a_key_is_refused(column):
    roster = _roster(*LIFTED)
    roster.loc[0, column] = None
    with pytest.raises(InputError, match="1 rows"):
        read_register(roster)


@settings(deadline=None, max_examples=20)
@given(st.permutations(range(6)))
def test_the_order_of_rows_does_not_matter(order):
    roster = _roster(*LIFTED, *MONITORED)
    straight, shuffled = read_register(roster), read_register(roster.iloc[list(order)])
    pd.testing.assert_frame_equal(straight.households, shuffled.households)
    pd.testing.assert_frame_equal(straight.persons, shuffled.persons)
