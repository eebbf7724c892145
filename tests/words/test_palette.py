"""
The palette, seen by a grey printer and by colour-blind eyes, by computation.

Lightness is CIE L* (0 black, 100 white; CIE 15). Colour-blind sight is simulated by the matrices of Machado,
Oliveira and Fernandes (2009), severity 1.0, on linear light. Colour distance is CIE 1976 ΔE*ab, of which 2.3
is just noticeable.
"""

from itertools import combinations, pairwise

import numpy as np
import pytest

from ruralmap.schema.works import LEVELS, RUN_STATES
from ruralmap.words import palette
from ruralmap.words.palette import ASSET_SYMBOLS, BORDERS, FUND_LEVELS, MARKS, SHAPES, ZONES, SymbolFill

SIGHTS = {
    "usual": np.eye(3),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])

FILLS = {
    "zones": {name: fill.colour for name, fill in ZONES.items()},
    "states": {name: fill.colour for name, fill in palette.RUN_STATES.items()},
    "levels": FUND_LEVELS,
}

# A map shows one rule, of one kind; what nobody knows may stand beside the answers of each.
NOT_KNOWN = ("undecided", "insufficient_data", "parameter_missing", "not_applicable")
ANSWERS = {
    "target": ("not_due", "pass", "below_expectation", "fail"),
    "selection": ("selected", "not_selected"),
    "list": ("recorded", "listed", "violated"),
}
# Groups in which a pattern or a mark tells apart what a colour need not.
MARKED = {
    **{
        kind: {name: palette.INDICATORS[name] for name in (*answers, *NOT_KNOWN)}
        for kind, answers in ANSWERS.items()
    },
    "values": dict(enumerate(palette.VALUES)),
    "people": dict(enumerate(palette.PEOPLE)),
    "matches": palette.MATCHES,
    "work relief": palette.RELIEF_STATES,
    "sites": palette.SITE_STATES,
    "demonstration": palette.DEMO_STAGES,
    "worries": palette.WORRIES,
}


def linear(colour):
    """Turn #rrggbb into linear light (IEC 61966-2-1)."""
    coded = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def lab(light):
    x, y, z = (
        np.cbrt(part) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116
        for part in TO_XYZ @ light / WHITE
    )
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def lightness(colour):
    return lab(linear(colour))[0]


def seen(colour, sight):
    return lab(np.clip(SIGHTS[sight] @ linear(colour), 0, 1))


def contrast(one, other):
    """WCAG 2.2 contrast ratio."""
    bright = sorted(float((TO_XYZ @ linear(colour))[1]) for colour in (one, other))
    return (bright[1] + 0.05) / (bright[0] + 0.05)


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        pytest.param("#000000", 0, id="black"),
        pytest.param("#ffffff", 100, id="white"),
        pytest.param("#777777", 50, id="the grey in the middle"),
    ],
)
def test_lightness_is_measured_as_the_standard_says(colour, expected):
    assert lightness(colour) == pytest.approx(expected, abs=0.3)


@pytest.mark.parametrize("name", FILLS)
def test_a_grey_printer_keeps_colours_apart(name):
    steps = sorted(lightness(colour) for colour in FILLS[name].values())
    assert min(after - before for before, after in pairwise(steps)) > 7


@pytest.mark.parametrize("name", FILLS)
@pytest.mark.parametrize("sight", SIGHTS)
def test_colour_blind_eyes_keep_colours_apart(name, sight):
    away = [
        np.linalg.norm(seen(one, sight) - seen(other, sight))
        for one, other in combinations(FILLS[name].values(), 2)
    ]
    assert min(away) > 10


def mark_of(fill):
    return fill.mark if isinstance(fill, SymbolFill) else fill.pattern


def alike(group):
    """Give each two fills of a group that only their colour tells apart."""
    return [
        (one.colour, other.colour)
        for one, other in combinations(MARKED[group].values(), 2)
        if mark_of(one) == mark_of(other)
    ]


def test_every_outcome_is_on_the_map_of_one_kind_of_rule_or_of_all():
    shown = [name for answers in ANSWERS.values() for name in answers]
    assert sorted((*shown, *NOT_KNOWN)) == sorted(palette.INDICATORS)


@pytest.mark.parametrize("group", MARKED)
def test_a_grey_printer_keeps_apart_what_bears_the_same_mark(group):
    assert all(abs(lightness(one) - lightness(other)) > 7 for one, other in alike(group))


