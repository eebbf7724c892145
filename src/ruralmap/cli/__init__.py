"""The command line: parse, call one job, print."""

from ruralmap.cli.app import main

__all__ = ["main"]
