"""Truths about assets: standing and what is missing, their changes, the chain of these, merges. Pure."""
