"""
Shares of what spans villages (跨村份额): by length, by area, or by the people who gain.

A road, a project area or a parcel belongs to each village with the part that lies there. What lies in no
village is a part too. A share is a whole number of millionths, and those of one record add up to exactly one:
millionths that rounding leaves over go to the largest remainders.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from ruralmap.errors import CrsError
from ruralmap.geo.crs import read_crs
from ruralmap.link.candidates import SEPARATOR
from ruralmap.link.ground import lay_ground, mend_areas
from ruralmap.link.pieces import OUTSIDE, Measure, cut_areas, cut_lines, measures_of
from ruralmap.schema.remainders import apportion
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    import geopandas as gpd

    from ruralmap.link.ground import Ground, Shapes

# A share is told in millionths: a centimetre of a road of 10 km, a square metre of a square kilometre.
MILLIONTHS: Final = 1_000_000
MEASURE_COLUMNS: Final[dict[Measure, str]] = {"length": "length_m", "area": "area_m2"}
# Measures are whole millimetres and whole square decimetres: digits below are rounding of coordinates.
_UNITS: Final[dict[Measure, int]] = {"length": 1_000, "area": 100}
# Digitising noise: a part of less than one metre (square metre) that is also less than a thousandth of the
# whole. Borders of villages are drawn from imagery to metres, so nobody can mean such a part.
SLIVER: Final = 1.0
SLIVER_SHARE: Final = 0.001
_KEYS: Final = ["feature", "village"]


@dataclass(frozen=True, eq=False)
class Shares:
    """
    Shares, and what was decided on the way (份额和说明).

    `shares` has one row a feature and village, in the order of the features and then of the codes, what lies
    outside last: `feature`, `village_code` (missing for what lies in no village), `share`, `length_m` or
    `area_m2`, and `reason` (`outside`; `unmeasured` for a feature without length or area, whose one row has
    share 1 and no village). `remarks` lists `feature`, `kind`, `village_codes` (joined by ;) and `measure` of
    what runs along a shared border (`border`), lies where villages overlap (`overlap`, counted to the lowest
    code), or was too small to count and went to the feature's largest part (`sliver`).
    """

    shares: pd.DataFrame
    remarks: pd.DataFrame


def share_shapes(
    shapes: gpd.GeoSeries, villages: gpd.GeoSeries, *, by: Measure, crs: object | None = None
) -> Shares:
    """
    Share lines by length or areas by area among the villages they lie in.

    Parameters
    ----------
    shapes
        Lines or polygons, with one part or many, uniquely indexed by feature. Polygons whose border crosses
        itself are mended. What has no such measure (another kind, empty, missing, beyond what the zone holds)
        is `unmeasured`.
    villages
        Polygons, indexed by code, in the same coordinate system; rows that share a code are one village.
    by
        `length` or `area`.
    crs
        The county's zone, in which metres are measured; found from the villages unless given.

    Returns
    -------
    shares
        Each feature's shares add up to exactly one (as decimal numbers), whatever the order of the rows.

    Raises
    ------
    CrsError
        If the two are in different coordinate systems, in none, or cannot be measured in metres.
    """
    _require_one_system(shapes, villages)
    ground = lay_ground(villages, crs=crs)
    drawn = np.array(shapely.force_2d(np.asarray(shapes)), dtype=object)
    drawn[measures_of(drawn) != by] = None
    usable = drawn if by == "length" else mend_areas(drawn)
    pieces = cut_lines(usable, ground) if by == "length" else cut_areas(usable, ground)
    # A shape of which a part lies where the zone holds no place has no measure.
    lost = pieces.loc[pieces["measure"].isna(), "feature"]
    pieces = pieces[~pieces["feature"].isin(lost)]
    usable[lost] = None
    parts, slivers = _fold(_in_units(pieces, by))
    remarks = [_borders(pieces, by), _overlaps(usable, ground, by), slivers]
    return Shares(
        shares=_named(close_shares(parts, features=len(shapes)), ground, by=by, features=shapes.index),
        remarks=_told(pd.concat(remarks), ground, by=by, features=shapes.index),
    )


def _require_one_system(shapes: gpd.GeoSeries, villages: gpd.GeoSeries) -> None:
    """Refuse two layers in different coordinates, in which nothing could be compared."""
    drawn, own = read_crs(shapes.crs), read_crs(villages.crs)
    if not own.equals(drawn, ignore_axis_order=True):
        raise CrsError(say_both("links.shapes_crs", shapes=drawn.name, villages=own.name))


def close_shares(parts: pd.DataFrame, *, features: int) -> pd.DataFrame:
    """
    Turn parts of features into shares that add up to exactly one.

    Parameters
    ----------
    parts
        `feature` and `village` (positions, `OUTSIDE` for none) and `units`, a whole number, not negative;
        unique by the first two. Parts of nothing are left out.
    features
        How many features there are; one without parts gets share 1 in no village.

    Returns
    -------
    shares
        The same columns, `share`, and `reason` (`outside`, `unmeasured` or missing); sorted by feature and
        village, `OUTSIDE` last.
    """
    real = parts[parts["units"] > 0]
    bare = np.setdiff1d(np.arange(features), real["feature"])
    empty = pd.DataFrame({"feature": bare, "village": OUTSIDE, "units": 1}).assign(reason="unmeasured")
    outside = pd.Series("outside", index=real.index, dtype="str").where(real["village"] == OUTSIDE)
    shown = pd.concat([real.assign(reason=outside), empty])
    shown = shown.assign(is_outside=shown["village"] == OUTSIDE)
    shown = shown.sort_values(["feature", "is_outside", "village"], ignore_index=True)
    millionths: list[int] = []
    for units in shown.groupby("feature")["units"].agg(list):
        # Keys in the order of the rows: equal remainders go to the lowest code, to what is outside last.
        millionths += apportion(MILLIONTHS, {f"{row:06d}": int(u) for row, u in enumerate(units)}).values()
    share = np.array(millionths, dtype=np.int64) / MILLIONTHS
    return shown.assign(share=share).drop(columns="is_outside")


def _in_units(pieces: pd.DataFrame, by: Measure) -> pd.DataFrame:
    """Add pieces up by feature and village, in whole units."""
    sums = pd.DataFrame(pieces.groupby(_KEYS)["measure"].sum()).reset_index()
    return sums.assign(units=(sums["measure"] * _UNITS[by]).round().astype("int64"), scale=_UNITS[by])


def _fold(parts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give what is too small to be meant to the largest part of its feature, and list it."""
    groups = parts.groupby("feature")["units"]
    whole = groups.transform("sum")
    small = (parts["units"] > 0) & (parts["units"] < parts["scale"] * SLIVER)
    small &= parts["units"] < whole * SLIVER_SHARE
    folded = parts["units"].where(small, 0).groupby(parts["feature"]).transform("sum")
    # Of parts as large, that of the lowest code; what is outside comes last.
    first = parts.assign(outside=parts["village"] == OUTSIDE).sort_values(
        ["feature", "units", "outside", "village"], ascending=[True, False, True, True]
    )
    largest = parts.index.isin(first.drop_duplicates("feature").index)
    kept = parts.assign(units=parts["units"].where(~small, 0) + folded.where(largest, 0))
    return kept[[*_KEYS, "units"]], parts[small].assign(kind="sliver")


