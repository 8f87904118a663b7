#!/usr/bin/env python3
"""Prints the modules in flow order: sources, lines, tests, and what each may use."""
from pathlib import Path

from check_modules import module_of, read_modules

ROOT = Path(__file__).resolve().parent.parent


def main():
    modules = read_modules((ROOT / "MODULES").read_text(encoding="utf-8"))
    sizes = {name: [0, 0, 0] for name in modules}
    for path in ROOT.rglob("*.[ch]pp"):
        module = module_of(str(path.relative_to(ROOT)), modules)
        if module:
            lines = path.read_text(encoding="utf-8").count("\n")
            is_test = path.stem.endswith(("_test", "_fuzz"))
            sizes[module][0] += 1
            sizes[module][2 if is_test else 1] += lines
    print(f"{'module':<15}{'files':>6}{'lines':>8}{'tests':>8}  uses")
    for name, (files, lines, tests) in sizes.items():
        print(f"{name:<15}{files:>6}{lines:>8}{tests:>8}  {' '.join(modules[name])}")
    totals = [sum(column) for column in zip(*sizes.values())]
    print(f"{'':<15}{totals[0]:>6}{totals[1]:>8}{totals[2]:>8}")


if __name__ == "__main__":
    main()
