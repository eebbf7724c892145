"""Points of any file: what is proposed for them, and that nothing is applied unless it is accepted."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from shapely import box

import toy
import toy_points
from ruralmap.errors import CrsError
from ruralmap.jobs.link_files import LinkRequest, link_files
from ruralmap.words.catalogue import LANGUAGES


@pytest.fixture
def polygons(tmp_path):
    path = tmp_path / "村界.gpkg"
    shapes = [box(west, south, west + 0.01, south + 0.01) for west, south in toy.SQUARES.values()]
    pyogrio.write_dataframe(
        gpd.GeoDataFrame({"村代码": list(toy.SQUARES)}, geometry=shapes, crs="EPSG:4490"), path
    )
    return path


def write_points(path, text, *, codes=True):
    """Write the grid of points in a candidate's numbers, with the codes of their villages or without."""
    lon, lat, villages = toy_points.grid_points()
    x, y = toy_points.numbers_in(text, lon, lat)
    frame = pd.DataFrame({"编号": range(100), "行政村代码": villages, "x": x, "y": y})
    frame.drop(columns=[] if codes else ["行政村代码"]).to_csv(path, index=False)
    return path


def link(tmp_path, points, polygons, out="out.csv", **options):
    return link_files(LinkRequest(points=points, polygons=polygons, out=tmp_path / out, **options))


def right_ones(tmp_path):
    """Count the rows that were linked to the village that they claim."""
    linked = pd.read_csv(tmp_path / "out.csv", dtype=str)
    return int((linked["行政村代码"] == linked["village_code"]).sum())


@pytest.mark.parametrize(
    "text", ["EPSG:4526", "EPSG:4547", "EPSG:4547 YX", "CM115.25 FE500000", "EPSG:4490 YX", "GCJ-02 YX"]
)
def test_an_extent_that_does_not_fit_is_explained_and_linked_only_if_accepted(tmp_path, polygons, text):
    with pytest.raises(CrsError, match=r"does not fit|the other way round") as refused:
        link(tmp_path, write_points(tmp_path / "p.csv", text), polygons)
    assert f'--points-crs "{text}"' in str(refused.value)
    assert "100.0 %" in str(refused.value)
    assert "e+0" not in str(refused.value), "an extent is not written in powers of ten"
    assert not (tmp_path / "out.csv").exists()
    summary = link(tmp_path, tmp_path / "p.csv", polygons, accept=True)
    assert (summary.crs_from, summary.points_crs, summary.proposal) == ("accepted", text, text)
    assert summary.counts.linked == 100
    assert right_ones(tmp_path) == 100


def test_codes_that_speak_for_another_system_are_told_and_applied_only_if_accepted(tmp_path, polygons):
    points = write_points(tmp_path / "p.csv", "GCJ-02")
    summary = link(tmp_path, points, polygons)
    assert (summary.points_crs, summary.crs_from, summary.proposal) == ("EPSG:4490", "assumed", "GCJ-02")
    # Three of five columns and four of five rows of each village stay at home: 48 of 100.
    assert right_ones(tmp_path) == 48
    for lang in LANGUAGES:
        assert any("GCJ-02" in line and "48.0 %" in line for line in summary.lines(lang))
    accepted = link(tmp_path, points, polygons, accept=True)
    assert right_ones(tmp_path) == 100
    assert any("100.0 %" in line for line in accepted.lines("en"))
    assert accepted.as_json()["evidence"]


def test_what_the_caller_states_goes_first_and_may_be_any_candidate(tmp_path, polygons):
    points = write_points(tmp_path / "p.csv", "GCJ-02")
    stated = link(tmp_path, points, polygons, points_crs="EPSG:4490", accept=True)
    assert (stated.crs_from, stated.points_crs, stated.proposal) == ("stated", "EPSG:4490", "")
    assert right_ones(tmp_path) == 48
    shifted = link(tmp_path, points, polygons, points_crs="gcj-02")
    assert (shifted.crs_from, shifted.points_crs) == ("stated", "GCJ-02")
    assert right_ones(tmp_path) == 100
    assert link(tmp_path, points, polygons, points_crs="cgcs2000").points_crs == "EPSG:4490"
    assert link(tmp_path, points, polygons, points_crs="epsg:4326").points_crs == "EPSG:4326"
    local = write_points(tmp_path / "l.csv", "CM115.1 FE500000")
    assert link(tmp_path, local, polygons, points_crs="CM115.1").points_crs == "CM115.1 FE500000"
    assert right_ones(tmp_path) == 100


