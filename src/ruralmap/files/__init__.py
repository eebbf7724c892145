"""Bytes to tables and back: the only room that opens a data file."""
