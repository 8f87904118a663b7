#!/usr/bin/env python3
"""Checks that every header compiles alone. Where x.cpp includes x.hpp first, compiling x.cpp has shown it already.

Usage: check_headers.py BUILD_FOLDER   (with compile_commands.json, and the generated headers built)
"""
import json
import os
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def shown_by_its_source(header):
    source = header.with_suffix(".cpp")
    if not source.exists():
        return False
    includes = re.findall(r'^\s*#\s*include\s+["<]([^">]+)', source.read_text(encoding="utf-8"), re.M)
    return includes[:1] == [str(header.relative_to(ROOT))]


def flags(build):
    """Include folders and language of the whole build: the union over its commands."""
    kept = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        words = shlex.split(entry["command"])
        for word, after in zip(words, words[1:] + [""]):
            if word == "-isystem":
                kept[(word, after)] = None
            elif word.startswith(("-I", "-std=")):
                kept[(word,)] = None
    return [word for words in kept for word in words]


def compile_alone(header, options):
    text = f'#include "{header.relative_to(ROOT)}"\n' * 2
    options = [*options, '-DJUAN_SOURCE_DIR=""']  # Which only tests have.
    command = ["g++", *options, "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-x", "c++", "-"]
    shown = subprocess.run(command, input=text, capture_output=True, text=True, cwd=ROOT, check=False)
    return shown.stderr if shown.returncode else ""


def main():
    build = Path(sys.argv[1])
    tops = ("core", "flow", "objects", "server")
    headers = [path for top in tops for path in sorted((ROOT / top).rglob("*.hpp")) if not shown_by_its_source(path)]
    options = flags(build)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        wrong = [text for text in pool.map(lambda header: compile_alone(header, options), headers) if text]
    print("\n".join([*wrong, f"headers: {len(headers)} compiled alone, {len(wrong)} failed"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