def test_points_in_the_right_system_are_left_in_peace(tmp_path, polygons):
    summary = link(tmp_path, write_points(tmp_path / "p.csv", "EPSG:4490"), polygons, accept=True)
    assert (summary.crs_from, summary.proposal, summary.evidence) == ("assumed", "", "")
    assert summary.counts.linked == 100


def test_a_layer_that_names_its_system_wrongly_is_told(tmp_path, polygons):
    lon, lat, villages = toy_points.grid_points()
    shapes = shapely.points(*toy_points.numbers_in("GCJ-02", lon, lat))
    layer = gpd.GeoDataFrame({"村编码": villages}, geometry=shapes, crs="EPSG:4326")
    pyogrio.write_dataframe(layer, tmp_path / "p.gpkg")
    summary = link(tmp_path, tmp_path / "p.gpkg", polygons)
    assert (summary.crs_from, summary.proposal) == ("file", "GCJ-02")
    link(tmp_path, tmp_path / "p.gpkg", polygons, out="out.gpkg", accept=True)
    linked = gpd.read_file(tmp_path / "out.gpkg")
    assert linked["village_code"].tolist() == villages
    assert linked.crs.to_epsg() == 4490
    assert np.allclose(linked.geometry.x, lon, rtol=0, atol=1e-9)


def test_without_codes_a_zone_that_eastings_name_is_proposed(tmp_path, polygons):
    points = write_points(tmp_path / "p.csv", "EPSG:4526", codes=False)
    with pytest.raises(CrsError, match='--points-crs "EPSG:4526"'):
        link(tmp_path, points, polygons)
    assert link(tmp_path, points, polygons, accept=True).counts.linked == 100


@pytest.mark.parametrize("text", ["EPSG:4547", "CM115.25 FE500000"])
def test_without_codes_other_metres_are_left_open_even_if_accepted(tmp_path, polygons, text):
    points = write_points(tmp_path / "p.csv", text, codes=False)
    with pytest.raises(CrsError, match="decides nothing") as refused:
        link(tmp_path, points, polygons, accept=True)
    assert text in str(refused.value)


def test_numbers_of_no_system_are_refused_without_a_proposal(tmp_path, polygons):
    points = tmp_path / "p.csv"
    pd.DataFrame({"x": [5e7, 6e7], "y": [9e7, 9e7]}).to_csv(points, index=False)
    with pytest.raises(CrsError, match="does not fit") as refused:
        link(tmp_path, points, polygons)
    assert "decides nothing" not in str(refused.value)


def test_a_column_is_only_evidence_where_most_of_it_are_codes(tmp_path, polygons):
    points = write_points(tmp_path / "p.csv", "GCJ-02")
    frame = pd.read_csv(points, dtype={"行政村代码": str})
    others = (frame["编号"] % 2 == 0) | (frame["编号"] == 1)  # 51 of 100, all over the villages
    frame["行政村代码"] = frame["行政村代码"].mask(others, "别处")
    frame.to_csv(points, index=False)
    assert link(tmp_path, points, polygons).proposal == ""
    frame["行政村代码"] = frame["行政村代码"].mask(others)
    frame.to_csv(points, index=False)
    assert link(tmp_path, points, polygons).proposal == "GCJ-02"


def test_polygons_in_metres_and_in_parts_are_compared_too(tmp_path):
    # Each village in two halves, upper and lower, under one code.
    rows = [
        (code, box(west, south + half, west + 0.01, south + half + 0.005))
        for code, (west, south) in toy.SQUARES.items()
        for half in (0, 0.005)
    ]
    codes, shapes = zip(*rows, strict=True)
    layer = gpd.GeoDataFrame({"村代码": codes}, geometry=list(shapes), crs="EPSG:4490").to_crs("EPSG:4526")
    pyogrio.write_dataframe(layer, tmp_path / "metres.gpkg")
    summary = link(
        tmp_path, write_points(tmp_path / "p.csv", "GCJ-02"), tmp_path / "metres.gpkg", accept=True
    )
    assert (summary.points_crs, summary.polygons_crs) == ("GCJ-02", "EPSG:4526")
    assert right_ones(tmp_path) == 100


def test_polygons_outside_china_are_compared_as_they_are(tmp_path):
    layer = gpd.GeoDataFrame({"code": ["1"]}, geometry=[box(2, 48, 3, 49)], crs="EPSG:4326")
    pyogrio.write_dataframe(layer, tmp_path / "paris.gpkg")
    points = tmp_path / "p.csv"
    pd.DataFrame({"code": ["1"] * 20, "x": [2.5] * 20, "y": [48.5] * 20}).to_csv(points, index=False)
    assert link(tmp_path, points, tmp_path / "paris.gpkg").counts.linked == 20
