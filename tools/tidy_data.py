"""Tidy's rules for everything that is not code: declarations, errors, sentences, documents, file modes and sizes."""
import json
import re
from pathlib import PurePosixPath

from tidy_tree import BINARY, CPP, WEB, lines_matching, say

BLOB_BYTES_MAX = 256 * 1024
# Larger, and why.
BLOBS_ALLOWED = {"web/package-lock.json": "names every package of the web build"}
SUFFIXES = {".cpp", ".hpp", ".py", ".json", ".md", ".cmake", ".csv", ".test", ".ts", ".tsx", ".js", ".mjs", ".css",
            ".html", ".svg", ".txt", ".sql", ".c", "", *BINARY}
HAN = re.compile(r"[\u3400-\u9fff]")
# The places of one machine; written in pieces so that this file does not name them.
MACHINE = r"(?<![\w.~$/])/(?:" + "|".join(("ro" + "ot", "ho" + "me/[a-z]+", "wo" + "rk", "Us" + "ers/[a-z]+")) + r")/"
NEIGHBOUR = r"\.\./sha" + "red"
NEIGHBOUR_ALLOWED = ("bench/", "tests/reference/", ".ci/")


def check_objects(tree):
    """Declarations against objects/object.schema.json; labels in the language they claim."""
    import jsonschema  # Debian's python3-jsonschema

    schema = json.loads(tree.files.get("objects/object.schema.json", "{}"))
    validator = jsonschema.Draft202012Validator(schema)
    for path, text in tree.select(".json", under="objects/"):
        if path.count("/") != 2:
            continue
        folder, name = PurePosixPath(path).parts[1:]
        if name != f"{folder}.json":
            yield say(path, 0, f"a declaration is named as its folder: {folder}.json")
        declaration = json.loads(text)
        for error in validator.iter_errors(declaration):
            yield say(path, 0, f"/{'/'.join(map(str, error.path))}: {error.message[:200]}")
        for place, label in labels(declaration):
            if len(label) >= 2 and HAN.search(label[1]):
                yield say(path, 0, f"/{place}: [Chinese, English]: the second has Chinese characters")


def labels(declaration):
    yield "label", declaration.get("label", [])
    for name, field in declaration.get("fields", {}).items():
        yield f"fields/{name}/label", field.get("label", [])
        yield f"fields/{name}/help", field.get("help", [])


def check_errors(tree):
    """Every error is used, every used one is declared, and both sentences have the same places to fill."""
    path = "core/base/errors.json"
    if path not in tree.files:
        return
    errors = json.loads(tree.files[path])
    used, used_in_tests = set(), set()
    for source, text in tree.select(*CPP):
        found = set(re.findall(r"\bErrorCode::(\w+)", text))
        (used_in_tests if source.endswith("_test.cpp") else used).update(found)
    names = {error["name"] for error in errors}
    for error in errors:
        name = error["name"]
        # {zh} and {en} stand for sentences that are there already.
        zh, en = ([place for place in places(error[language]) if place != language] for language in ("zh", "en"))
        if zh != en:
            yield say(path, 0, f"{name}: zh has {zh}, en has {en}: both sentences say the same")
        words_zh = re.sub(r"\{\w+\}", "", error["zh"])
        if re.search(r"\w", words_zh) and not HAN.search(words_zh) or HAN.search(error["en"]):
            yield say(path, 0, f"{name}: zh is Chinese, en is English")
        if name not in used:
            yield say(path, 0, f"{name} is never thrown or found: use it or remove the line")
    for name in sorted((used | used_in_tests) - names):
        yield say(path, 0, f"ErrorCode::{name} is used but not declared: add its line")


def slug(heading):
    """The anchor that a heading gets on a web page of the repository."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def check_links(tree):
    for path, text in tree.select(".md"):
        plain = re.sub(r"```.*?```", lambda block: "\n" * block.group(0).count("\n"), text, flags=re.S)
        for match in re.finditer(r"\]\(([^)\s]+)\)", plain):
            target, _, anchor = match.group(1).partition("#")
            if re.match(r"[a-z]+:", target):
                continue
            line = plain.count("\n", 0, match.start()) + 1
            there = resolve(path, target) if target else path
            if there not in tree.files and not any(name.startswith(there + "/") for name in tree.files):
                yield say(path, line, f"leads nowhere: {match.group(1)}")
            elif anchor and anchor not in anchors(tree.files.get(there, "")):
                yield say(path, line, f"{there} has no heading for #{anchor}")
        titles = re.findall(r"^# ", plain, re.M)
        if len(titles) != 1:
            yield say(path, 0, f"{len(titles)} titles; a page has one")


def anchors(text):
    return {slug(heading) for heading in re.findall(r"^#+ (.*)$", text, re.M)}


def resolve(path, target):
    parts = list(PurePosixPath(path).parent.parts)
    for part in PurePosixPath(target).parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def flat(value, place=""):
    """{"a": {"b": "text"}} as {"a.b": "text"}."""
    if not isinstance(value, dict):
        return {place: str(value)}
    parts = [flat(part, f"{place}.{name}".lstrip(".")) for name, part in value.items()]
    return {key: text for part in parts for key, text in part.items()}


def check_sentences(tree):
    """What the pages say in Chinese they say in English, with the same places to fill; what they name is there."""
    known = set()
    for path, text in tree.select("/zh.json", under="web/src/"):
        other = path.removesuffix("zh.json") + "en.json"
        zh, en = flat(json.loads(text)), flat(json.loads(tree.files.get(other, "{}")))
        known |= set(zh)
        for key in sorted(set(zh) | set(en)):
            if key not in zh or key not in en:
                yield say(other if key in zh else path, 0, f"{key} is missing here")
            elif places(zh[key]) != places(en[key]):
                yield say(path, 0, f"{key}: zh fills {places(zh[key])}, en fills {places(en[key])}")
    for path, text in tree.select(".ts", ".tsx", under="web/src/"):
        for match in re.finditer(r"\bt\('([a-z0-9_.]+)'", text) if ".test." not in path else ():
            if match.group(1) not in known:
                line = text.count("\n", 0, match.start()) + 1
                yield say(path, line, f"no sentence {match.group(1)} in web/src/i18n or beside the page")


def places(sentence):
    """The {names} a sentence leaves to be filled."""
    return sorted(set(re.findall(r"\{(\w+)\}", sentence)))


def check_machine(tree):
    for path, text in tree.select(""):
        for line in lines_matching(MACHINE, text):
            yield say(path, line, "a place of one machine: take it from an argument or from where the file stands")
        if not path.startswith(NEIGHBOUR_ALLOWED):
            for line in lines_matching(NEIGHBOUR, text):
                yield say(path, line, "a place outside the repository")


def check_modes(tree):
    """A file is executable when, and only when, its first line names a program."""
    for path, text in tree.select(""):
        executable = bool((tree.root / path).stat().st_mode & 0o100)
        if executable != text.startswith("#!"):
            yield say(path, 0, "is executable but has no #!: chmod -x" if executable else "has #!: chmod +x")


def check_blobs(tree):
    for path in sorted(tree.files):
        size = (tree.root / path).stat().st_size
        if size > BLOB_BYTES_MAX and path not in BLOBS_ALLOWED:
            yield say(path, 0, f"{size:,} bytes; {BLOB_BYTES_MAX:,} is the most. Generate it, or see BLOBS_ALLOWED")
        name = PurePosixPath(path)
        if name.suffix not in SUFFIXES and not name.name.startswith("."):
            yield say(path, 0, f"files ending in {name.suffix} are not known here: see SUFFIXES in tools/tidy_data.py")
