"""Units stand as they are in Chinese and have names in English."""

import tomllib
from importlib import resources

import pytest

from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.vocabulary import UNITS
from ruralmap.words.catalogue import read_catalogue
from ruralmap.words.units import unit_words


@pytest.mark.parametrize(
    ("unit", "zh", "en"),
    [
        ("户", "户", "households"),
        ("元/人", "元/人", "yuan/person"),
        ("人/人", "人/人", "people/person"),
        ("元/人·年", "元/人·年", "yuan/人·年"),
        ("担", "担", "担"),
        ("", "", ""),
    ],
)
def test_a_unit_is_named_and_an_unknown_one_kept(unit, zh, en):
    assert (unit_words(unit, "zh"), unit_words(unit, "en")) == (zh, en)


def _units(node):
    """Walk through a document for its units."""
    if isinstance(node, dict):
        own = {node["unit"]} if isinstance(node.get("unit"), str) else set()
        return own.union(*map(_units, node.values()))
    return set().union(*map(_units, node)) if isinstance(node, list) else set()


def test_every_unit_of_a_shipped_policy_has_a_name():
    names = read_catalogue("units", "en")
    packs = [path for path in resources.files("ruralmap.policies").iterdir() if path.name.endswith(".toml")]
    units = set(UNITS) - {"比"} | {kind.unit for kind in ROWS.values()}
    for pack in packs:
        units |= _units(tomllib.loads(pack.read_text(encoding="utf-8"))) - {"比"}
    parts = {("many", unit.partition("/")[0]) for unit in units}
    parts |= {("one", unit.partition("/")[2]) for unit in units if "/" in unit}
    assert {f"{table}.{unit}" for table, unit in parts} <= set(names)
