"""How grave each kind of finding is (严重程度): one list, so that a fault weighs the same everywhere."""

from __future__ import annotations

from typing import Final

from ruralmap.schema.finding import Finding, Severity

# error: something was not read, or a row set aside. warning: read, but a value is missing or doubtful.
# info: read as meant, and said because nothing is done silently.
GRAVITY: Final[dict[str, Severity]] = {
    # cells
    "value_missing": "error",
    "cell_error": "warning",
    "formula_uncalculated": "warning",
    "digits_lost": "warning",
    "code_malformed": "warning",
    "identity_damaged": "warning",
    "identity_malformed": "warning",
    "identity_15": "warning",
    "identity_check_failed": "warning",
    "identity_zeros": "warning",
    "identity_repeated": "warning",
    "number_malformed": "warning",
    "number_not_whole": "warning",
    "number_out_of_range": "warning",
    "money_malformed": "warning",
    "money_rounded": "info",
    "units_mixed": "warning",
    "unit_from_title": "info",
    "date_serial": "info",
    "date_month_unclear": "warning",
    "date_year_only": "warning",
    "date_impossible": "warning",
    "date_malformed": "warning",
    "flag_unknown": "warning",
    "choice_unknown": "warning",
    # rows
    "row_total": "info",
    "row_footer": "info",
    "row_header": "info",
    "row_numbering": "info",
    "duplicate_identical": "warning",
    "duplicate_conflict": "error",
    "duplicate_all_aside": "error",
    "duplicate_all_kept": "warning",
    "row_repeated": "warning",
    # headers and sheets
    "header_missing": "error",
    "header_unknown": "info",
    "header_likely": "warning",
    "header_blank": "warning",
    "header_surplus": "warning",
    "header_twice": "warning",
    "header_twice_differs": "warning",
    "columns_absent": "info",
    "mapping_invalid": "warning",
    "mapping_refused": "error",
    "sheet_hidden": "warning",
    "sheet_empty": "info",
    "sheet_skipped": "info",
    "sheet_incomplete": "error",
    "sheet_without_rows": "warning",
    "encoding_assumed": "info",
    "table_encoding_assumed": "info",
    "encoding_overridden": "warning",
    "encoding_damaged": "warning",
    "encoding_mixed": "warning",
    "encoding_doubtful": "warning",
    # files
    "file_missing": "error",
    "file_unusable": "error",
    "file_empty": "error",
    "card_missing": "warning",
    "card_unreadable": "warning",
    # layers
    "geometry_missing": "error",
    "geometry_unreadable": "error",
    "attributes_missing": "error",
    "geometry_not_polygon": "error",
    "geometry_not_span": "error",
    "geometry_mixed": "error",
    "geometry_outside": "error",
    "geometry_repaired": "warning",
    "layer_truncated": "error",
    "layer_short": "error",
    "layer_broken_off": "error",
    "attributes_short": "error",
    "index_rebuilt": "warning",
    "records_differ": "error",
    "records_deleted": "info",
    "layer_chosen": "info",
    "kmz_several": "warning",
    "curves_straightened": "info",
    "heights_dropped": "info",
    "measures_dropped": "info",
    "kml_datum": "warning",
    "layer_reprojected": "info",
    "crs_stated": "info",
    "crs_overridden": "warning",
    "crs_accepted": "info",
    "crs_column_differs": "info",
    "crs_unfit": "warning",
    "crs_old_datum": "warning",
    "crs_mixed": "warning",
    "crs_proposed": "warning",
    "crs_contradicted": "warning",
    "crs_unrecognised": "warning",
    "crs_shifted": "warning",
    "driver_warning": "info",
    "coverage_gap": "warning",
    "coverage_overlap": "warning",
    # between tables
    "reference_missing": "warning",
    "reference_unchecked": "warning",
    "code_elsewhere": "warning",
    "household_disagrees": "warning",
    "size_differs": "warning",
    "income_not_sum": "warning",
    "income_per_head_differs": "warning",
    "net_value_differs": "warning",
    "point_missing": "warning",
    "point_outside": "warning",
    "point_swapped": "warning",
    "roster_later": "warning",
    # codes through time, and what a person decided on names and codes
    "lineage_share_missing": "warning",
    "lineage_shares_not_whole": "warning",
    "lineage_levels_differ": "warning",
    "lineage_prefix_unclear": "warning",
    "lineage_circle": "error",
    "denominator_carried": "info",
    "denominator_not_carried": "warning",
    "denominator_ended": "warning",
    "denominator_unknown": "warning",
    "decision_unknown": "warning",
    "decision_divided": "warning",
    "decision_overtaken": "warning",
    "decision_without_place": "warning",
    "decision_twice": "warning",
    "decision_unsigned": "warning",
    # funds: what breaks conservation sets its line aside, what is only unusual is read
    "fund_line_repeated": "error",
    "fund_line_without_amount": "error",
    "fund_month_repeated": "error",
    "fund_month_without_amount": "error",
    "fund_month_without_line": "error",
    "fund_sign_opposed": "error",
    "fund_row_unbalanced": "error",
    "fund_line_unbalanced": "error",
    "fund_line_unreported": "warning",
    "fund_line_undated": "warning",
    "fund_total_falls": "warning",
    "fund_arranged_over_issued": "warning",
    "fund_disbursed_over_arranged": "warning",
    "fund_spent_over_disbursed": "warning",
    "place_shares_not_whole": "warning",
    # lines and areas of records
    "shape_kinds_mixed": "warning",
    "shape_unmeasured": "warning",
    "shape_outside": "warning",
    "shape_overlap": "warning",
    "shape_border": "info",
    "shape_sliver": "info",
    "shape_share_differs": "warning",
}


def finding(code: str, table: str, **place: object) -> Finding:
    """
    Make a finding with the gravity of its kind.

    Parameters
    ----------
    code
        The kind, a key of `GRAVITY`.
    table
        The table's canonical name.
    **place
        The other fields of `Finding`; whatever is no field of it fills the texts' braces.

    Returns
    -------
    finding
        The finding.
    """
    fields = {name: place.pop(name) for name in ("file", "sheet", "row", "column", "raw") if name in place}
    return Finding(code, GRAVITY[code], table, **fields, values=place)  # type: ignore[arg-type]
