"""What the parts of the sign-in test share: browsers, a clock that can be set ahead, and a server with people."""

import base64
import contextlib
import hashlib
import hmac
import http.client
import json
import os
import re
import sqlite3
import struct
import subprocess
import threading
import time
from pathlib import Path

from server import PASSWORD, Different, email

SECONDS_MAX = 1.0  # between an event and its effect everywhere
PUBLIC = "https://juan.example.com"
CLOCK = Path(__file__).resolve().parent.parent / "clock.c"


def expect(is_so, what):
    if not is_so:
        raise Different(what)


class Browser:
    """Keeps cookies as a browser does; sends the Origin of the server, from an address of this machine."""

    given = set()  # "METHOD path" of every answer that gave a session or a key, to anybody

    def __init__(self, server, key="", address="127.0.0.1"):
        self.server, self.key, self.address, self.cookies = server, key, address, {}

    def send(self, method, path, body=None, headers=(), timeout=60):
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.server.port, timeout=timeout, source_address=(self.address, 0)
        )
        everything = {"Origin": f"http://127.0.0.1:{self.server.port}", "Content-Type": "application/json"}
        if self.key:
            everything["Authorization"] = f"Bearer {self.key}"
        elif self.cookies:
            everything["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        everything.update(headers)
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        wanted = {name: value for name, value in everything.items() if value is not None}
        connection.request(method, path, data if data or method != "GET" else None, wanted)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
            if name == "__Host-juan" and value:
                self.given.add(f"{method} {path}")
            expect(
                name.startswith("__Host-") and "; Secure" in cookie and "; HttpOnly" in cookie and "SameSite" in cookie,
                f"cookie {cookie.split(';', 1)[1]}",
            )
        return connection, answer

    def ask(self, method, path, body=None, headers=()):
        _, answer = self.send(method, path, body, headers)
        data = answer.read()
        read = json.loads(data) if data[:1] in (b"{", b"[") else data
        if isinstance(read, dict) and "key" in read:
            self.given.add(f"{method} {path}")
        return answer.status, read

    def do(self, method, path, body=None):
        status, answer = self.ask(method, path, body)
        expect(status < 300, f"{method} {path}: {status} {answer}")
        return answer

    def sign_in(self, name, **more):
        return self.ask("POST", "/api/session", {"email": email(name), "password": PASSWORD, **more})


def code_of(secret, steps=0, now=None):
    """RFC 6238, by Python's own library."""
    key = base64.b32decode(secret)
    counter = int(time.time() if now is None else now) // 30 + steps
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1000000:06}"


class Stream(threading.Thread):
    """An event stream of a browser; `ended` is set when the server closes it."""

    def __init__(self, browser):
        super().__init__(daemon=True)
        self.connection, self.answer = browser.send("GET", "/api/changes", timeout=30)
        expect(self.answer.status == 200, f"the event stream answers {self.answer.status}")
        self.ended, self.heard = threading.Event(), b""
        self.start()

    def run(self):
        with contextlib.suppress(OSError, http.client.HTTPException):
            while part := self.answer.read1(1000):
                self.heard += part
        self.ended.set()


class Clock:
    """The time of day of a server that was started with `environment`; it only goes ahead."""

    def __init__(self, folder):
        self.shim, self.file, self.seconds = f"{folder}/clock.so", Path(folder) / "clock.txt", 0
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", self.shim, CLOCK], check=True)
        self.set_ahead(0)

    def environment(self):
        return {**os.environ, "LD_PRELOAD": self.shim, "JUAN_CLOCK": str(self.file)}

    def set_ahead(self, seconds):
        self.seconds += seconds
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(self.seconds), encoding="utf-8")
        fresh.rename(self.file)

    def now(self):
        return time.time() + self.seconds


class House:
    """A server with its administrator, and what the parts have in common."""

    def __init__(self, server, clock, is_nightly):
        self.server, self.clock, self.is_nightly = server, clock, is_nightly
        self.folder = server.log.parent
        self.boss = Browser(server)
        person = {"name": "administrator", "email": email("administrator"), "password": PASSWORD}
        self.boss.do("POST", "/api/setup", {"token": server.token, **person})
        self.count = 0
        described = self.boss.do("GET", "/api/openapi.json")["paths"]
        self.routes = [
            (method.upper(), path, route) for path, methods in described.items() for method, route in methods.items()
        ]

    def boss_again(self):
        """The administrator signs in anew, after what ends sessions."""
        status, answer = self.boss.sign_in("administrator")
        expect(status == 200, f"the administrator signs in: {status} {answer}")

    def wait(self, is_so, seconds, what):
        until = time.monotonic() + seconds
        while not is_so():
            expect(time.monotonic() < until, what())
            time.sleep(0.02)

    def add_user(self, role="sales"):
        self.count += 1
        name = f"person{self.count}"
        return name, self.server.add_user(name, role)

    def browser(self, name):
        browser = Browser(self.server)
        status, answer = browser.sign_in(name)
        expect(status == 200, f"{name} signs in: {status} {answer}")
        return browser

    def change(self, path, values):
        version = self.boss.do("GET", path)["record"]["version"]
        status, answer = self.boss.ask("PATCH", path, values, [("If-Match", f'"{version}"')])
        expect(status == 200, f"PATCH {path}: {status} {answer}")

    def code(self, secret, steps=0):
        return code_of(secret, steps, self.clock.now())

    def query(self, sql, *values):
        """Rows of the store, read by another program."""
        store = sqlite3.connect(f"file:{self.folder}/data/juan.db?mode=ro", uri=True)
        with contextlib.closing(store):
            return store.execute(sql, values).fetchall()

    def link(self, user, kind="reset"):
        return self.boss.do("POST", f"/api/accounts/users/{user}/link", {"kind": kind})["link"]

    def fingerprint(self):
        """A hash of all that is stored, but for the audit and when somebody was last seen."""
        store = sqlite3.connect(f"file:{self.server.log.parent}/data/juan.db?mode=ro", uri=True)
        names = store.execute("select name from sqlite_master where type = 'table' and sql not like 'create virtual%'")
        total = hashlib.sha256()
        for (name,) in sorted(names.fetchall()):
            if name == "audit" or "search" in name:
                continue
            columns = [row[1] for row in store.execute(f'pragma table_info("{name}")')]
            kept = [column for column in columns if column not in ("last_seen_at", "last_used_at", "progress")]
            rows = store.execute(f'select {", ".join(chr(34) + c + chr(34) for c in kept)} from "{name}"').fetchall()
            total.update(repr((name, sorted(rows, key=repr))).encode())
        store.close()
        return total.hexdigest()


def concrete(path, values):
    return re.sub(r"\{(\w+)(?:\.\.\.)?\}", lambda part: values.get(part.group(1), "x"), path)


def ends_within(what, seconds, is_over):
    begun = time.monotonic()
    while not is_over():
        expect(time.monotonic() - begun < seconds, f"{what} lasts longer than {seconds} s")
        time.sleep(0.02)
