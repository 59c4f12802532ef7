"""A small storm in every test run; `make chaos` makes a large one."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.chaos.house import ROOT


def test_nothing_is_lost_stuck_or_billed_twice_when_processes_are_killed() -> None:
    storm = [sys.executable, "-m", "tests.chaos.storm", "--orders=12", "--worker-kills=3", "--web-kills=1"]
    done = subprocess.run(storm, cwd=ROOT, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    findings = json.loads(done.stdout)
    assert findings["faults"] == []
    assert findings["kills"] == {"worker": 3, "web server": 1}
    assert sum(findings["states"].values()) == 12
