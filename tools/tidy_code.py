"""Tidy's rules for source files: sizes, words, includes, opening comments. Every message names what to do instead."""
import ast
import re
from pathlib import PurePosixPath

from tidy_tree import CPP, WEB, lines_matching, say

FILE_LINES_MAX = 600
FILE_LINES_AIM = 400
FUNCTION_LINES_MAX = 70
LINE_CHARACTERS_MAX = 120
GENERATED = ("web/src/generated/", "docs/openapi.json", "web/package-lock.json", "tools/npm/package-lock.json")
TABLES = (".json", ".csv", ".md", ".svg", ".txt", ".test", ".html", "LICENSE")
UNFINISHED = "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X"))

# pattern in code, where it is allowed, what to do instead
WORDS = [
    (r"(?<!operator )(?<!<)\bnew\b(?!\s*\()", (), "`new`: own by value or std::make_unique"),
    (r"\bdelete\b(?!\s*;)(?<!= delete)(?!\()", (), "`delete`: own by value or std::unique_ptr"),
    (r"^using namespace (?!std::(\w+_)?literals\b)", (), "`using namespace` for a whole file: name what you use"),
    (r"^[ \t]+using namespace (?!std::(chrono|(\w+_)?literals)\b)", ("_fuzz.cpp",),
     "`using namespace`: inside a function, only std::chrono and literals"),
    (r"\bstd::endl\b", (), "std::endl flushes: write '\\n'"),
    (r"\bv?sn?printf\b", (), "sprintf: fmt::format"),
    (r"\btime\s*\(\s*(nullptr|NULL|0)\s*\)", ("core/http/",), "time(nullptr): take a Clock (core/base/time.hpp)"),
    (r"\bsystem_clock::now\b", ("core/base/time.cpp",), "system_clock::now(): take a Clock (core/base/time.hpp)"),
    (r"\bs?rand\s*\(", (), "rand(): take a seeded std::mt19937_64"),
    (r"\bstd::random_device\b", (), "std::random_device: take a seed; for secrets, core/base/secret.hpp"),
    (r"(\busleep|\bsleep_for|\bsleep_until|(?<!\w)::sleep)\s*\(", ("_test.cpp", "server/"),
     "sleep: wait on a condition variable for what you wait for"),
    (r"\bsqlite3_(prepare|exec|get_table|create_function)\w*", ("core/store/sqlite/",),
     "SQL reaches the engine through core/store/database.hpp, which binds its values"),
    (r"\bco_(await|yield|return)\b", (), "coroutines: g++ 12 miscompiles them; plain functions on worker threads"),
    (r"\bcatch\s*\(", ("core/http/", "core/jobs/", "core/store/", "server/main.cpp", "_test.cpp", "_fuzz.cpp"),
     "`catch`: let an Error pass to core/http, core/jobs or main; return Expected where the caller must look"),
    (r"\bstd::shared_ptr<(?!(http::)?EventStream)", ("core/", "server/", "flow/api/"),
     "std::shared_ptr: name one owner and give it a std::unique_ptr"),
]
INCLUDES = [
    (r"<boost/", "core/http/", "<boost/...>: only core/http knows the network library; use core/http/http.hpp"),
    (r"<curl/", "core/net/", "<curl/...>: only core/net reaches out; use core/net/dialer.hpp, which guards it"),
    (r"<sqlite3\.h>", "core/store/sqlite/", "<sqlite3.h>: use core/store/database.hpp"),
    (r"<duckdb\.h", "core/store/duckdb/", "<duckdb.h>: use what core/store/duckdb offers"),
    (r"<iostream>", "server/", "<iostream>: log with core/base/log.hpp; only server talks to the terminal"),
    (r'"\.', "", '"./..." or "../...": include from the root'),
]
SQL = r'(?i)"\s*(select|insert into|update|delete from)\b'
SQL_GLUE = rf'{SQL}[^"\n]*"\s*\+|format\(\s*' + SQL.removeprefix("(?i)")
# They put in tables of their own, columns of declarations and finished conditions.
SQL_GLUERS = ("core/jobs/", "core/model/", "core/store/", "flow/volume/", "flow/action/", "flow/api/", "bench/")
SQL_QUOTED = r"""(?i)"[^"\n]*(=|<>|like|in \(|values \()\s*'(%?\{|%?"\s*\+)"""


def is_written_by_hand(path):
    return not path.startswith(GENERATED)


def check_sizes(tree, ratchet):
    for path, text in tree.select(*CPP, *WEB, ".py", ".css", ".cmake", "CMakeLists.txt", "dev"):
        if not is_written_by_hand(path):
            continue
        lines = text.splitlines()
        if len(lines) > FILE_LINES_MAX and not ratchet.allows(f"file {path}", len(lines)):
            yield say(path, 0, f"{len(lines)} lines; {FILE_LINES_MAX} is the most. Divide it by what it is about")
        for number, line in enumerate(lines, 1):
            if len(line) > LINE_CHARACTERS_MAX and not ratchet.allows(f"line {path}", len(line)):
                yield say(path, number, f"{len(line)} characters; {LINE_CHARACTERS_MAX} is the most. Break the line")
        for name, number, size in functions(path, text, tree):
            if size > FUNCTION_LINES_MAX and not ratchet.allows(f"function {path} {name}", size):
                yield say(path, number, f"{name} has {size} lines; {FUNCTION_LINES_MAX} is the most: name its parts")


