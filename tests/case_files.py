"""
Hand-worked cases of rules, one file a policy (cases/*.toml): rows, and what a rule says of a unit of them.

A row says only what matters. The rest is filled in: everybody lives in village one, a household has as many
persons as rows name (one if none does) and is 脱贫户, amounts of an income that are not named are 0.
"""

import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

import pandas as pd

from ruralmap.rules.facts import COLUMNS, Facts
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.policy_rows import columns_of
from ruralmap.schema.tables import TABLES, table_named

CASES = Path(__file__).parent / "rules" / "cases"
# The toy county: two townships; all villages but the third were lifted out of poverty.
EAST, WEST = "990001100", "990001101"
VILLAGES = {
    f"{EAST}201": ("东一村", True),
    f"{EAST}202": ("东二村", True),
    f"{EAST}203": ("东三村", False),
    f"{WEST}201": ("西一村", True),
}
ONE = next(iter(VILLAGES))
COUNTY, PREFECTURE = "990001", "990000"  # the prefecture is the province, too
INCOME_PARTS = ("wage_fen", "business_fen", "property_fen", "transfer_fen", "business_cost_fen")
KEYS = {
    "households": ("hh_id",),
    "persons": ("p_id",),
    "villages": ("village_code",),
    "townships": ("township_code",),
    "balances": ("line_id",),
    "parameters": ("name", "year"),
}
# What a case may say of the result, beside rows of tables; all of it is held against the run.
EXPECTED = (
    *("unit", "level", "outcome", "certainty", "value", "margin", "reading", "met_on", "late_days"),
    *("periods_missed", "periods_missed_before"),
)
# Everything else that it may say beside rows, and what may stand once for all cases of a rule.
WORDS = {*EXPECTED, "side", "why", "absent", "as_of"}
SHARED = {"cases", "given", "as_of"}
# A roster has these columns; where a cell is empty it has not happened.
MORE = {"households": ("identified_on", "cleared_on")}
# The places of the toy county.
PLACES = {
    "villages": [
        {"village_code": code, "village": name, "township_code": code[:9], "exited_poor": exited}
        for code, (name, exited) in VILLAGES.items()
    ],
    "townships": [
        {"township_code": EAST, "township": "东镇"},
        {"township_code": WEST, "township": "西镇"},
    ],
}
# The linker's columns, and those of the roster that are not a person's.
LINKS = ("linked_village_code", "linked_township_code", "link_status", "link_candidates")
LIVES = ("living_village_code", "living_township_code", "living_status", "living_candidates")
_STORED = {"integer": "Int64", "money": "Int64", "number": "float64", "flag": "boolean"}
_DEFAULT_HOUSEHOLD = {"hh_type": "脱贫户", "is_monitored": False}


@dataclass(frozen=True)
class RuleCase:
    """One case: the rows, and what the rule says."""

    policy: str
    rule: str
    side: str
    as_of: str
    rows: dict
    expected: dict
    absent: frozenset = field(default_factory=frozenset)

    @property
    def id(self):
        return f"{self.rule}-{self.side}"


def read_cases(policy_id):
    """Read the cases of a policy; none where there is no file."""
    path = CASES / f"{policy_id}.toml"
    if not path.exists():
        return []
    document = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    return [
        _case(policy_id, rule, table, case) for rule, table in document.items() for case in table["cases"]
    ]


def _case(policy_id, rule, table, case):
    given = table.get("given", {})
    own = {name: rows for name, rows in case.items() if name not in WORDS}
    unknown = [name for name in {**given, **own} if name not in ROWS and name not in TABLES]
    unknown += sorted(set(table) - SHARED)
    assert not unknown, f"{rule}: no such word or table: {unknown}"
    rows = {name: _merged(name, given.get(name, []), own.get(name, [])) for name in {**given, **own}}
    expected = {name: case[name] for name in EXPECTED if name in case}
    as_of = str(case.get("as_of", table.get("as_of", "2024-09-30")))
    return RuleCase(policy_id, rule, case["side"], as_of, rows, expected, frozenset(case.get("absent", ())))


