"""C1 by another program: sqlmap finds no parameter of ours injectable, and finds the one of a server that is."""

import json
import re
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/access"))
from world import Client  # noqa: E402

VERSION = "1.10.10"
SIZE, SIZE_NIGHTLY = (3, 2), (5, 3)  # --level, of places and payloads, and --risk, of payloads that change more
SECONDS_MAX = 3600  # of one address
HEADERS = {2: ("__Host-juan",), 3: ("User-Agent", "Referer"), 5: ("Host",)}  # tried, too, from that level on
CLEAR = re.compile(r"parameter '([^']*)' does not seem to be injectable")
FOUND = re.compile(r"^Parameter: (.+) \(.+\)$", re.M)
# Anything it calls an error but that it has found nothing.
TROUBLE = re.compile(r"\[(?:CRITICAL|ERROR)\] (?!all tested parameters do not appear to be injectable)(.*)")
ANSWERS = re.compile(r"(\d{3}) \([^)]*\) - (\d+) times")


class Injectable(BaseHTTPRequestHandler):
    """Answers as Juan does, and puts what is asked into its SQL."""

    store = sqlite3.connect(":memory:", check_same_thread=False)
    store.executescript("create table person (name text); insert into person values ('a'), ('b')")
    lock = threading.Lock()

    def log_message(self, *_):
        pass

    def do_GET(self):
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        try:
            with self.lock:
                rows = self.store.execute(f"select name from person where name = '{asked.get('name', '')}'").fetchall()
            status, content = 200, {"items": [{"name": name} for (name,) in rows]}
        except (sqlite3.Error, sqlite3.Warning):
            status, content = 400, {"code": "filter_invalid", "detail": "This is no filter."}
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def targets(company):
    """(path, JSON body or None, names of the parameters in them), of whatever takes more than an id."""
    customer = company.own["customer"][0]
    list_of = {"filter": "version > 0", "order_by": "name", "fields": "name", "q": "客户"}
    queries = [
        ("/api/customer", {**list_of, "page": 1, "page_size": 2}),
        ("/api/customer/export", {**list_of, "format": "csv"}),
        ("/api/customer/similar", {"name": "客户0", "phone": "13800000000"}),
        ("/api/search", {"q": "客户"}),
        (f"/api/customer/{customer}/timeline", {"source": "sales", "kind": "order_created", "limit": 3}),
        ("/api/access/explain", {"object": "customer", "id": customer, "verb": "read", "field": "name",
                                 "user": company.user}),
    ]
    for path, query in queries:
        yield f"{path}?{urllib.parse.urlencode(query)}", None, set(query)
    # "#1*" is its own name for a place marked with a star. What is called a token it would leave alone.
    yield "/api/customer?page_size=2&page_token=1*", None, {"#1*"}
    yield f"/api/customer/{customer}*", None, {"#1*"}
    yield f"/api/customer/{customer}/reveal", {"field": "phone", "reason": "to see"}, {"JSON field", "JSON reason"}
    yield "/api/customer", {"name": "甲", "remark": "x", "stage": "active"}, {
        "JSON name", "JSON remark", "JSON stage"}


def bring():
    """The program, in an environment of its own; else why not."""
    place = ROOT / "build/sqlmap"
    mark = place / f"is-{VERSION}"
    if not mark.exists():
        for command in ([sys.executable, "-m", "venv", place],
                        [place / "bin/python", "-m", "pip", "install", "-q", f"sqlmap=={VERSION}"]):
            shown = subprocess.run(command, capture_output=True, text=True, check=False)
            if shown.returncode != 0:
                return None, (shown.stderr or shown.stdout)[-500:]
        mark.touch()
    return place / "bin/sqlmap", ""


def tried(program, folder, size, url, body, cookie):
    """All that it says of an address."""
    command = [program, "-u", url, "--cookie", cookie, "--batch", "--flush-session", "--disable-coloring", "--skip-waf",
               "--level", str(size[0]), "--risk", str(size[1]), "--dbms", "sqlite", "--ignore-code", "401",
               "--output-dir", f"{folder}/sqlmap", "--answers", "reduce the number of requests=N"]
    if body is not None:
        origin = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(url))
        command += ["--data", json.dumps(body), "--headers", f"Content-Type: application/json\nOrigin: {origin}"]
    shown = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS_MAX)
    return shown.stdout + shown.stderr


def check_control(program, folder, size, report):
    """Where there is something to find, it is found; else all else says nothing."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Injectable)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    said = tried(program, folder, size, f"http://127.0.0.1:{server.server_port}/?name=a", None, "__Host-juan=x")
    server.shutdown()
    server.server_close()
    report.check("sqlmap", FOUND.findall(said) == ["name"], "what is injectable is not found", said[-1500:])


def check_with_sqlmap(company, report, folder, is_nightly):
    program, why_not = bring()
    report.check("sqlmap", program, "cannot be installed:", why_not)
    if not program:
        return
    size = SIZE_NIGHTLY if is_nightly else SIZE
    check_control(program, folder, size, report)
    headers = {name for level, names in HEADERS.items() if level <= size[0] for name in names}
    for path, body, names in targets(company):
        begun = time.monotonic()
        person = Client(company.server.port)  # The other's connection has been idle for minutes.
        person.cookie = company.person.cookie
        status, data, _ = person.send("GET" if body is None else "POST", path.rstrip("*"), body)
        report.check("sqlmap", status in (200, 201), path, status, data[:300])
        url = f"http://127.0.0.1:{company.server.port}{path}"
        said = tried(program, folder, size, url, body, company.person.cookie)
        found, clear = FOUND.findall(said), set(CLEAR.findall(said))
        report.check("sqlmap", not found, path, "injectable:", found, said[-1500:])
        for name in sorted(names if path.endswith("*") else names | headers):
            report.check("parameter", name in clear, path, name, "is not told to be clear", said[-1500:])
        report.check("sqlmap", not TROUBLE.findall(said), path, TROUBLE.findall(said))
        answers = {status: int(count) for status, count in ANSWERS.findall(said)}
        report.check("sqlmap", all(int(status) < 500 for status in answers), path, "answers", answers)
        print(f"  sqlmap, level {size[0]}, risk {size[1]}: {len(clear)} places of {path.split('?')[0]} clear, "
              f"{len(found)} injectable, {answers}, {time.monotonic() - begun:.0f} s", flush=True)