def large_files(tree):
    """Not wrong yet: files past the size at which they should be divided."""
    for path, text in tree.select(*CPP, *WEB, ".py"):
        count = text.count("\n")
        if is_written_by_hand(path) and FILE_LINES_AIM < count <= FILE_LINES_MAX:
            yield say(path, 0, f"{count} lines; divide it before it reaches {FILE_LINES_MAX}")


def functions(path, text, tree):
    """(name, first line, number of lines) of every function of a C++ or Python file."""
    if path.endswith((".py", "dev")):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield node.name, node.lineno, node.end_lineno - node.lineno + 1
    elif path.endswith(CPP):
        yield from functions_cpp(tree.code(path).splitlines())


def functions_cpp(lines):
    """A brace alone on its line opens a function, and only a function: .clang-format sees to that."""
    for start, line in enumerate(lines):
        opened = re.match(r"^(\s*)\{$", line)
        if not opened:
            continue
        closing = opened.group(1) + "}"
        end = next((i for i in range(start, len(lines)) if lines[i].rstrip() in (closing, closing + ";")), start)
        head = " ".join(lines[max(0, start - 4):start])
        names = re.findall(r"([\w~:]+)\s*\(", head)
        yield names[-1] if names else "?", start, end - start + 1


def check_words(tree):
    for path, _ in tree.select(*CPP):
        for pattern, allowed, message in WORDS:
            if not any(path.startswith(place) or path.endswith(place) for place in allowed):
                for line in lines_matching(pattern, tree.code(path)):
                    yield say(path, line, message)
    for path, text in tree.select(*CPP, *WEB, ".py", ".cmake", ".md", ".css", ".json", ".sql", "dev"):
        if is_written_by_hand(path):
            for line in lines_matching(rf"\b({UNFINISHED})\b", text):
                yield say(path, line, "unfinished work: finish it, or write an issue")


def check_includes(tree):
    for path, text in tree.select(*CPP):
        for pattern, place, message in INCLUDES:
            if not (place and path.startswith(place)):
                for line in lines_matching(r"^\s*#\s*include\s+" + pattern, text):
                    yield say(path, line, message)
        if path.endswith(".hpp") and "#pragma once" not in text:
            yield say(path, 0, "a header begins with #pragma once, after its comment")
        own = path.removesuffix(".cpp") + ".hpp"
        included = re.findall(r'^\s*#\s*include\s+["<]([^">]+)', text, re.M)
        if path.endswith(".cpp") and own in tree.files and included[:1] != [own]:
            yield say(path, 0, f'include "{own}" first: so it is seen to stand alone')


def check_sql(tree):
    for path, text in tree.select(".cpp", ".hpp"):
        if path.endswith("_test.cpp"):
            continue
        for line in lines_matching(SQL_QUOTED, text):
            yield say(path, line, "a value between quotes inside SQL: bind it as $1")
        if not path.startswith(SQL_GLUERS):
            for line in lines_matching(SQL_GLUE, text):
                yield say(path, line, "SQL put together from text: bind values as $1; build conditions with core/model")


def opening(path, text):
    """Whether a source file begins by saying what it is for."""
    lines = [line for line in text.splitlines()[:3] if not line.startswith("#!")]
    first = lines[0] if lines else ""
    if path.endswith(CPP + WEB):
        return re.match(r"(//|/\*)\s*\S", first)
    if path.endswith(".css"):
        return first.startswith("/*")
    if path.endswith(".py") or PurePosixPath(path).suffix == "" and "python" in text[:40]:
        return first.startswith(('"""', "#"))
    return first.startswith("#")


def check_openings(tree):
    for path, text in tree.select(*CPP, *WEB, ".py", ".css", ".cmake", "CMakeLists.txt", "dev", ".ci/run", "tests/run"):
        if text and is_written_by_hand(path) and not opening(path, text):
            yield say(path, 1, "begin with a comment of one to five lines: what the file is for")


def check_comments(tree):
    for path, text in tree.select(*CPP, *WEB):
        for line in lines_matching(r"(//|\*).*\b([Ii]ssue|[Tt]ask|[Tt]icket|PR) ?#\d+", text):
            yield say(path, line, "a number of an issue or task: say what it is about; history belongs to the commit")


def check_tests(tree, modules):
    """Every module, and every folder inside a stage of the flow, has a unit test; flow/api has stories instead."""
    folders = set(modules)
    inside = (path for path, _ in tree.select(".cpp", under="flow/") if path.count("/") >= 3)
    folders |= {str(PurePosixPath(path).parent) for path in inside}
    for folder in sorted(folders):
        sources = [path for path, _ in tree.select(".cpp", under=folder + "/")]
        is_told = folder == "server" or folder.startswith("flow/api")
        if sources and not is_told and not any(path.endswith("_test.cpp") for path in sources):
            yield say(folder, 0, "has no x_test.cpp: a folder comes with its tests")
