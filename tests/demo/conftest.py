import pytest

from ruralmap.demo.books import fill_books
from ruralmap.demo.county import simulate
from ruralmap.demo.dirt import Rates
from ruralmap.demo.land import build_land
from ruralmap.demo.truth import list_truth


@pytest.fixture(scope="session")
def land():
    """The demonstration county's land; built once, since it takes seconds."""
    return build_land()


@pytest.fixture(scope="session")
def county(land):
    """The demonstration county as clean frames."""
    return simulate(land)


@pytest.fixture(scope="session")
def books(county):
    """Its workbooks, dirty."""
    return fill_books(county, Rates(), tell=lambda _path: None)


@pytest.fixture(scope="session")
def truth(county, books):
    """What is really so."""
    return list_truth(county, damaged=books.damaged, records=books.records)
