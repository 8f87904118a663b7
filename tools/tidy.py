#!/usr/bin/env python3
"""Reads every file of the repository and says what breaks the rules of STYLE.md, and what to do instead.

`--shrink` lowers tools/tidy_ratchet.json to the offenders that are left; nothing raises it.
"""
import sys
from pathlib import Path

import tidy_code as code
import tidy_data as data
from check_modules import read_modules
from tidy_tree import Ratchet, Tree

ROOT = Path(__file__).resolve().parent.parent
RATCHET = ROOT / "tools/tidy_ratchet.json"


def findings(tree, ratchet):
    yield from code.check_sizes(tree, ratchet)
    yield from code.check_words(tree)
    yield from code.check_includes(tree)
    yield from code.check_sql(tree)
    yield from code.check_openings(tree)
    yield from code.check_comments(tree)
    yield from code.check_tests(tree, read_modules(tree.files["MODULES"]))
    yield from data.check_objects(tree)
    yield from data.check_errors(tree)
    yield from data.check_links(tree)
    yield from data.check_sentences(tree)
    yield from data.check_machine(tree)
    yield from data.check_modes(tree)
    yield from data.check_blobs(tree)


def main():
    tree = Tree.from_disk(ROOT)
    ratchet = Ratchet.from_file(RATCHET)
    found = list(findings(tree, ratchet))
    for finding in found:
        print(finding)
    for warning in code.large_files(tree):
        print("soon:", warning)
    if "--shrink" in sys.argv:
        ratchet.write(RATCHET)
    elif ratchet.shrunk() != ratchet.known:
        print("tools/tidy_ratchet.json: offenders have shrunk or gone: run tools/tidy.py --shrink and commit the file")
        found.append("ratchet")
    print(f"tidy: {len(tree.files)} files, {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
