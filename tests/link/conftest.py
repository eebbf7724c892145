"""A toy township: four squares that meet in one point."""

import geopandas as gpd
import pytest
from shapely import box


@pytest.fixture
def squares():
    """
    Four squares of 1 km in zone 38, in metres.

        C | D      A is west 38,600,000 to 38,601,000 and south 2,700,000 to 2,701,000;
        --+--      the middle point is 38,601,000 east, 2,701,000 north.
        A | B
    """
    west, south, km = 38_600_000, 2_700_000, 1_000
    corners = {"A": (0, 0), "B": (km, 0), "C": (0, km), "D": (km, km)}
    shapes = {
        code: box(west + x, south + y, west + x + km, south + y + km) for code, (x, y) in corners.items()
    }
    return gpd.GeoSeries(shapes, crs="EPSG:4526")


@pytest.fixture
def villages():
    """
    Two townships of two villages each, squares of 0.01 degrees, about 1 km.

        石谷村   | 大坝社区     24.51 to 24.52      大坝镇 441624101 is the western column,
        ---------+---------                        上陵镇 441624104 the eastern one
        石井村   | 黄沙村       24.50 to 24.51
        115.00   115.01   115.02
    """
    rows = [
        ("441624101201", "石井村村民委员会", "441624101", "大坝镇", "村委会", (115.00, 24.50)),
        ("441624101202", "石谷村村民委员会", "441624101", "大坝镇", "村委会", (115.00, 24.51)),
        ("441624104001", "大坝社区居民委员会", "441624104", "上陵镇", "居委会", (115.01, 24.51)),
        ("441624104201", "黄沙村村民委员会", "441624104", "上陵镇", "村委会", (115.01, 24.50)),
    ]
    columns = ["village_code", "village", "township_code", "township", "kind", "geometry"]
    corner = [(*row[:5], _square(*row[5])) for row in rows]
    frame = gpd.GeoDataFrame(corner, columns=columns, crs="EPSG:4490")
    return frame.set_index("village_code")


def _square(west, south):
    # Whole hundredths divided once, so that neighbours have the same corners to the last bit.
    x, y = round(west * 100), round(south * 100)
    return box(x / 100, y / 100, (x + 1) / 100, (y + 1) / 100)
