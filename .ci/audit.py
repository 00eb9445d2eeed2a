"""Looks up what is known against the packages that Calibrate runs on, and fails where something is.

Where pip-audit's data cannot be reached, as on a machine without a way out, it says so and lets the rest go on.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

LOCK = "requirements.lock"
SECONDS = 90  # at most: a network that swallows everything must not hold the tests up
COMMAND = [
    *(str(Path(sys.executable).with_name("pip-audit")), "--requirement", LOCK, "--no-deps", "--disable-pip"),
    *("--format", "json", "--timeout", "5", "--progress-spinner", "off"),
]


def told(packages: Sequence[dict[str, Any]]) -> tuple[list[str], bool]:
    """What to print of pip-audit's packages, {name, version, vulns} or {name, skip_reason}, and whether one is bad."""
    known = [f"{one['name']} {one['version']}: {vuln['id']}" for one in packages for vuln in one.get("vulns", ())]
    unseen = sum("skip_reason" in one for one in packages)
    if unseen == len(packages):
        return ["pip-audit: not audited, its data cannot be reached from here"], False
    left = f", {unseen} not found there" if unseen else ""
    return [*known, f"pip-audit: audited {len(packages) - unseen} packages{left}; known faults: {len(known)}"], bool(
        known
    )


def main() -> int:
    try:
        done = subprocess.run(COMMAND, capture_output=True, text=True, timeout=SECONDS, check=False)
        packages = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError):  # it says why in many lines, and all of them mean the same
        packages = []
    lines, bad = told(packages)
    sys.stdout.write("\n".join(lines) + "\n")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
