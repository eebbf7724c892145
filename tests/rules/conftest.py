"""A county that fits in the head: two townships, and whoever a test puts into them."""

from dataclasses import replace

import pandas as pd
import pytest

from ruralmap.files.policies import read_policy
from ruralmap.rules.evaluate import evaluate_policy
from ruralmap.rules.facts import Facts

EAST, WEST = "990001100", "990001101"
VILLAGES = {
    f"{EAST}201": ("东一村", True),
    f"{EAST}202": ("东二村", True),
    f"{EAST}203": ("东三村", False),
    f"{WEST}201": ("西一村", True),
}
INCOME_PARTS = ("wage_fen", "business_fen", "property_fen", "transfer_fen", "business_cost_fen")
LIFTED, MONITORED = "全州(市)脱贫户人均纯收入", "全州(市)监测对象人均纯收入"


class Toy:
    """Collects rows, and makes the tables that the rules read."""

    east, west = EAST, WEST
    one, two, three, far = VILLAGES  # three villages in the east, `three` never lifted; one in the west
    lifted_average, monitored_average = LIFTED, MONITORED

    def __init__(self):
        self.persons, self.households, self.denominators, self.incomes, self.parameters = (
            [] for _ in range(5)
        )
        self.tables = {}
        self.exited = {code: exited for code, (_, exited) in VILLAGES.items()}

    def household(self, hh_id, village, size=1, **changes):
        """One household, linked to its village unless `changes` say otherwise."""
        township = village[:9] if village else None
        row = {
            "hh_id": hh_id,
            "township": {EAST: "东镇", WEST: "西镇"}.get(township),
            "village_code": village,
            "size": size,
            "hh_type": "脱贫户",
            "monitor_class": None,
            "is_monitored": changes.get("monitor_class") is not None,
            "risk_cleared": None,
            "whole_no_labour": None,
            "relocated": None,
            "linked_village_code": village,
            "linked_township_code": township,
            "link_status": "linked",
            "link_candidates": village,
        }
        hukou = changes.pop("hukou", None)
        row |= changes
        # Who is not said to have moved lives where registered.
        at_home = {
            "living_village_code": row["linked_village_code"],
            "living_township_code": row["linked_township_code"],
            "living_status": "registered" if row["linked_village_code"] else "unknown",
            "living_candidates": row["link_candidates"],
        }
        self.households.append(at_home | row)
        start = len(self.persons)
        person = {"hh_id": hh_id, "labour": None, "hukou": hukou}
        self.persons += [{"p_id": f"P{start + i:06d}"} | person for i in range(size)]
        return self

    def moved(self, hh_id, village, size, to, **changes):
        """A lifted household, registered in one village and living in another, or outside (None)."""
        where = {
            "relocated": True,
            "living_village_code": to,
            "living_township_code": to[:9] if to else None,
            "living_status": "settled" if to else "outside_county",
            "living_candidates": to,
            "hukou": "农业",
        }
        return self.household(hh_id, village, size, **where | changes)

    def lifted(self, village, persons, **changes):
        """Lifted persons in households of four, the last one smaller."""
        return self._crowd(village, persons, {"hh_type": "脱贫户"} | changes)

    def monitored(self, village, persons, **changes):
        """Monitored persons who were never lifted (边缘易致贫户), risk not cleared."""
        kind = {"hh_type": "一般农户", "monitor_class": "边缘易致贫户", "risk_cleared": "否"}
        return self._crowd(village, persons, kind | changes)

    def _crowd(self, village, persons, changes):
        while persons > 0:
            self.household(f"H{len(self.households):05d}", village, min(4, persons), **changes)
            persons -= 4
        return self

    def population(self, code, value, basis="户籍", as_of="2023-12-31", item="农村人口"):
        row = {"code": code, "item": item, "basis": basis, "as_of": as_of, "value": value, "doc": "统计年鉴"}
        self.denominators.append(row)
        return self

    def income(self, hh_id, net_fen, size=1, year=2023):
        """All of it wages: the parts are tested by themselves."""
        parts = dict.fromkeys(INCOME_PARTS, 0) | {"wage_fen": net_fen}
        self.incomes.append({"hh_id": hh_id, "year": year, "size": size} | parts)
        return self

    def average(self, name, value, year=2023, valid_from="2023-12-31", unit="元/人", jurisdiction="990000"):
        row = {"jurisdiction": jurisdiction, "name": name, "year": year, "valid_from": valid_from}
        self.parameters.append(row | {"value": value, "unit": unit, "doc": "州统〔2023〕1号"})
        return self

    def facts(self, as_of="2024-09-30"):
        villages = pd.DataFrame(
            [
                {
                    "village_code": code,
                    "village": name,
                    "township_code": code[:9],
                    "exited_poor": self.exited[code],
                }
                for code, (name, _) in VILLAGES.items()
            ]
        )
        townships = pd.DataFrame({"township_code": [EAST, WEST], "township": ["东镇", "西镇"]})
        income_columns = ["hh_id", "year", "size", *INCOME_PARTS]
        incomes = pd.DataFrame(self.incomes, columns=income_columns)
        return Facts(
            persons=_frame(self.persons, ["p_id", "hh_id", "labour", "hukou"]),
            households=_frame(self.households, _HOUSEHOLD_COLUMNS).astype(
                {"size": "Int64"} | dict.fromkeys(_FLAGS, "boolean")
            ),
            villages=villages.astype({"exited_poor": "boolean"}).set_index("village_code"),
            townships=townships.set_index("township_code"),
            denominators=_frame(self.denominators, ["code", "item", "basis", "as_of", "value", "doc"]).astype(
                {"value": "Int64"}
            ),
            incomes=incomes.astype(dict.fromkeys(income_columns[1:], "Int64")),
            parameters=_frame(
                self.parameters, ["jurisdiction", "name", "year", "valid_from", "value", "unit", "doc"]
            ).astype({"year": "Int64", "value": "float64"}),
            county_code="990001",
            prefecture_code="990000",
            as_of=as_of,
            tables=self.tables,
        )


_FLAGS = ("is_monitored", "relocated", "whole_no_labour")
_HOUSEHOLD_COLUMNS = list(Toy().household("H", "").households[0])


def _frame(rows, columns):
    """A table as the reader gives it: text is `str`, an empty cell is missing."""
    table = pd.DataFrame(rows, columns=columns)
    texts = [name for name in columns if name not in {"size", "value", "year", *_FLAGS}]
    return table.astype(dict.fromkeys(texts, "str"))


@pytest.fixture
def toy():
    return Toy()


@pytest.fixture
def other_toy():
    """A second county, to be held against the first."""
    return Toy()


@pytest.fixture(scope="session")
def policy():
    return read_policy("yunnan-county-2022-2025").listing


@pytest.fixture
def result_of(policy):
    """Evaluates the toy county, and gives one result."""

    def evaluate(toy, rule_id, code, **changes):
        facts = replace(toy.facts(), **changes)
        return next(r for r in evaluate_policy(policy, facts).of(rule_id) if r.code == code)

    return evaluate
