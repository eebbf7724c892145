"""Rebuild a county every night: registry, zone list and the three maps. Copy it, change it, schedule it.

Usage: python nightly_rebuild.py [WORKSPACE] [--as-of DATE]
"""

import subprocess
import sys

workspace, *dated = sys.argv[1:] or ["."]
commands = [["build"], ["zones"], ["map", "priority"], ["map", "assets"], ["map", "funds"]]
for words in commands:
    done = subprocess.run(  # noqa: S603  # our own command, the caller's own folder
        [sys.executable, "-m", "ruralmap", *words, "-w", workspace, *dated, "--quiet"], check=False
    )
    if done.returncode:
        print("停止于 (stopped at):", *words)
        sys.exit(done.returncode)
