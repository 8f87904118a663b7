"""Reads a story (.test) and compares answers with the patterns it gives. tests/run tells the story to a real server.

    # A person sees what the role allows.          the first comment is the story's title
    user li role sales                             there is a user of that role from the start; $li is the id
    as li                                          who asks from here on; `as nobody` is not signed in, and
                                                   `as sales` without such a user is one of the role sales
    POST /api/customer {"name": "张三"}            a request; its JSON may go on in the next lines
    If-Match: "1"                                  a header of the request
    | 姓名,电话                                    a line of a body that is not JSON
    201 {"record": {"id": "$zhang", ...}}          the status and a pattern
    ETag: "1"                                      a header of the answer
    | 张三,*                                       a line of an answer that is not JSON

Further lines: `eventually` before a request asks again until the answer is as told; `restart` stops the server and
starts it with the same data; `kill` does so without letting it finish; `serve --option value` adds options.

A pattern names what must be there: members not named may be anything; an array has exactly the elements shown, unless
`...` ends it; "..." is any value, "a...b" any text between; "$name" takes the value, and is that value from then on;
"juan_$name" takes what follows "juan_"; "(absent)" is a member that must not be there; null is null or absent.
"""
import json
import re
from dataclasses import dataclass, field
from decimal import Decimal

METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE", "HEAD")
COMMANDS = ("as", "user", "serve", "eventually", "restart", "kill")
MISSING = object()


class StoryError(Exception):
    """The story itself is not well written."""


@dataclass
class Exchange:
    line: int
    actor: str
    method: str
    target: str
    headers: list = field(default_factory=list)
    body: str = ""
    is_text: bool = False
    eventually: bool = False
    status: int = 0
    pattern: object = MISSING
    lines: list = field(default_factory=list)
    headers_expected: list = field(default_factory=list)


@dataclass
class Command:
    line: int
    name: str


@dataclass
class Story:
    title: str
    options: list  # of `juan serve`
    users: dict  # role by name
    steps: list


def relaxed_json(text):
    """JSON in which `...` may stand bare."""
    kept = re.split(r'("(?:\\.|[^"\\])*")', text)
    for i in range(0, len(kept), 2):
        kept[i] = re.sub(r"\.\.\.(\s*\})?", lambda open_end: '"..."' + (': 0}' if open_end.group(1) else ""), kept[i])
    return json.loads("".join(kept), parse_float=Decimal)


class Reader:
    """Turns the lines of a story into its steps."""

    def __init__(self, text):
        self.lines = text.splitlines()
        self.at = 0
        self.actor = "administrator"
        self.story = Story("", [], {}, [])

    def read(self):
        eventually = False
        while self.at < len(self.lines):
            line = self.lines[self.at].strip()
            word = line.split(" ")[0]
            if not line or line.startswith("#"):
                self.story.title = self.story.title or line.lstrip("# ")
            elif word in METHODS:
                self.story.steps.append(self.exchange(eventually))
                eventually = False
                continue
            elif word == "as":
                self.actor = line[3:].strip()
                if self.actor not in ("nobody", "administrator"):
                    self.story.users.setdefault(self.actor, self.actor)
            elif word == "user":
                self.user(line.split())
            elif word == "eventually":
                eventually = True
            elif word == "serve":
                self.story.options += line.split()[1:]
            elif word in ("restart", "kill"):
                self.story.steps.append(Command(self.at + 1, word))
            else:
                raise StoryError(f"line {self.at + 1}: what is {line!r}?")
            self.at += 1
        return self.story

    def user(self, words):
        if len(words) != 4 or words[2] != "role":
            raise StoryError(f"line {self.at + 1}: write `user NAME role ROLE`")
        self.story.users[words[1]] = words[3]

    def exchange(self, eventually):
        number = self.at + 1
        method, _, rest = self.lines[self.at].strip().partition(" ")
        target, _, body = rest.strip().partition(" ")
        step = Exchange(number, self.actor, method, target, eventually=eventually)
        parts, texts = [body] if body else [], []
        self.at += 1
        while not re.match(r"\d{3}( |$)", line := self.next_line(number)):
            if line.startswith("|"):
                texts.append(line[2:])
            elif header := re.match(r"([A-Z][\w-]*): (.*)$", line):
                step.headers.append(header.groups())
            else:
                parts.append(line)
            self.at += 1
        step.is_text = bool(texts)
        step.body = "".join(text + "\n" for text in texts) if texts else "\n".join(parts)
        self.answer(step)
        return step

    def next_line(self, number):
        if self.at >= len(self.lines) or not self.lines[self.at].strip():
            raise StoryError(f"line {number}: the request has no expected status after it")
        return self.lines[self.at].rstrip()

    def answer(self, step):
        step.status = int(self.lines[self.at][:3])
        parts = [self.lines[self.at][3:]]
        self.at += 1
        while self.at < len(self.lines) and (line := self.lines[self.at].rstrip()):
            if line.startswith("|"):
                step.lines.append(line[2:])
            elif header := re.match(r"([A-Z][\w-]*): (.*)$", line):
                step.headers_expected.append(header.groups())
            elif line.split(" ")[0] in METHODS + COMMANDS or line.startswith("#"):
                break
            else:
                parts.append(line)
            self.at += 1
        text = "\n".join(parts).strip()
        if text:
            try:
                step.pattern = relaxed_json(text)
            except ValueError as error:
                raise StoryError(f"line {step.line}: the pattern is not JSON: {error}") from error


