#!/usr/bin/env python3
"""Starts a folder for an object, an analysis, a cleaning rule or a page: small, complete, and passing its tests.

Usage: new.py object|analysis|rule|page NAME   (NAME in snake_case)
"""
import re
import sys
from pathlib import Path
from string import Template

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = Path(__file__).resolve().parent / "templates"
NEXT = {
    "object": "Give its label in Chinese, its prefix and its fields; ./dev test objects/$name tells its story.",
    "analysis": 'Declare the field $name of customer with "analysis": "$name" in objects/customer/customer.json.',
    "rule": "Name it as `standard` of the fields it cleans, where flow/quality lists its rules.",
    "page": "Write its sentences in zh.json and en.json.",
}
PLACES = {"object": "objects", "analysis": "flow/analysis", "rule": "flow/quality", "page": "web/src/pages"}


def names(name):
    """What a template may say: $name, $dashed, $Camel, $words, $prefix."""
    words = name.split("_")
    return {
        "name": name,
        "dashed": "-".join(words),
        "Camel": "".join(word.capitalize() for word in words),
        "Words": " ".join(words).capitalize(),
        "prefix": (name.replace("_", "") + "xx")[:3],
    }


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in PLACES or not re.fullmatch(r"[a-z][a-z0-9_]*", sys.argv[2]):
        sys.exit(__doc__)
    kind, name = sys.argv[1:]
    values = names(name)
    folder = ROOT / PLACES[kind] / (values["dashed"] if kind == "page" else name)
    if folder.exists():
        sys.exit(f"{folder.relative_to(ROOT)} is there already")
    folder.mkdir(parents=True)
    for template in sorted((TEMPLATES / kind).iterdir()):
        target = folder / template.name.removesuffix(".txt").replace("NAME", folder.name)
        text = Template(template.read_text(encoding="utf-8")).safe_substitute(values)
        target.write_text(text, encoding="utf-8")
        print(target.relative_to(ROOT))
    print(Template(NEXT[kind]).substitute(values))


if __name__ == "__main__":
    main()
