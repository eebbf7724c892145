"""Lines and areas measured by village (范围线分村), and held against the shares that were stated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ruralmap.link.candidates import SEPARATOR
from ruralmap.link.pieces import measures_of
from ruralmap.link.shares import MEASURE_COLUMNS, share_shapes
from ruralmap.link.stated import close_stated, stated_findings
from ruralmap.schema.gravity import finding
from ruralmap.schema.references import place_of
from ruralmap.schema.tables import SHAPES
from ruralmap.words.bilingual import Bilingual, say_both
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from ruralmap.link.pieces import Measure
    from ruralmap.schema.finding import Finding
    from ruralmap.words.catalogue import Language

# Stated shares are rounded to two decimals, and a road is built otherwise than drawn: up to so many
# percentage points they agree.
AGREEMENT_POINTS: Final = 5
_ROUNDING: Final = 6  # decimals; shares are millionths, and 0.65 - 0.6 is more than 0.05 in binary
# The relation of a project's places that its line or area measures.
BUILT_IN: Final = "建设地"
# Tables of stated shares, and the columns that name a record whose shares add up to one.
_STATED: Final = {
    "project_places": ("prj_id", "relation"),
    "asset_owners": ("asset_id",),
    "asset_benefits": ("asset_id",),
}
_SPAN_COLUMNS: Final = ("village_code", "share", "share_method", *MEASURE_COLUMNS.values(), "reason")


@dataclass(frozen=True, eq=False)
class Spans:
    """
    The lines and areas of one table's records, by village.

    `shares` has one row a record and village: the record's key, `village_code` (missing for what lies in
    none), `share`, `share_method` (`length`, `area`), `length_m`, `area_m2` and `reason`. `findings` say what
    was decided on the way.
    """

    shares: pd.DataFrame
    findings: tuple[Finding, ...]


def survey_spans(
    frames: Mapping[str, pd.DataFrame], *, crs: str
) -> tuple[dict[str, Spans], tuple[Finding, ...]]:
    """
    Measure all lines and areas by village, and check the shares that were stated.

    Parameters
    ----------
    frames
        Conformed layers, tables and layers of shapes, by canonical name.
    crs
        The county's zone, in metres.

    Returns
    -------
    spans
        By the table whose ids they carry; none without villages.
    findings
        What was decided on the way, stated shares that are not whole, and those that contradict a line or
        an area.
    """
    found = [
        one
        for name, record in _STATED.items()
        if name in frames
        for one in stated_findings(frames[name], name, record=record)
    ]
    if "villages" not in frames or frames["villages"].empty:
        return {}, tuple(found)
    villages = gpd.GeoDataFrame(frames["villages"])
    spans = {
        name: measure_spans(name, gpd.GeoDataFrame(frames[table.name]), villages, crs=crs)
        for name, table in SHAPES.items()
        if table.name in frames
    }
    found += [one for own in spans.values() for one in own.findings]
    if "projects" in spans and "project_places" in frames:
        names = dict(zip(villages["village_code"].astype(str), villages["village"].astype(str), strict=True))
        found += compare_stated(frames["project_places"], spans["projects"].shares, names=names)
    return spans, tuple(found)


def measure_spans(name: str, shapes: gpd.GeoDataFrame, villages: gpd.GeoDataFrame, *, crs: str) -> Spans:
    """
    Measure how much of each record's line or area lies in each village.

    All features of a record are parts of one line, or of one area. A record with both has no one measure, and
    one that cannot be measured has none: these are reported, and not divided.

    Parameters
    ----------
    name
        The table whose ids the shapes carry: a key of `SHAPES`.
    shapes
        Conformed lines and areas in EPSG:4490, with the record's key and source columns.
    villages
        The village layer in EPSG:4490, with `village_code`.
    crs
        The county's zone, in metres.

    Returns
    -------
    spans
        The shares and what was found.
    """
    key = SHAPES[name].columns[0].name
    first = {row[key]: row for row in shapes.drop_duplicates(key).drop(columns="geometry").to_dict("records")}
    measures = pd.Series(measures_of(np.asarray(shapes.geometry)), index=shapes.index, dtype="str")
    kinds = measures.groupby(shapes[key]).agg(lambda own: SEPARATOR.join(sorted(set(own))))
    mixed = kinds.index[~kinds.isin(list(MEASURE_COLUMNS))]
    found = [_report("shape_kinds_mixed", name, first[record], record=record) for record in mixed]
    polygons = villages.set_index("village_code").geometry
    frames = []
    for by in MEASURE_COLUMNS:
        of_kind = shapes[shapes[key].isin(kinds.index[kinds == by])]
        shared = share_shapes(_gather(of_kind, key), polygons, by=by, crs=crs)
        lost = shared.shares["reason"].eq("unmeasured")
        frames.append(shared.shares[~lost].assign(share_method=by))
        found += [
            _report("shape_unmeasured", name, first[record], record=record)
            for record in shared.shares.loc[lost, "feature"]
        ]
        found += [
            _report(f"shape_{remark['kind']}", name, first[remark["feature"]], **_words(remark, by))
            for remark in shared.remarks.to_dict("records")
        ]
    shares = pd.concat(frames, ignore_index=True).rename(columns={"feature": key})
    outside = shares[shares["village_code"].isna()]
    found += [
        _report("shape_outside", name, first[row[key]], record=row[key], share=f"{row['share']:.1%}")
        for row in outside.to_dict("records")
    ]
    return Spans(shares[[key, *_SPAN_COLUMNS]], tuple(found))


def compare_stated(
    stated: pd.DataFrame, measured: pd.DataFrame, *, names: Mapping[str, str]
) -> tuple[Finding, ...]:
    """
    Hold the stated shares of projects against their lines and areas; the stated ones go on being used.

    Parameters
    ----------
    stated
        The table 项目地点, with source columns.
    measured
        The shares of `Spans` for projects.
    names
        Names of the villages of the layer by code; a project whose places have other codes, such as old ones,
        is not compared.

    Returns
    -------
    findings
        One a project of which a village's two shares differ by more than `AGREEMENT_POINTS`.
    """
    built = stated[stated["relation"].eq(BUILT_IN) & stated["prj_id"].isin(measured["prj_id"])]
    plain = built[["prj_id", "village_code", "share", "households", "persons"]]
    closed = plain.assign(share=close_stated(plain, record=["prj_id"])["share"])
    typed = closed.dropna(subset="share").groupby(["prj_id", "village_code"])["share"].sum()
    found = []
    for project, own in typed.groupby(level="prj_id"):
        drawn = measured[measured["prj_id"].eq(project)].set_index("village_code")["share"]
        drawn.index = drawn.index.fillna("")
        both = pd.DataFrame({"stated": own.droplevel("prj_id"), "drawn": drawn}).fillna(0)
        points = ((both["stated"] - both["drawn"]).abs() * 100).round(_ROUNDING)
        is_known = own.index.get_level_values("village_code").isin(list(names)).all()
        if is_known and points.max() > AGREEMENT_POINTS:
            (row,) = built[built["prj_id"].eq(project)].head(1).to_dict("records")
            sides = {side: _listed(both[side], names) for side in ("stated", "drawn")}
            found.append(
                finding(
                    "shape_share_differs",
                    "project_places",
                    **place_of(row),
                    column="份额",
                    record=project,
                    **sides,
                )
            )
    return tuple(found)


def _gather(shapes: gpd.GeoDataFrame, key: str) -> gpd.GeoSeries:
    """Put the features of each record together, in the order of the keys."""
    drawn = np.asarray(shapes.geometry)
    places = {
        str(record): shapely.union_all(drawn[rows]) for record, rows in shapes.groupby(key).indices.items()
    }
    return gpd.GeoSeries(places, crs=shapes.crs)


def _words(remark: Mapping[object, object], by: Measure) -> dict[str, object]:
    """Say what a remark is about: the record, the villages, and how many metres or square metres."""
    unit = say_both(f"links.unit.{by}")
    codes = str(remark["village_codes"]).replace(SEPARATOR, "、") or say_both("links.outside_villages")
    return {"record": remark["feature"], "codes": codes, "measure": f"{remark['measure']:,.1f}", "unit": unit}


def _report(code: str, name: str, row: Mapping[Hashable, object], **words: object) -> Finding:
    """Report something about a record, at its first feature."""
    return finding(code, SHAPES[name].name, **place_of({**row}), **words)


def _listed(shares: pd.Series[float], names: Mapping[str, str]) -> Bilingual:
    """List the villages that have a share, the largest first, and what lies in none behind them."""
    held = shares[shares > 0].sort_values(ascending=False, kind="stable")

    def half(lang: Language) -> str:
        villages = [f"{names[str(code)]} {share:.1%}" for code, share in held.items() if code != ""]
        outside = [f"{say('links.outside_villages', lang)} {held['']:.1%}"] if "" in held.index else []
        return "、".join([*villages, *outside])

    return Bilingual(half("zh"), half("en"))
