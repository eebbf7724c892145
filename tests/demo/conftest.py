import pytest

from ruralmap.demo.land import build_land


@pytest.fixture(scope="session")
def land():
    """The demonstration county's land; built once, since it takes seconds."""
    return build_land()
