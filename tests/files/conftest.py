"""A toy county of four villages, each 0.01 degrees square, in the two townships 100 (west) and 101 (east)."""

import geopandas as gpd
import pytest
import shapely


@pytest.fixture
def villages():
    """Four squares side by side along the parallel 24.40, from 115.00 to 115.04 degrees east."""
    west = [115.00, 115.01, 115.02, 115.03]
    return gpd.GeoDataFrame(
        {
            "村代码": ["441624100201", "441624100202", "441624101201", "441624101202"],
            "村名称": ["甲村", "乙村", "丙村", "丁村"],
        },
        geometry=[shapely.box(x, 24.40, x + 0.01, 24.41) for x in west],
        crs="EPSG:4490",
    )