def filled(text, names, as_json=False):
    """Puts the values of $name into a text; inside JSON a value that is not text loses its quotes."""
    def value(match):
        name = match.group(2)
        if name not in names:
            return match.group(0)
        if as_json and match.group(1) and match.group(3):
            return json.dumps(names[name], ensure_ascii=False, default=float)
        return match.group(1) + str(names[name]) + match.group(3)

    return re.sub(r'("?)\$([a-z_][a-z0-9_]*)("?)', value, text)


def text_matches(pattern, text):
    return re.fullmatch(".*".join(re.escape(part) for part in pattern.split("...")), text, re.S) is not None


def mismatches(pattern, value, names, place=""):
    """Where a value differs from a pattern, in words; empty when it does not. Takes values into `names`."""
    if isinstance(pattern, dict):
        yield from mismatches_object(pattern, value, names, place)
    elif isinstance(pattern, list):
        yield from mismatches_array(pattern, value, names, place)
    elif isinstance(pattern, str):
        yield from mismatches_text(pattern, value, names, place)
    elif pattern is None:
        if value is not None and value is not MISSING:
            yield f"{place or '/'}: expected nothing, got {shown(value)}"
    elif value is MISSING or isinstance(pattern, bool) != isinstance(value, bool) or pattern != value:
        yield f"{place or '/'}: expected {shown(pattern)}, got {shown(value)}"


def mismatches_object(pattern, value, names, place):
    if not isinstance(value, dict):
        yield f"{place or '/'}: expected an object, got {shown(value)}"
        return
    for name, part in pattern.items():
        if name != "...":
            yield from mismatches(part, value.get(name, MISSING), names, f"{place}/{name}")


def mismatches_array(pattern, value, names, place):
    if not isinstance(value, list):
        yield f"{place or '/'}: expected an array, got {shown(value)}"
        return
    is_open = bool(pattern) and pattern[-1] == "..."
    wanted = pattern[:-1] if is_open else pattern
    if len(value) < len(wanted) or (len(value) > len(wanted) and not is_open):
        yield f"{place or '/'}: expected {len(wanted)} elements, got {len(value)}: {shown(value)}"
        return
    for position, part in enumerate(wanted):
        yield from mismatches(part, value[position], names, f"{place}/{position}")


def mismatches_text(pattern, value, names, place):
    if pattern == "(absent)":
        if value is not MISSING:
            yield f"{place}: expected to be absent, got {shown(value)}"
    elif value is MISSING:
        yield f"{place}: is absent, expected {shown(pattern)}"
    elif (taken := re.fullmatch(r"([^$]+)\$([a-z_][a-z0-9_]*)", pattern)) and taken[2] not in names:
        if isinstance(value, str) and value.startswith(taken[1]):
            names[taken[2]] = value[len(taken[1]) :]
        else:
            yield f"{place}: expected {shown(pattern)}, got {shown(value)}"
    elif re.fullmatch(r"\$[a-z_][a-z0-9_]*", pattern):
        if names.setdefault(pattern[1:], value) != value:
            yield f"{place}: expected {pattern} = {shown(names[pattern[1:]])}, got {shown(value)}"
    elif pattern != "..." and not (isinstance(value, str) and text_matches(filled(pattern, names), value)):
        yield f"{place or '/'}: expected {shown(filled(pattern, names))}, got {shown(value)}"


def shown(value):
    if value is MISSING:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False, default=lambda number: float(number))
    return text if len(text) <= 300 else text[:300] + " ..."
