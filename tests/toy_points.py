"""Points of the toy county in any system: 25 in each village, in a grid of five by five."""

import numpy as np

import toy
from ruralmap.geo.candidates import read_candidate
from ruralmap.geo.crs import move_points
from ruralmap.geo.datum import bd09_of_gcj02, gcj02_of_wgs84

# In the middles of fifths of 0.01 degrees: 0.1, 0.3, 0.5, 0.7, 0.9 of a village's width.
MIDDLES = (0.001, 0.003, 0.005, 0.007, 0.009)
HEADER = ("资产编号", "资产名称", "资产类别", "原始价值", "乡镇", "行政村", "行政村代码", "运行状态")


def numbers_in(text, lon, lat):
    """Write places in a candidate's numbers, in the order of its columns."""
    candidate = read_candidate(text)
    if candidate.datum != "CGCS2000":
        lon, lat = gcj02_of_wgs84(lon, lat)
    if candidate.datum == "BD-09":
        lon, lat = bd09_of_gcj02(lon, lat)
    east, north = move_points(lon, lat, source="EPSG:4490", target=candidate.crs)
    return (north, east) if candidate.swapped else (east, north)


def grid_points():
    """Give longitudes, latitudes and the code of the village of each point."""
    places = [
        (west + east, south + north, code)
        for code, (west, south) in toy.SQUARES.items()
        for east in MIDDLES
        for north in MIDDLES
    ]
    lon, lat, codes = zip(*places, strict=True)
    return np.array(lon), np.array(lat), list(codes)


def write_assets(root, text, *, datum="", more=()):
    """Write the asset ledger with points in a candidate's numbers, all of which state the same datum."""
    lon, lat, codes = grid_points()
    x, y = numbers_in(text, lon, lat)
    rows = [
        (
            f"Z{number}",
            "水渠",
            "公益性",
            "1",
            toy.TOWNSHIPS[code[:9]],
            toy.NAMES[code],
            code,
            "正常",
            a,
            b,
            datum,
        )
        for number, (a, b, code) in enumerate(zip(x, y, codes, strict=True))
    ]
    header = (*HEADER, "经度", "纬度", "坐标系")
    toy.write_csv(root / "assets" / "资产台账.csv", header, [*rows, *more])
    return root
