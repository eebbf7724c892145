"""Works a workbook out again in LibreOffice: what its formulas give, not what was written beside them."""

import csv
import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

# LibreOffice takes over the numbers of other programs' files unless it is told to work them out.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
# Comma, quote, UTF-8, from line 1, as shown: no; token 12 writes every sheet into a file of its own.
_FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
_SECONDS = 600


def recalculated(paths, folder):
    """Give the cells of every sheet by file and sheet name, as rows of text."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is missing: apt-get install libreoffice-calc-nogui")
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    (folder / "bare").mkdir()
    bare = []
    for number, path in enumerate(paths):
        # Saved by a library that works nothing out: no number of ours is left beside a formula.
        book = openpyxl.load_workbook(path)
        bare.append(folder / "bare" / f"b{number}.xlsx")
        book.save(bare[-1])
    words = [f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", _FILTER]
    subprocess.run(
        [office, *words, "--outdir", str(folder / "csv"), *map(str, bare)],
        check=True,
        capture_output=True,
        timeout=_SECONDS,
    )
    return [_sheets(folder / "csv", file.stem) for file in bare]


def _sheets(folder, stem):
    found = {}
    for path in sorted(Path(folder).glob(f"{stem}-*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem.removeprefix(f"{stem}-")] = list(csv.reader(file))
    return found


def formulas(path):
    """List the formulas of a workbook with the value written beside each: sheet, row, column, text, value."""
    plain, shown = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    for page in plain:
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.data_type == "f":
                    yield (
                        page.title,
                        cell.row,
                        cell.column,
                        cell.value,
                        shown[page.title][cell.coordinate].value,
                    )


def differences(path, sheets):
    """List the formulas that do not give what was written beside them."""
    found = []
    for sheet, row, column, text, value in formulas(path):
        got = sheets[sheet][row - 1][column - 1]
        if not same(got, value):
            found.append((sheet, row, column, text, value, got))
    return found


def same(got, value):
    """Whether a cell of text says a number or a word, but for the last digits of a quotient."""
    if value is None or isinstance(value, str):
        return got == (value or "")
    number = re.fullmatch(r"-?[\d.]+(E[-+]?\d+)?", got)
    return bool(number) and abs(float(got) - value) <= 1e-9 * max(1, abs(value))
