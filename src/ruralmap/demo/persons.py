"""Simulated members of the households (模拟家庭成员): nobody's name, and numbers that belong to nobody."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from ruralmap.demo.draws import chance, draw_words, stream
from ruralmap.demo.identity import NO_REGION, identity_number, person_name

ABLE: Final = ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力")
_YEAR: Final = 2024  # the year in which ages are counted
_MONTHS_SO_FAR: Final = 9  # of that year, at the date of the county: nobody is listed who is not yet born
_LABOUR: Final = {
    "adult": {"普通劳动力": 76, "技能劳动力": 9, "弱劳动力或半劳动力": 9, "丧失劳动力": 6},
    "old": {"普通劳动力": 9, "弱劳动力或半劳动力": 37, "无劳动力": 48, "丧失劳动力": 6},
}
_SCHOOLING: Final = {"小学": 30, "初中": 48, "高中": 13, "大专": 6, "本科及以上": 3}
_SCHOOLING_OLD: Final = {"文盲或半文盲": 26, "小学": 58, "初中": 16}
_HEALTH: Final = {"健康": 85, "长期慢性病": 10, "患有大病": 3, "残疾": 2}
_WORK_PLACES: Final = {"乡(镇)内": 16, "乡外县内": 24, "县外省内": 52, "省外": 8}
_WORK_MONTHS: Final = {"3": 4, "6": 9, "8": 14, "9": 16, "10": 30, "11": 17, "12": 10}
# Relations by place in the household, and the years that they are younger than the head: from, to.
_RELATIONS: Final = {
    1: {"户主": (0, 0, 1)},
    2: {"配偶": (-4, 7, 7), "之子": (23, 31, 2), "之母": (-28, -21, 1)},
    3: {"之子": (23, 30, 5), "之女": (23, 30, 4), "之母": (-28, -21, 1)},
    4: {"之女": (25, 33, 4), "之子": (25, 33, 4), "之父": (-30, -22, 1), "之母": (-28, -21, 1)},
    5: {"之儿媳": (23, 30, 4), "之女": (26, 35, 3), "之孙子": (47, 57, 3)},
}
_LATER_RELATIONS: Final = {"之孙女": (48, 58, 3), "之孙子": (47, 58, 3), "之子": (26, 36, 2)}
_MEN: Final = ("之子", "之父", "之孙子")
_WOMEN: Final = ("之女", "之母", "之儿媳", "之孙女")
_SHE_VILLAGES: Final = ("441624102209", "441624114201")  # 秀河畲族村、增坑畲族村
_STREAM: Final = 6


def build_persons(households: pd.DataFrame) -> pd.DataFrame:
    """
    Build the members of every household, as many as its size.

    Parameters
    ----------
    households
        With number, hh_id, village_code and size, in running order.

    Returns
    -------
    persons
        One row a person: hh_id, p_id, position, age and the person's columns of the roster.
    """
    rng = stream(_STREAM)
    size = households["size"].to_numpy()
    whose = np.repeat(np.arange(len(households)), size)
    position = np.arange(len(whose)) - np.repeat(np.cumsum(size) - size, size) + 1
    relation, age = _draw_relations(rng, position, whose, head_age=_draw_head_ages(rng, size))
    man = _draw_men(rng, relation, whose)
    base = households.iloc[whose].reset_index(drop=True)
    numbers = base["number"].tolist()
    persons = pd.DataFrame(
        {
            "hh_id": base["hh_id"],
            "p_id": [
                f"{hh_id}-{place:02d}" for hh_id, place in zip(base["hh_id"], position.tolist(), strict=True)
            ],
            "position": position,
            "age": age,
            "person": [person_name(*pair) for pair in zip(numbers, position.tolist(), strict=True)],
            "identity": _identities(rng, base["village_code"], age, man),
            "relation": pd.Series(relation, dtype="str"),
            "ethnicity": _draw_ethnicity(rng, base),
            "household_phone": [f"10000{number:06d}" for number in numbers],
        }
    )
    return _with_labour(rng, _with_school(rng, persons))


def find_no_labour(persons: pd.DataFrame, households: pd.DataFrame) -> pd.Series:
    """
    Find the households in which nobody can work (整户无劳动能力).

    Parameters
    ----------
    persons
        From `build_persons`.
    households
        With hh_id, in running order.

    Returns
    -------
    whole_no_labour
        Indexed as `households`.
    """
    able = persons["labour"].isin(ABLE).groupby(persons["hh_id"]).any()
    return households["hh_id"].map(able).eq(other=False).rename("whole_no_labour")


def _draw_head_ages(rng: np.random.Generator, size: np.ndarray) -> np.ndarray:
    """Draw the age of each head: people who live alone are old."""
    ages: np.ndarray = np.where(size == 1, rng.integers(55, 88, len(size)), rng.integers(33, 72, len(size)))
    return ages


def _draw_relations(
    rng: np.random.Generator, position: np.ndarray, whose: np.ndarray, *, head_age: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Draw each member's relation to the head, and an age that goes with it."""
    relation = np.empty(len(position), dtype=object)
    younger = np.zeros(len(position), dtype=np.int64)
    for place in range(1, int(position.max()) + 1):
        options = _RELATIONS.get(place, _LATER_RELATIONS)
        here = np.flatnonzero(position == place)
        drawn = draw_words(rng, {name: odds for name, (_, _, odds) in options.items()}, count=len(here))
        low = np.array([options[name][0] for name in drawn])
        high = np.array([options[name][1] for name in drawn])
        relation[here] = drawn
        younger[here] = rng.integers(low, high, endpoint=True)
    # Nobody is younger than 0 or older than 97 years.
    return relation, np.clip(head_age[whose] - younger, 0, 97)


