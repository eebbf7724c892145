"""Does a GeoPackage keep to the standard: GDAL's own validator, as a person would run it."""

import importlib.util
import subprocess
import sys

import pytest


def require_valid(path):
    """Run validate_gpkg on a file, and fail with what it says."""
    if importlib.util.find_spec("osgeo_utils") is None:
        pytest.skip("gdal-utils is not installed: python -m pip install --no-deps gdal-utils")
    words = (sys.executable, "-m", "osgeo_utils.samples.validate_gpkg", "-k", "--extra", str(path))
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
