"""Household incomes of 2021 to 2024 by the four types (四项收入), made of whole yuan."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from ruralmap.demo.draws import chance, stream
from ruralmap.demo.parameters import LIFTED_AVERAGE_YUAN
from ruralmap.schema.money import FEN_PER_YUAN

YEARS: Final = (2021, 2022, 2023, 2024)
WINDOW: Final = "上年10月—当年9月"
# Households of a place that must stay exact whose income a head is the prefecture's average to the fen: 低于
# (YN-19) excludes them, and they are printed as 边界值.
EXACTLY_AVERAGE_VILLAGE: Final = "441624110207"
EXACTLY_AVERAGE_HOUSEHOLDS: Final = 3
_AVERAGE_YEAR: Final = 2023
_GROWTH_PERCENT: Final = {2022: 9, 2023: 10, 2024: 8}
_PARTS: Final = ["wage", "business", "property", "transfer"]
_STREAM: Final = 5


def list_incomes(households: pd.DataFrame) -> pd.DataFrame:
    """
    List the income of every household and year.

    The parts are drawn; net income is their sum less the cost of the business, and income a head is net
    income by the size of that year, rounded to the fen.

    Parameters
    ----------
    households
        With hh_id, size, group and whole_no_labour; indexed by running order.

    Returns
    -------
    incomes
        Columns of the table 家庭收入, one row a household and year, by year and household.
    """
    rng = stream(_STREAM)
    head = _draw_level(rng, households)
    shares = _draw_shares(rng, households["whole_no_labour"].to_numpy())
    frames = []
    for year in YEARS:
        growth = 100 + _GROWTH_PERCENT.get(year, 0)
        head = head * (growth + rng.integers(-12, 13, len(head))) // 100
        size = _size_in(rng, year, households["size"].to_numpy())
        frames.append(_account(households["hh_id"], year, size, _split(head * size, shares)))
    incomes = pd.concat(frames, ignore_index=True)
    return _with_totals(_put_on_the_line(incomes, households))


def _draw_level(rng: np.random.Generator, households: pd.DataFrame) -> np.ndarray:
    """Draw the income a head of 2021 in yuan: a hump with a long tail, lower for the monitored."""
    count = len(households)
    hump = sum(rng.integers(0, 2600, count) for _ in range(3))
    tail = rng.integers(0, 100, count)
    level = 7600 + hump + tail**3 // 110
    percent = np.where(households["group"].eq("lifted_plain"), 100, 84)
    percent = np.where(households["whole_no_labour"], percent - 12, percent)
    drawn: np.ndarray = level * percent // 100
    return drawn


def _draw_shares(rng: np.random.Generator, no_labour: np.ndarray) -> dict[str, np.ndarray]:
    """Draw the four types as hundredths of gross income, and the cost as hundredths of the business."""
    count = len(no_labour)
    wage = np.where(no_labour, 0, rng.integers(48, 76, count))
    business = np.where(no_labour, rng.integers(0, 8, count), rng.integers(4, 20, count))
    return {
        "wage": wage,
        "business": business,
        "property": rng.integers(0, 5, count),
        "cost": rng.integers(15, 45, count),
    }


def _split(gross: np.ndarray, shares: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Split gross income in whole yuan; transfers take what is left."""
    parts = {name: gross * shares[name] // 100 for name in ("wage", "business", "property")}
    parts["transfer"] = gross - sum(parts.values())
    return parts | {"business_cost": parts["business"] * shares["cost"] // 100}


def _size_in(rng: np.random.Generator, year: int, size: np.ndarray) -> np.ndarray:
    """Give the size in a year: households split and grow, so that some were of another size before."""
    changed = chance(rng, len(size), permille=20) & (year < _AVERAGE_YEAR)
    moved: np.ndarray = np.maximum(1, size + np.where(changed, rng.choice([-1, 1], len(size)), 0))
    return moved


def _account(hh_id: pd.Series, year: int, size: np.ndarray, parts: dict[str, np.ndarray]) -> pd.DataFrame:
    fen = {f"{name}_fen": amount * FEN_PER_YUAN for name, amount in parts.items()}
    return pd.DataFrame({"hh_id": hh_id.to_numpy(), "year": year, "size": size} | fen)


def _put_on_the_line(incomes: pd.DataFrame, households: pd.DataFrame) -> pd.DataFrame:
    """Make a few households' income a head exactly the average, by their wages."""
    here = households["village_code"].eq(EXACTLY_AVERAGE_VILLAGE) & households["group"].eq("lifted_plain")
    able = households.loc[here & ~households["whole_no_labour"], "hh_id"].iloc[:EXACTLY_AVERAGE_HOUSEHOLDS]
    chosen = incomes["year"].eq(_AVERAGE_YEAR) & incomes["hh_id"].isin(able)
    others = incomes["business_fen"] + incomes["property_fen"] + incomes["transfer_fen"]
    wanted = LIFTED_AVERAGE_YUAN[_AVERAGE_YEAR] * FEN_PER_YUAN * incomes["size"]
    wage = wanted - others + incomes["business_cost_fen"]
    return incomes.assign(wage_fen=incomes["wage_fen"].where(~chosen, wage))


def _with_totals(incomes: pd.DataFrame) -> pd.DataFrame:
    """Add net income and income a head, half a fen rounded up."""
    gross = incomes[[f"{part}_fen" for part in _PARTS]].sum(axis=1)
    net = gross - incomes["business_cost_fen"]
    a_head = (2 * net + incomes["size"]) // (2 * incomes["size"])
    return incomes.assign(net_fen=net, net_pc_fen=a_head, income_window=WINDOW)