def _borders(pieces: pd.DataFrame, by: Measure) -> pd.DataFrame:
    """List what runs along a shared border, but for the millimetre at which a line crosses it."""
    along = _in_units(pieces[pieces["along"]], by)
    told = along.groupby("feature")["units"].transform("sum") >= along["scale"] * SLIVER
    return along[told].assign(kind="border")


def _overlaps(shapes: Shapes, ground: Ground, by: Measure) -> pd.DataFrame:
    """List what lies on ground that two villages claim, under both of them."""
    measured = ground.lengths if by == "length" else ground.areas
    feature, place = shapely.STRtree(ground.contested).query(shapes, predicate="intersects")
    shared = shapely.intersection(shapes[feature], ground.contested[place])
    each = measured(shared)
    frames = [
        pd.DataFrame({"feature": feature, "village": side[place], "measure": each})
        for side in (ground.lower, ground.higher)
    ]
    listed = _in_units(pd.concat(frames), by)
    # Ground that three claim is there for each pair of them, and lies there once.
    parts = pd.Series(feature).groupby(feature).indices
    whole = np.array([shapely.union_all(shared[own]) for own in parts.values()], dtype=object)
    once = pd.DataFrame({"feature": list(parts), "village": OUTSIDE, "measure": measured(whole)})
    units = listed["feature"].map(_in_units(once, by).set_index("feature")["units"])
    return listed[listed["units"] > 0].assign(units=units, kind="overlap")


def _named(shares: pd.DataFrame, ground: Ground, *, by: Measure, features: pd.Index) -> pd.DataFrame:
    """Put names in the place of positions, and metres in that of units."""
    measured = shares["reason"].ne("unmeasured")
    columns = {
        "feature": features.to_numpy()[shares["feature"]],
        "village_code": _codes(shares["village"], ground),
        "share": shares["share"],
        MEASURE_COLUMNS[by]: (shares["units"] / _UNITS[by]).where(measured),
        "reason": shares["reason"],
    }
    return pd.DataFrame(columns).astype({"village_code": "str", "reason": "str"})


def _codes(villages: pd.Series[int], ground: Ground) -> pd.Series[str]:
    """Name villages by code; missing for what lies in none."""
    return villages.map(dict(enumerate(ground.codes.tolist())))


def _told(remarks: pd.DataFrame, ground: Ground, *, by: Measure, features: pd.Index) -> pd.DataFrame:
    """Write remarks as one row a feature and kind, in the order of the features."""
    named = remarks.assign(code=_codes(remarks["village"], ground).fillna(""))
    groups = named.sort_values(["feature", "kind", "code"]).groupby(["feature", "kind"], sort=True)
    told = groups.agg(codes=("code", SEPARATOR.join), units=("units", "sum"), all=("units", "max"))
    told = told.reset_index()
    # Contested ground is listed under each village that claims it, with all of it.
    units = told["units"].where(told["kind"] != "overlap", told["all"])
    return pd.DataFrame(
        {
            "feature": features.to_numpy()[told["feature"].astype("int64")],
            "kind": told["kind"].astype("str"),
            "village_codes": told["codes"].astype("str").str.strip(SEPARATOR),
            "measure": units / _UNITS[by],
        }
    )