@pytest.mark.parametrize("group", MARKED)
@pytest.mark.parametrize("sight", SIGHTS)
def test_colour_blind_eyes_keep_apart_what_bears_the_same_mark(group, sight):
    assert all(np.linalg.norm(seen(one, sight) - seen(other, sight)) > 10 for one, other in alike(group))


@pytest.mark.parametrize("fills", [palette.VALUES, palette.PEOPLE], ids=["values", "people"])
def test_more_is_darker(fills):
    steps = [lightness(fill.colour) for fill in fills]
    assert steps == sorted(steps, reverse=True)


def test_a_target_is_the_darker_the_less_of_it_is_reached():
    steps = [lightness(palette.INDICATORS[name].colour) for name in ANSWERS["target"]]
    assert steps == sorted(steps, reverse=True)


def test_a_site_with_and_a_project_below_stand_out_from_the_rest():
    assert min(palette.SITE_STATES, key=lambda name: lightness(palette.SITE_STATES[name].colour)) == "leading"
    assert (
        min(palette.RELIEF_STATES, key=lambda name: lightness(palette.RELIEF_STATES[name].colour)) == "below"
    )


def test_lines_to_villages_of_origin_grow_wider_and_are_seen_on_paper():
    widths = [stroke.width_px for stroke in palette.ORIGIN_LINES]
    assert widths == sorted(set(widths))
    strokes = (*palette.ORIGIN_LINES, palette.RELIEF_LINE)
    assert all(contrast(palette.PAPER, stroke.colour) > 3 for stroke in strokes)


def test_forms_of_work_relief_of_demonstration_and_of_moves_differ_in_shape():
    assert len({SHAPES[shape] for shape in palette.RELIEF_SHAPES.values()}) == len(palette.RELIEF_SHAPES)
    # 产业聚集 is of townships what 产业发展 is of villages, and so are 城乡一体 and 生态宜居.
    assert len({SHAPES[shape] for shape in palette.DEMO_SHAPES.values()}) == 3
    assert len({SHAPES[shape] for shape, _ in palette.MOVES.values()}) == len(palette.MOVES)


def test_zones_grow_lighter_from_selected_to_out_of_scope():
    steps = [lightness(fill.colour) for fill in ZONES.values()]
    assert steps == sorted(steps)


def test_states_grow_darker_the_further_they_are_from_running():
    steps = [lightness(palette.RUN_STATES[state].colour) for state in RUN_STATES if state != "已处置"]
    assert steps == sorted(steps, reverse=True)


def test_levels_grow_lighter_from_the_highest_down():
    steps = [lightness(colour) for colour in FUND_LEVELS.values()]
    assert steps == sorted(steps)


def test_who_is_listed_is_not_drawn_as_failed():
    # Neither red (a* over 25) nor green (a* under -25): a village on a list has failed nothing.
    assert all(abs(lab(linear(fill.colour))[1]) < 25 for fill in ZONES.values())


def test_what_is_not_certain_carries_a_pattern():
    assert {name for name, fill in ZONES.items() if fill.pattern != "plain"} == {"undecided", "insufficient"}


def test_patterns_and_marks_stand_out_from_their_ground():
    inks = [(fill.colour, fill.ink) for fill in ZONES.values() if fill.pattern != "plain"]
    inks += [(fill.colour, fill.ink) for fill in palette.RUN_STATES.values() if fill.mark != "none"]
    inks += [
        (fill.colour, fill.ink)
        for fills in MARKED.values()
        for fill in fills.values()
        if mark_of(fill) not in {"plain", "none"}
    ]
    assert all(contrast(ground, ink) > 2.5 for ground, ink in inks)


def test_every_state_and_level_of_the_ledgers_has_a_colour():
    assert set(palette.RUN_STATES) == {*RUN_STATES, "未登记"}
    assert set(FUND_LEVELS) == set(LEVELS)


def test_classes_differ_in_shape_and_households_have_none():
    assert "到户类" not in ASSET_SYMBOLS
    assert len({SHAPES[shape] for shape in ASSET_SYMBOLS.values()}) == len(ASSET_SYMBOLS)


def test_borders_differ_in_width():
    assert BORDERS["county"].width_px > BORDERS["township"].width_px > BORDERS["village"].width_px


def test_every_mark_is_drawn():
    marks = {mark_of(fill) for fills in MARKED.values() for fill in fills.values()}
    marks |= {fill.mark for fill in palette.RUN_STATES.values()}
    assert marks - {"plain", "hatch", "dots"} <= set(MARKS)
