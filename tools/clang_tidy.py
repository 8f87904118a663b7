#!/usr/bin/env python3
"""Runs clang-tidy on what a change touched: the sources that differ from a commit, and those that include them.

Usage: clang_tidy.py BUILD_FOLDER [--since COMMIT | --all] [--seconds N]
Reading one source takes seconds. Without words it reads what the last commit and the working tree changed, and begins
no further source after N seconds (240); it says how many it has not read. Which come first differs from commit to
commit, so that in time all are read. `--all` reads every source, however long it takes. The checks: .clang-tidy.
"""
import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def changed_since(commit):
    """Paths; None when there is no such commit, as before the first."""
    found = set()
    for command in (["git", "diff", "--name-only", commit], ["git", "ls-files", "-o", "--exclude-standard"]):
        shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if shown.returncode != 0:
            return None
        found.update(shown.stdout.split())
    return found


def sources(build):
    """Sources of ours in the build, without tests: those read like prose and repeat the same headers."""
    files = {entry["file"] for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))}
    ours = (Path(file).relative_to(ROOT) for file in files if file.startswith(str(ROOT)) and "/build/" not in file)
    return sorted(str(path) for path in ours if not path.name.endswith(("_test.cpp", "_fuzz.cpp", "empty.cpp")))


def touched(source, changed):
    text = (ROOT / source).read_text(encoding="utf-8")
    return source in changed or not changed.isdisjoint(re.findall(r'#include "([^"]+)"', text))


def shuffled(names):
    """Another order for every commit, the same for everybody."""
    shown = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return sorted(names, key=lambda name: hashlib.sha256((shown.stdout + name).encode()).hexdigest())


def read(build, source, until):
    """What clang-tidy finds; None when it is too late to begin."""
    if time.monotonic() > until:
        return None
    command = ["clang-tidy", "--quiet", "-p", str(build), "--extra-arg=-w", source]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return shown.stdout if shown.returncode or "warning:" in shown.stdout else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=Path)
    parser.add_argument("--since", default="HEAD~1")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seconds", type=int, default=240)
    options = parser.parse_args()
    chosen = sources(options.build)
    changed = None if options.all else changed_since(options.since)
    if changed is not None:
        chosen = [source for source in chosen if touched(source, changed)]
    until = float("inf") if options.all else time.monotonic() + options.seconds
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda source: read(options.build, source, until), shuffled(chosen)))
    found = [text for text in results if text]
    late = results.count(None)
    print("\n".join(found))
    print(f"clang-tidy: {len(chosen) - late} sources read, {late} not read, {len(found)} with findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
