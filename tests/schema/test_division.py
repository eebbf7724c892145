"""Codes are text of 6, 9 or 12 digits."""

import pytest

from ruralmap.schema.division import county_of, kind_of_village, parse_code, township_of


@pytest.mark.parametrize(
    ("cell", "name", "value"),
    [
        pytest.param("441624100201", "village_code", "441624100201", id="text"),
        pytest.param(441624100201.0, "village_code", "441624100201", id="a number keeps twelve digits"),
        pytest.param(441624100201, "village_code", "441624100201", id="integer"),
        pytest.param('="441624100201"', "village_code", "441624100201", id="wrapper"),
        pytest.param("４４１６２４１００２０１", "village_code", "441624100201", id="full width"),
        pytest.param("441624 100201", "village_code", "441624100201", id="blank inside"),
        pytest.param("441624100", "township_code", "441624100", id="township"),
        pytest.param("441624100000", "township_code", "441624100", id="padded township"),
        pytest.param("441624000000", "county_code", "441624", id="padded county"),
        pytest.param("441624", "county_code", "441624", id="county"),
        pytest.param("441624", "code", "441624", id="any level: county"),
        pytest.param("441624100", "code", "441624100", id="any level: township"),
        pytest.param("441624100201", "code", "441624100201", id="any level: village"),
        pytest.param("441624000000", "jurisdiction", "441624", id="any level: padded county"),
        pytest.param("441624100000", "code", "441624100", id="any level: padded township"),
        pytest.param("220", "urban_rural_class", "220", id="class"),
        pytest.param(220.0, "urban_rural_class", "220", id="class as a number"),
    ],
)
def test_codes_are_text(cell, name, value):
    assert parse_code(cell, name=name) == (value, "", "")


@pytest.mark.parametrize(
    ("cell", "name", "problem"),
    [
        pytest.param("4.41624E+11", "village_code", "digits_lost", id="scientific"),
        pytest.param(4.41624100201e17, "village_code", "digits_lost", id="too long a number"),
        pytest.param("44162410020", "village_code", "code_malformed", id="eleven digits"),
        pytest.param("4416241002011", "village_code", "code_malformed", id="thirteen digits"),
        pytest.param("441624", "village_code", "code_malformed", id="a county in a village's column"),
        pytest.param("041624100201", "village_code", "code_malformed", id="no province begins with 0"),
        pytest.param("东水村", "village_code", "code_malformed", id="a name"),
        pytest.param(
            "441624100201", "township_code", "code_malformed", id="a village in a township's column"
        ),
        pytest.param("#REF!", "village_code", "cell_error", id="error value"),
    ],
)
def test_what_is_no_code_has_no_value(cell, name, problem):
    assert parse_code(cell, name=name)[:2] == (None, problem)


def test_the_expected_lengths_are_said():
    assert parse_code("1", name="village_code").note == "12"
    assert parse_code("1", name="code").note == "6/9/12"


def test_an_empty_code_is_no_problem():
    assert parse_code("", name="village_code") == (None, "", "")


def test_a_code_lies_within_the_codes_above_it():
    assert township_of("441624100201") == "441624100"
    assert county_of("441624100201") == county_of("441624100") == "441624"


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("001", "居委会"),
        ("199", "居委会"),
        ("200", "村委会"),
        ("399", "村委会"),
        ("400", "居委会"),
        ("500", "村委会"),
        ("600", ""),
    ],
)
def test_the_tenth_digit_tells_the_kind(ending, kind):
    assert kind_of_village("441624100" + ending) == kind
