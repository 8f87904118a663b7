#!/usr/bin/env python3
"""Checks every #include against MODULES, and that ARCHITECTURE.md tells of the same modules in the same order."""
import re
import sys
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)


def read_modules(text):
    """{module: modules it may use}, in the order of the file. Raises ValueError when a line uses one below it."""
    allowed = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, uses = (part.strip() for part in line.split("|")[:2])
        used = list(allowed) if uses == "*" else [] if uses == "-" else uses.split()
        unknown = [use for use in used if use not in allowed]
        if unknown:
            raise ValueError(f"MODULES: {name} uses {', '.join(unknown)}, which does not stand above it")
        allowed[name] = used
    return allowed


def module_of(path, modules):
    """The deepest module that holds a path; None for a file outside all of them."""
    holding = [name for name in modules if path.startswith(name + "/")]
    return max(holding, key=len, default=None)


def folder_inside(path, module):
    """flow/quality/phone/x.hpp in flow/quality: "phone"; "" for a file of the module itself."""
    inside = PurePosixPath(path).relative_to(module).parts
    return inside[0] if len(inside) > 1 else ""


def complaints(sources, modules):
    """What is wrong with the includes of {path: text}."""
    for path, text in sorted(sources.items()):
        here = module_of(path, modules)
        for included in INCLUDE.findall(text) if here else []:
            there = module_of(included, modules)
            if there is None:
                continue  # A generated header, found by its name alone.
            if there != here and there not in modules[here]:
                yield f"{path}: {here} may not include {included}: MODULES does not name {there}"
            elif there == here and is_sibling(path, included, here):
                yield f"{path}: siblings do not meet: {included}. Put what both need into {here} itself, or below"


def is_sibling(path, included, module):
    mine, theirs = folder_inside(path, module), folder_inside(included, module)
    stands_apart = module.startswith("flow/") or module == "objects"
    return stands_apart and mine != "" and theirs not in ("", mine)


def complaints_of_map(text, modules):
    """ARCHITECTURE.md has one table row per module: | `core/base` | sentence |"""
    told = re.findall(r"^\| `([a-z/]+)` \| ", text, re.M)
    if told != list(modules):
        yield f"ARCHITECTURE.md tells of {told}; MODULES has {list(modules)}"


def main():
    modules = read_modules((ROOT / "MODULES").read_text(encoding="utf-8"))
    sources = {}
    for top in sorted({name.split("/")[0] for name in modules}):
        for path in (ROOT / top).rglob("*.[ch]pp"):
            sources[str(path.relative_to(ROOT))] = path.read_text(encoding="utf-8")
    found = list(complaints(sources, modules))
    found += complaints_of_map((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"), modules)
    print("\n".join([*found, f"modules: {len(modules)}, files: {len(sources)}, findings: {len(found)}"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
