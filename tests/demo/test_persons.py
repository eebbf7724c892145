from ruralmap.demo.identity import NO_REGION
from ruralmap.schema.identity import check_character
from ruralmap.schema.people import ROSTER


def test_every_household_has_as_many_members_as_its_size(county):
    members = county.persons.groupby("hh_id").size()
    assert members.equals(county.households.set_index("hh_id")["size"].rename_axis("hh_id").rename(None))


def test_every_household_has_one_head_and_at_most_one_spouse(county):
    relations = county.persons.groupby("hh_id")["relation"].agg(list)
    assert relations.map(lambda names: names.count("户主")).eq(1).all()
    assert relations.map(lambda names: names.count("配偶")).le(1).all()


def test_nobody_has_a_name_or_a_number_of_a_real_place(county):
    persons = county.persons
    assert persons["person"].str.fullmatch(r"住户\d{6}(-\d{2})?").all()
    assert persons["identity"].str.startswith(NO_REGION).all()
    assert persons["identity"].is_unique
    assert persons["p_id"].is_unique
    assert all(number[17] == check_character(number[:17]) for number in persons["identity"])


def test_phone_numbers_are_of_no_network(county):
    # Mobile numbers begin with 13 to 19.
    for column in ("household_phone", "person_phone"):
        numbers = county.persons[column].dropna()
        assert numbers.str.fullmatch(r"10\d{9}").all()


def test_ages_sex_and_relations_go_together(county):
    persons = county.persons
    sex = persons["identity"].str[16].astype("int64") % 2
    assert sex[persons["relation"].isin(["之子", "之父", "之孙子"])].eq(1).all()
    assert sex[persons["relation"].isin(["之女", "之母", "之儿媳", "之孙女"])].eq(0).all()
    assert persons.loc[persons["relation"].eq("户主"), "age"].ge(33).all()
    assert (2024 - persons["identity"].str[6:10].astype("int64")).equals(persons["age"])


def test_nobody_is_listed_before_he_is_born(county):
    born = county.persons["identity"].str[6:14]
    assert born.max() <= "20240930"
    assert county.persons["age"].min() == 0  # of those it could be otherwise


def test_school_and_education_exclude_each_other(county):
    persons = county.persons
    assert (persons["student_state"].notna() ^ persons["education"].notna()).all()


def test_choices_are_those_of_the_dictionary(county):
    assert set(county.persons["labour"]) <= set(ROSTER.column("labour").choices)
    classes = county.households["monitor_class"].dropna()
    assert set(classes) == set(ROSTER.column("monitor_class").choices)
    assert set(county.households["hh_type"]) == {"脱贫户", "一般农户"}


def test_whole_households_without_labour_are_those_in_which_nobody_can_work(county):
    able = county.persons["labour"].isin(["普通劳动力", "技能劳动力", "弱劳动力或半劳动力"])
    anyone = able.groupby(county.persons["hh_id"]).any()
    flagged = county.households.set_index("hh_id")["whole_no_labour"]
    assert (flagged == ~anyone.reindex(flagged.index)).all()
