"""`python -m ruralmap` is `ruralmap`."""

from ruralmap.cli import main

main()
