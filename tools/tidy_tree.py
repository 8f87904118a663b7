"""What tidy looks at: the repository's own files, C++ without its comments and strings, and the ratchet."""
import functools
import json
import re
import subprocess
from pathlib import Path

CPP = (".cpp", ".hpp")
WEB = (".ts", ".tsx", ".js", ".mjs")
BINARY = (".png", ".jpg", ".ico", ".woff2", ".xlsx", ".gz", ".br", ".zip")


class Tree:
    """Files as {path from the root: text}; a test makes one from a dictionary, `tidy` from the disk."""

    def __init__(self, files, root=None):
        self.files = files
        self.root = root

    @classmethod
    def from_disk(cls, root):
        command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
        listed = subprocess.run(command, cwd=root, capture_output=True, check=True)
        files = {}
        for name in filter(None, listed.stdout.decode().split("\0")):
            path = root / name
            if path.is_file() and not path.is_symlink():
                files[name] = "" if path.suffix in BINARY else path.read_text(encoding="utf-8", errors="replace")
        return cls(files, root)

    def select(self, *suffixes, under=""):
        """Pairs (path, text) of the files that end so and stand below a folder."""
        for path, text in sorted(self.files.items()):
            if path.endswith(suffixes) and path.startswith(under):
                yield path, text

    @functools.lru_cache(maxsize=None)
    def code(self, path):
        return code_only(self.files[path])


SKIPPED = re.compile(
    r'''//[^\n]*|/\*.*?\*/|R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'(?![0-9])''', re.S
)


def code_only(text):
    """C++ with comments gone and literals empty; every line stays where it was."""
    def blank(match):
        found = match.group(0)
        quotes = '""' if found.startswith(('"', "R")) else ""
        return quotes + "\n" * found.count("\n")

    return SKIPPED.sub(blank, re.sub(r"(?<=\d)'(?=\d)", "", text))


def lines_matching(pattern, text):
    """Numbers of the lines, from 1, in which a pattern begins."""
    return [text.count("\n", 0, match.start()) + 1 for match in re.finditer(pattern, text, re.M)]


def say(path, line, message):
    return f"{path}:{line}: {message}" if line else f"{path}: {message}"


class Ratchet:
    """Offenders that were there before the rule, each with its size. They may shrink and go; none may come or grow."""

    def __init__(self, known):
        self.known = known
        self.seen = {}

    @classmethod
    def from_file(cls, path):
        return cls(json.loads(path.read_text(encoding="utf-8")) if path.exists() else {})

    def allows(self, key, size):
        self.seen[key] = max(size, self.seen.get(key, 0))
        return size <= self.known.get(key, 0)

    def shrunk(self):
        """What the file should say now: never more than it said."""
        return {key: min(size, self.seen[key]) for key, size in sorted(self.known.items()) if key in self.seen}

    def write(self, path: Path):
        path.write_text(json.dumps(self.shrunk(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