def _key(name):
    return KEYS.get(name) or (table_named(name).key if name in TABLES else ())


def _merged(name, given, own):
    """Lay a case's rows over those that all cases of the rule share, by key."""
    found = list(_repeated(name, given))
    for row in _repeated(name, own):
        same = [one for one in found if _same(name, one, row)]
        if same:
            same[0].update(row)
        else:
            found.append(dict(row))
    return [{column: None if cell == "" else cell for column, cell in row.items()} for row in found]


def _same(name, one, other):
    """Whether two rows have the same key, all of it written."""
    key = _key(name)
    return bool(key) and all(part in other and one.get(part) == other[part] for part in key)


def _repeated(name, rows):
    """Repeat a row `n` times; numbered is the part of its key that is written empty, else the first."""
    for row in rows:
        times = row.get("n")
        plain = {column: cell for column, cell in row.items() if column != "n"}
        if times is None:
            yield plain
            continue
        first = next((part for part in _key(name) if plain.get(part) == ""), _key(name)[0])
        for number in range(1, times + 1):
            yield plain | {first: f"{plain.get(first, name)}{number}"}


def facts_of(policy, case):
    """Make the tables of a case."""
    rows = {name: [dict(row) for row in found] for name, found in case.rows.items()}
    persons, households = rows.pop("persons", []), rows.pop("households", [])
    sizes = pd.Series([row["hh_id"] for row in persons], dtype="str").value_counts()
    for row in households:
        size = row.setdefault("size", int(sizes.get(row["hh_id"], 1)))
        if row["hh_id"] not in sizes and size:
            persons += [{"p_id": f"{row['hh_id']}-{n + 1}", "hh_id": row["hh_id"]} for n in range(size)]
    known = {row["hh_id"] for row in households}
    households += [{"hh_id": one, "size": int(sizes[one])} for one in sizes.index if one not in known]
    tables = {
        name: _table(name, rows.pop(name)) if name in rows else _empty(name)
        for name in (*TABLES, "balances")
        if name not in {"roster", "villages", "townships", "incomes", "denominators", "parameters"}
        and name not in case.absent
    }
    incomes = [dict.fromkeys(INCOME_PARTS, 0) | {"size": 1} | row for row in rows.pop("incomes", [])]
    denominators = [
        {"basis": "户籍", "as_of": "2023-12-31", "doc": "统计年鉴"} | row
        for row in rows.pop("denominators", [])
    ]
    return Facts(
        persons=_part("persons", persons),
        households=_part("households", [_household(row) for row in households]),
        villages=_places("villages", rows.pop("villages", [])),
        townships=_places("townships", rows.pop("townships", [])),
        denominators=_part("denominators", denominators),
        incomes=_part("incomes", incomes),
        parameters=_part("parameters", [_parameter(policy, row) for row in rows.pop("parameters", [])]),
        tables=tables,
        county_code=COUNTY,
        prefecture_code=PREFECTURE,
        as_of=case.as_of,
    )


def _columns(name):
    """List the columns of a table with their kinds."""
    if name in ROWS:
        return dict(columns_of(name))
    return {column.name: column for column in table_named(name).columns}


def _part(name, rows):
    """Make one of the tables that every county has."""
    return _frame(rows, _columns(name), (*COLUMNS[name], *MORE.get(name, ()))) if rows else _empty_part(name)


@cache
def _empty_part(name):
    """Make one of them without rows, once: nobody writes into it."""
    return _frame([], _columns(name), (*COLUMNS[name], *MORE.get(name, ())))


def _places(name, rows):
    """Lay what a case says of places over those of the toy county."""
    return _laid(name, rows) if rows else _usual_places(name)


@cache
def _usual_places(name):
    """Make the places of the toy county as they are, once: nobody writes into them."""
    return _laid(name, [])


