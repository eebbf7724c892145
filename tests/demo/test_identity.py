import pytest

from ruralmap.demo.identity import household_id, identity_number, person_name
from ruralmap.schema.identity import parse_identity


def test_an_identity_number_has_the_check_digit_of_the_standard():
    # 999901 19800101 001 by the weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2:
    # 9*7 + 9*9 + 9*10 + 9*5 + 0*8 + 1*4 = 283; 1*2 + 9*1 + 8*6 + 0*3 + 0*7 + 1*9 + 0*10 + 1*5 = 73; 1*2 = 2
    # 283 + 73 + 2 = 358 = 32 * 11 + 6, and remainder 6 is written 6.
    assert identity_number("999901", "19800101", serial=1) == "999901198001010016"


def test_an_identity_number_reads_without_complaint():
    assert parse_identity(identity_number("999916", "20120815", serial=14)) == ("999916201208150146", "", "")


@pytest.mark.parametrize(
    ("position", "name"), [(1, "住户000123"), (2, "住户000123-02"), (11, "住户000123-11")]
)
def test_people_have_numbers_instead_of_names(position, name):
    assert person_name(123, position) == name


def test_a_household_is_named_by_its_number():
    assert household_id(123) == "H000123"