def _draw_men(rng: np.random.Generator, relation: np.ndarray, whose: np.ndarray) -> np.ndarray:
    """Tell who is a man: by the word for the relation, else by the draw of the household."""
    head_is_man = chance(rng, int(whose.max()) + 1, permille=840)
    like_head = head_is_man[whose] ^ (relation == "配偶")
    man: np.ndarray = np.isin(relation, _MEN) | (like_head & ~np.isin(relation, _WOMEN))
    return man


def _identities(
    rng: np.random.Generator, village_code: pd.Series, age: np.ndarray, man: np.ndarray
) -> list[str]:
    """Make identity numbers, each once: the serial counts up where region, birthday and sex are the same."""
    month, day = rng.integers(1, 13, len(age)), rng.integers(1, 29, len(age))
    month = np.where(age == 0, (month - 1) % _MONTHS_SO_FAR + 1, month)
    keys = pd.DataFrame(
        {
            "region": NO_REGION + village_code.str[7:9],
            "born": (_YEAR - age) * 10_000 + month * 100 + day,
            "man": man,
        }
    )
    # Odd for men, even for women, from 001: a serial of 000 is what Excel leaves of a number it has rounded.
    nth = keys.groupby(["region", "born", "man"]).cumcount() + 1
    serial = 2 * nth - keys["man"].astype("int64")
    rows = zip(keys["region"], keys["born"], serial, strict=True)
    return [identity_number(region, f"{born:08d}", serial=number) for region, born, number in rows]


def _draw_ethnicity(rng: np.random.Generator, base: pd.DataFrame) -> np.ndarray:
    """Draw the ethnicity of each household; in two villages most are 畲族."""
    households = int(base["number"].max()) + 1
    often, rarely = (chance(rng, households, permille=share)[base["number"]] for share in (700, 10))
    she = np.where(base["village_code"].isin(_SHE_VILLAGES), often, rarely)
    return np.where(she, "畲族", "汉族")


def _with_school(rng: np.random.Generator, persons: pd.DataFrame) -> pd.DataFrame:
    """Add school: who still goes has no 文化程度, and who has one goes no more."""
    age = persons["age"]
    stage = pd.cut(
        age, [-1, 5, 11, 14, 17, 21], labels=["学龄前儿童", "小学", "七至九年级", "普通高中", "大专及以上"]
    )
    goes = age.le(17) | (age.le(21) & pd.Series(chance(rng, len(persons), permille=450)))
    adult = draw_words(rng, _SCHOOLING, count=len(persons))
    old = draw_words(rng, _SCHOOLING_OLD, count=len(persons))
    schooling = pd.Series(np.where(age.ge(60), old, adult), dtype="str")
    return persons.assign(
        student_state=stage.astype("str").where(goes), education=schooling.where(~goes), is_student=goes
    )


def _with_labour(rng: np.random.Generator, persons: pd.DataFrame) -> pd.DataFrame:
    """Add labour, health and work away from home."""
    count = len(persons)
    age = persons["age"]
    drawn = np.where(
        age.ge(60),
        draw_words(rng, _LABOUR["old"], count=count),
        draw_words(rng, _LABOUR["adult"], count=count),
    )
    labour = pd.Series(drawn, dtype="str").where(~persons["is_student"] & age.ge(16), "无劳动力")
    health = pd.Series(draw_words(rng, _HEALTH, count=count), dtype="str").where(
        labour.ne("丧失劳动力"), "残疾"
    )
    works = labour.isin(ABLE) & age.lt(68) & pd.Series(chance(rng, count, permille=740))
    months = pd.Series(draw_words(rng, _WORK_MONTHS, count=count)).astype("int64").astype("Int64")
    place = pd.Series(draw_words(rng, _WORK_PLACES, count=count), dtype="str")
    phone = [
        f"10{place:03d}{hh_id[1:]}"
        for place, hh_id in zip(persons["position"], persons["hh_id"], strict=True)
    ]
    return persons.assign(
        labour=labour,
        health=health,
        work_months=months.where(works),
        work_place=place.where(works),
        person_phone=pd.Series(phone, dtype="str").where(age.ge(16)),
        major_illness_insured=~chance(rng, count, permille=12),
    ).drop(columns="is_student")