def _laid(name, rows):
    """Make a table of places by their code."""
    places = _frame(_merged(name, PLACES[name], rows), _columns(name), PLACES[name][0])
    return places.set_index(KEYS[name][0])


def _household(row):
    """Fill in what a household does not say: it lives where it is registered, in village one."""
    village = row.get("village_code", ONE)
    place = {
        "township": {EAST: "东镇", WEST: "西镇"}.get(str(village)[:9]),
        "village_code": village,
        "linked_village_code": village,
        "linked_township_code": village and village[:9],
        "link_status": "linked" if village else "unlinked",
        "link_candidates": village,
    }
    found = _DEFAULT_HOUSEHOLD | place | row
    if row.get("monitor_class") and "is_monitored" not in row:
        found["is_monitored"] = True
    lives = {name: found[own] for name, own in zip(LIVES, LINKS, strict=True)}
    lives["living_status"] = "registered" if found["linked_village_code"] else "unknown"
    return lives | found


def _parameter(policy, row):
    """Enter a number in 参数表 as the policy's parameter of that name is asked for."""
    own = policy.parameters.get(row["name"]) or next(
        one for one in policy.parameters.values() if one.name == row["name"]
    )
    codes = {"prefecture": PREFECTURE, "province": PREFECTURE, "nation": "000000"}
    filled = {
        "jurisdiction": codes.get(own.jurisdiction, COUNTY),
        "unit": own.unit,
        "valid_from": f"{row['year']}-01-01",
        "doc": "县发〔2024〕1号",
    }
    return filled | row | {"name": own.name}


def _table(name, rows):
    """Make a table; what stands somewhere of its own stands in village one unless its row says otherwise."""
    columns = _columns(name)
    if name in ROWS and ROWS[name].place == "own":
        for row in rows:
            village = row.get("village_code", ONE)
            row.setdefault("linked_village_code", village)
            row.setdefault("linked_township_code", village and str(village)[:9])
            row.setdefault("link_status", "linked" if village else "unlinked")
            row.setdefault("link_candidates", village)
    required = [*columns, *(LINKS if name in ROWS and ROWS[name].place == "own" else ())]
    if name == "balances":
        for row in rows:
            row.setdefault("date", "2000-01-01")
        required = ["date", *(one if one in _fund_dimensions() else f"{one}_fen" for one in columns), *LINKS]
    return _frame(rows, columns, required)


@cache
def _empty(name):
    """Make a table without rows, once: nobody writes into it."""
    return _table(name, [])


def _fund_dimensions():
    from ruralmap.schema.fund_words import FUND_COLUMNS  # noqa: PLC0415 - only here

    return {column.name for column in FUND_COLUMNS}


def _frame(rows, columns, required):
    """A table as the reader gives it: text is `str`, an empty cell is missing; an unknown column fails."""
    extra = {*LINKS, *LIVES, "date", "township_code", "is_monitored", *(f"{name}_fen" for name in columns)}
    named = list(dict.fromkeys([*required, *(name for row in rows for name in row)]))
    unknown = [name for name in named if name not in columns and name not in extra]
    assert not unknown, f"no such column: {unknown}"
    kinds = {}
    for name in named:
        column = columns.get(name)
        kind = (
            "boolean"
            if name == "is_monitored"
            else "str"
            if column is None
            else _STORED.get(column.kind, "str")
        )
        kinds[name] = "Int64" if column is None and name.endswith("_fen") else kind
    cells = {name: [_cell(row.get(name), kind) for row in rows] for name, kind in kinds.items()}
    return pd.DataFrame({name: pd.array(cells[name], dtype=kind) for name, kind in kinds.items()})


def _cell(cell, kind):
    """Store a cell as its column does: TOML has dates and exact numbers."""
    if cell is None:
        return None
    if kind == "str":
        return str(cell)
    return float(cell) if isinstance(cell, Decimal) else cell
