import pytest


@pytest.fixture(scope="session")
def land(demo_county):
    """The demonstration county's land."""
    return demo_county.county.land


@pytest.fixture(scope="session")
def county(demo_county):
    """The demonstration county as clean frames."""
    return demo_county.county


@pytest.fixture(scope="session")
def books(demo_county):
    """Its workbooks, dirty."""
    return demo_county.books


@pytest.fixture(scope="session")
def truth(demo_county):
    """What is really so."""
    return demo_county.truth
