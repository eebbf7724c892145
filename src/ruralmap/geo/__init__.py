"""Truths about geometry: coordinate systems, datum formulas, coverages. Pure."""
