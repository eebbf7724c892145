"""Truths about assets: class, standing, and what is missing. Pure."""
