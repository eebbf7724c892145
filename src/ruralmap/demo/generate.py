"""The demonstration county, made (演示县生成): the whole workspace in one call, the same bytes each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.demo.books import fill_books
from ruralmap.demo.county import simulate
from ruralmap.demo.dirt import Rates
from ruralmap.demo.land import build_land
from ruralmap.demo.truth import list_truth
from ruralmap.demo.write import write_books, write_layers, write_truth, write_workspace_file

if TYPE_CHECKING:
    from pathlib import Path


def generate(directory: Path) -> list[Path]:
    """
    Write the demonstration county into a folder.

    Files that are the same already are left alone, so that running it again changes nothing.

    Parameters
    ----------
    directory
        The folder; made if it is not there.

    Returns
    -------
    paths
        Everything written, cards included; the .dbf, .shx and .prj of a shapefile go without saying.

    Raises
    ------
    UsageError
        If the folder is the workspace of another county, or of real data.
    OutputError
        If a file cannot be written.
    """
    paths = write_workspace_file(directory)
    county = simulate(build_land())
    paths += write_layers(directory, county)
    books = fill_books(county, Rates())
    paths += write_books(directory, books.content)
    truth = list_truth(county, damaged=books.damaged, records=books.records)
    return paths + write_truth(directory, truth)
