"""The workbook 低收入人口聚集区: how they were found, the clusters, and how many people no list reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

from ruralmap.files.workbook import Sheet
from ruralmap.jobs.clusters import Kind
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from ruralmap.jobs.clusters import Cluster, ClusterReport

_COLUMNS: Final = ("number", "persons", "households", "hamlet", "names", "codes")
_WIDTHS: Final = {0: 8, 1: 10, 2: 10, 3: 16, 4: 40, 5: 40}
_GAP: Final = "　"


def cluster_sheets(report: ClusterReport) -> list[Sheet]:
    """
    Lay out the workbook; no household is named in it.

    Parameters
    ----------
    report
        The clusters.

    Returns
    -------
    sheets
        说明, then one sheet for each way in which clusters are found.
    """
    return [_about(report), *(_kind_sheet(report, kind) for kind in get_args(Kind))]


def _about(report: ClusterReport) -> Sheet:
    lang, method = report.zones.lang, report.method
    missed = report.missed
    rows: list[tuple[str, object]] = [
        ("marks", _marks(report)),
        ("county", report.zones.county),
        ("as_of", report.zones.evaluation.as_of),
        ("method", f"{method.title.text(lang)}（{method.id}）"),
        ("note", method.note.text(lang) if method.note else ""),
        ("variant", report.variant.label.text(lang)),
        ("radius_m", method.radius_m),
        ("least_persons", method.least_persons),
        ("hamlet_persons", method.hamlet_persons),
        ("village_share", method.village_share),
        ("border_m", method.border_m),
        ("persons", missed.persons),
        ("missed", missed.missed),
        ("open", missed.open),
        ("missed_share", share_text(report, lang)),
        ("without_point", report.without_point),
        ("unanswered", report.unanswered),
    ]
    body = [(say(f"clusters.about.{key}", lang), str(value)) for key, value in rows]
    header = (say("zones.sheet.about_item", lang), say("zones.sheet.about_text", lang))
    notes = (say("clusters.title", lang, county=report.zones.county), _marks(report))
    return Sheet(say("zones.sheet.about", lang), [header, *body], notes=notes, widths={0: 34, 1: 90})


def share_text(report: ClusterReport, lang: Language) -> str:
    """
    Say what part of the low-income people no list reaches.

    Parameters
    ----------
    report
        The clusters.
    lang
        The language.

    Returns
    -------
    text
        In percent with two decimals, or that there are no low-income people.
    """
    share = report.missed.share
    return say("clusters.nobody", lang) if share is None else f"{float(share):.2%}"


def _kind_sheet(report: ClusterReport, kind: Kind) -> Sheet:
    lang = report.zones.lang
    names = {str(code): str(name) for code, name in report.zones.facts.villages["village"].items()}
    header = [say(f"clusters.column.{column}", lang) for column in _COLUMNS]
    body = [_row(one, names) for one in report.clusters if one.kind == kind]
    notes = (_marks(report), say(f"clusters.sheet.{kind}_note", lang))
    return Sheet(say(f"clusters.sheet.{kind}", lang), [header, *body], notes=notes, widths=_WIDTHS)


def _row(one: Cluster, names: dict[str, str]) -> list[object]:
    touched = "、".join(names[code] for code in one.villages)
    return [one.number, one.persons, one.households, one.hamlet or None, touched, "、".join(one.villages)]


def _marks(report: ClusterReport) -> str:
    return _GAP.join([*report.zones.marks, say("zones.internal", report.zones.lang)])


def cluster_record(report: ClusterReport) -> dict[str, Any]:
    """
    Put the clusters into what JSON can say.

    Parameters
    ----------
    report
        The clusters.

    Returns
    -------
    record
        Numbers and village codes; no household and no point.
    """
    missed = report.missed
    return {
        "method": report.method.id,
        "variant": report.variant.id,
        "as_of": report.zones.evaluation.as_of,
        "marks": [*report.zones.marks, say("zones.internal", report.zones.lang)],
        "persons": missed.persons,
        "missed": missed.missed,
        "open": missed.open,
        "missed_share": None if missed.share is None else float(missed.share),
        "without_point": report.without_point,
        "unanswered": report.unanswered,
        "clusters": [vars(one) | {"villages": list(one.villages)} for one in report.clusters],
    }


def cluster_table(report: ClusterReport) -> tuple[list[str], list[list[object]]]:
    """
    Count the clusters, for a screen.

    Parameters
    ----------
    report
        The clusters.

    Returns
    -------
    table
        The header, and one row for each way in which they are found.
    """
    lang = report.zones.lang
    header = [
        say(f"clusters.column.{column}", lang) for column in ("kind", "clusters", "persons", "households")
    ]
    rows: list[list[object]] = []
    for kind in get_args(Kind):
        found = [one for one in report.clusters if one.kind == kind]
        persons, households = sum(one.persons for one in found), sum(one.households for one in found)
        rows.append([say(f"clusters.sheet.{kind}", lang), len(found), persons, households])
    return header, rows
