"""What the benches share: a store with made-up customers, a server on it, wrk against the server, results as JSON."""

import argparse
import json
import re
import shutil
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from server import PASSWORD, Server, email  # noqa: E402, F401

results = []
refusals = []


def arguments(description, customers=1_000_000):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--binary", type=Path, default=ROOT / "build/release/juan")
    parser.add_argument("--customers", type=int, default=customers)
    parser.add_argument("--seconds", type=int, default=8)
    return parser.parse_args()


def note(text):
    print(text, file=sys.stderr, flush=True)


def report(name, value, unit, goal=None, better="lower", against=""):
    is_ok = goal is None or (value <= goal if better == "lower" else value >= goal)
    results.append({"name": name, "value": value, "unit": unit, "goal": goal, "ok": is_ok, "against": against})
    note(f"  {name}: {value:,.4g} {unit}" + ("" if goal is None else f"  (goal {goal:,})"))


def finish():
    """Figures of requests that were refused are figures of something else, so the bench then ends as failed."""
    print(json.dumps(results, ensure_ascii=False, indent=1))
    if refusals:
        sys.exit("\n".join(refusals))


def store_of(binary, customers):
    """A seeded folder, kept between runs: making a large one takes minutes."""
    folder = ROOT / f"build/bench/{customers}"
    mark = folder / "seeded"
    if not mark.exists():
        note(f"seeding {customers:,} customers into {folder.relative_to(ROOT)}")
        subprocess.run(["rm", "-rf", folder / "data"], check=True)
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [binary, "seed", str(customers), "--data", folder / "data"],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        mark.write_text("")
    return folder


def copy_store(source, folder):
    """The store of `source` into `folder`, with what belongs to it: its key and its anchors stand beside it."""
    note(f"copying {source}")
    shutil.copytree(source / "data", folder / "data", ignore=shutil.ignore_patterns("mirror", "wrk.lua"))
    for beside in source.glob("data.*"):
        shutil.copy(beside, folder / beside.name)


class Client:
    """The API with a key."""

    def __init__(self, server, binary, data, role="administrator"):
        self.server = server
        self.binary = binary
        self.data = data
        self.key = self.make_key(role)

    def make_key(self, role):
        shown = subprocess.run(
            [self.binary, "key", "add", "--data", self.data, "--role", role], capture_output=True, text=True, check=True
        )
        return shown.stdout.strip()

    def ask(self, method, path, body=None, headers=(), key=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.server.port}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {key or self.key}", "Content-Type": "application/json", **dict(headers)},
        )
        with urllib.request.urlopen(request, timeout=300) as answer:
            return json.load(answer)


LUA = """
local targets = {%(targets)s}
local versions = {%(versions)s}
local bodies = {%(bodies)s}
-- wrk makes one request that it does not send, to see what they look like.
local number = -1
local bad = 0
wrk.method = "%(method)s"
wrk.headers["Authorization"] = "Bearer %(key)s"
wrk.headers["Content-Type"] = "application/json"
function request()
  number = number + 1
  local place = (number - 1) %% #targets + 1
  local body = nil
  if #bodies > 0 then body = bodies[(number - 1) %% #bodies + 1] end
  if #versions > 0 then
    local version = versions[place] + math.floor((number - 1) / #targets)
    wrk.headers["If-Match"] = string.format("\\"%%d\\"", version)
  end
  return wrk.format(nil, targets[place], nil, body)
end
function response(status, headers, body)
  if status >= 400 then
    bad = bad + 1
    if bad == 1 then io.write(string.format("REFUSED %%d %%s\\n", status, body)) end
  end
end
function done(summary, latency, requests)
  local rate = summary.requests / (summary.duration / 1e6)
  local errors = summary.errors
  io.write(string.format("RESULT %%f %%f %%f %%d %%d %%d\\n", rate, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    summary.requests))
end
"""


def quoted(texts):
    return ", ".join(json.dumps(text, ensure_ascii=False) for text in texts)


def load(client, targets, connections, seconds, method="GET", bodies=(), versions=(), key=None):
    """Requests per second, p50 and p99 in ms. `versions` are those of the records at `targets`, one each; they count
    up by one a round. Whatever is refused is told at once and makes the bench fail."""
    script = Path(client.data) / "wrk.lua"
    script.write_text(
        LUA
        % {
            "targets": quoted(targets),
            "versions": ", ".join(map(str, versions)),
            "bodies": quoted(bodies),
            "method": method,
            "key": key or client.key,
        }
    )
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        "-s",
        script,
        f"http://127.0.0.1:{client.server.port}",
    ]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate, p50, p99, refused, broken, count = re.search(r"RESULT (\S+) (\S+) (\S+) (\d+) (\d+) (\d+)", shown).groups()
    if int(refused) + int(broken) > 0:
        first = re.search(r"REFUSED (.*)", shown)
        said = f"; the first refused: {first.group(1)}" if first else ""
        where = f"{method} {urllib.parse.unquote(targets[0])}"
        refusals.append(f"{where}: of {count} requests {refused} were refused and {broken} not answered{said}")
        note(f"  {refusals[-1]}")
    return float(rate), float(p50), float(p99)


def escaped(text):
    return urllib.parse.quote(text, safe="")


def memory_mb(pid):
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(r"Pss:\s+(\d+)", text).group(1)) / 1024


def wait_quiet(seconds=2):
    time.sleep(seconds)
