"""B3: whatever the verb, the same records. Every way of asking tells of what the oracle lets one read, and no more."""

import csv
import io
import json
import random
import re
import socket
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

WORDS = {"customer": "客户", "contact": "联系人", "task": "任务", "product": "产品", "order": "N-"}
ID = re.compile(rb"\b(?:cus|con|ord|orl|tsk|prd|imp)_[0-9a-z]{13}\b")
STREAMS_AT_ONCE = 40


def said(text):
    return urllib.parse.quote(text, safe="")


class Reach:
    def __init__(self, world, oracle, report):
        self.world, self.oracle, self.report = world, oracle, report
        self.of = {}
        for record in world.records.values():
            if record["object"] != "import_batch":  # The dry runs make more of them.
                self.of.setdefault(record["object"], []).append(record)

    def readable(self, user, name):
        return {record["id"] for record in self.of.get(name, ()) if self.oracle.may(user, "read", record)}

    def told(self, user):
        """Ids that may come up: of what one reads, and of what that links to."""
        ids = set()
        for record in self.world.records.values():
            if self.oracle.may(user, "read", record):
                ids |= {value for value in record.values() if isinstance(value, str)}
        return ids

    def send(self, user, what, method, target, body=None, headers=(), given=()):
        """Every answer, also a refusal, names only what its asker may know of."""
        status, data, _ = self.world.clients[user].send(method, target, body, headers)
        for _ in range(50):
            if status != 503:
                break
            status, data, _ = self.world.clients[user].send(method, target, body, headers)
        known = self.world.records
        strange = {one.decode() for one in ID.findall(data)} & set(known) - self.allowed[user] - set(given)
        self.report.check("told", not strange, user, what, target, strange, data[:300])
        return status, data

    def same(self, user, verb, name, found, wanted):
        self.report.check(
            "reach", found == wanted, user, verb, name, "extra", found - wanted, "missing", wanted - found
        )

    def ids(self, data):
        return {item["id"] for item in json.loads(data)["items"]}

    # --- one person ---

    def one(self, user):
        for name in self.of:
            wanted, rights = self.readable(user, name), self.oracle.rights[user][name]
            if rights.scope["read"] == "none":
                status, data = self.send(user, "list", "GET", f"/api/{name}?page_size=1000")
                self.report.check("reach", status == 403, user, "list", name, status)
                continue
            self.same(user, "pages", name, self.pages(user, name), wanted)
            self.counts(user, name, wanted)
            self.search(user, name, wanted)
            self.export(user, name)
        self.through_links(user)
        self.of_customers(user)
        self.dry_run(user)
        for target in ("/api/workbench", "/api/hand-over", "/api/imports", "/api/analysis", "/api/session"):
            self.send(user, "page", "GET", target)

    def pages(self, user, name):
        found, token = set(), ""
        while True:
            target = f"/api/{name}?page_size=23&order_by=-created_at{'&page_token=' + said(token) if token else ''}"
            status, data = self.send(user, "pages", "GET", target)
            if status != 200:
                return {status}
            found |= self.ids(data)
            token = json.loads(data)["next_page_token"]
            if not token:
                return found

    def counts(self, user, name, wanted):
        for query in ("", "&filter=version%20%3E%200", "&filter=NOT%20version%20%3D%200&page=2"):
            status, data = self.send(user, "count", "GET", f"/api/{name}?page_size=1{query}")
            total = json.loads(data).get("total") if status == 200 else status
            self.report.check("reach", total == len(wanted), user, "count", name, query, total, len(wanted))
        if wanted:
            some = sorted(wanted)[0]
            status, data = self.send(user, "by id", "GET", f"/api/{name}?filter=id%20%3D%20{some}")
            self.same(user, "by id", name, self.ids(data) if status == 200 else {status}, {some})
        hidden = sorted({record["id"] for record in self.of[name]} - wanted)[:2]
        for one in hidden:
            for verb in (f"?filter=id%20%3D%20{one}", f"?filter=NOT%20id%20%3D%20{one}", f"?q={one}"):
                status, data = self.send(user, "by id", "GET", f"/api/{name}{verb}", given=[one])
                found = self.ids(data) & {one} if status == 200 else set()
                self.same(user, "by id " + verb, name, found, set())
            asked = f"/api/access/explain?object={name}&id={one}&verb=read"
            if self.world.users[user]["role"] not in ("administrator", "security_administrator"):
                status, _ = self.send(user, "explain", "GET", asked, given=[one])
                self.report.check("reach", status in (403, 404), user, "explain", name, one, status)

    def search(self, user, name, wanted):
        if name not in WORDS:
            return
        fields = self.oracle.declared[name]["fields"]
        title = self.oracle.declared[name]["title"]
        reads_all = all(
            self.oracle.field(user, name, f) in ("read", "write") for f, d in fields.items() if d.get("search")
        )
        reads_title = self.oracle.field(user, name, title) in ("read", "write")
        status, data = self.send(user, "q", "GET", f"/api/{name}?page_size=1000&q={said(WORDS[name])}")
        found = self.ids(data) & set(self.world.records) if status == 200 else {status}
        self.same(user, "q", name, found if reads_all else found - wanted, wanted if reads_all else set())
        status, data = self.send(user, "search", "GET", f"/api/search?q={said(WORDS[name])}")
        found = (
            {item["id"] for item in json.loads(data)["items"] if item["object"] == name} if status == 200 else {status}
        )
        self.same(user, "search", name, found & set(self.world.records) - wanted, set())
        status, data = self.send(user, "similar", "GET", f"/api/{name}/similar?{title}={said(WORDS[name] + '1')}")
        found = self.ids(data) if status == 200 else set()
        self.same(user, "similar", name, (found & set(self.world.records)) - (wanted if reads_title else set()), set())

    def export(self, user, name):
        wanted = {
            r["id"] for r in self.of[name] if self.oracle.may(user, "read", r) and self.oracle.may(user, "export", r)
        }
        status, data = self.send(user, "export", "GET", f"/api/{name}/export?format=csv&fields=id")
        if self.oracle.rights[user][name].scope["export"] == "none":
            self.report.check("reach", status == 403, user, "export", name, status)
            return
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig", errors="replace"))))
        self.same(user, "export", name, {row[0] for row in rows[1:]} if status == 200 else {status}, wanted)

    def through_links(self, user):
        """What is asked of a linked record counts only where that is readable, too."""
        if self.oracle.rights[user]["order"].scope["read"] == "none":
            return
        allowed = {
            r["id"]
            for r in self.of["order"]
            if self.oracle.may(user, "read", r)
            and r["customer"]
            and self.oracle.may(user, "read", self.world.records[r["customer"]])
        }
        for text in ("customer.name:客户", "customer.version > 0", "NOT customer.version = 0 AND customer.version:*"):
            status, data = self.send(user, "link", "GET", f"/api/order?page_size=1000&filter={said(text)}")
            found = self.ids(data) if status == 200 else set()
            self.same(user, "link " + text, "order", found - allowed, set())

    def of_customers(self, user):
        readable = self.readable(user, "customer")
        scope = self.oracle.rights[user]["customer"].scope["read"]
        for record in self.random_customers(8):
            for what in ("timeline", "volume", "shares"):
                is_open = record["id"] in readable
                if what == "shares" and self.world.users[user]["role"] in ("administrator", "security_administrator"):
                    continue
                target = f"/api/customer/{record['id']}/{what}"
                status, _ = self.send(user, what, "GET", target, given=[record["id"]])
                wanted = (200,) if is_open else (404,) if scope != "none" else (403, 404)
                self.report.check("reach", status in wanted, user, what, record, status)
            body = {"field": "phone", "reason": "who may see this"}
            status, _ = self.send(
                user, "reveal", "POST", f"/api/customer/{record['id']}/reveal", body, given=[record["id"]]
            )
            self.report.check("reach", status == 200 or status >= 400, user, "reveal", record, status)
            self.report.check("reach", record["id"] in readable or status in (403, 404), user, "reveal", record, status)

    def random_customers(self, count):
        return random.Random(17).sample(self.of["customer"], min(count, len(self.of["customer"])))

    def dry_run(self, user):
        """A check of an import knows no record that its person does not see: it would tell that there is one."""
        rights = self.oracle.rights[user]
        writes = [self.oracle.field(user, "customer", field) == "write" for field in ("name", "phone")]
        if not rights["import_batch"].create or not all(writes) or not rights["customer"].create:
            return
        rows = [f"{i},1380000{i:04}" for i in range(len(self.of["customer"]))]
        table = "客户名称,电话\n" + "".join(f"客户{row}\n" for row in rows)
        status, data = self.send(user, "upload", "POST", "/api/imports?name=x.csv&object=customer", table.encode())
        if status != 201:
            return
        batch = json.loads(data)["import"]["id"]
        self.allowed[user].add(batch)
        plan = {"object": "customer", "mapping": [{"column": 0, "path": "name"}, {"column": 1, "path": "phone"}]}
        status, data = self.send(user, "dry run", "POST", f"/api/imports/{batch}/check", plan)
        if status == 200:
            answer = json.loads(data)
            known = answer["update"] + answer["skip"] + answer["wrong"]
            wanted = len(self.readable(user, "customer"))
            self.report.check("reach", known <= wanted, user, "dry run", known, "of", wanted, answer)

    # --- everybody ---

    def streams(self, users):
        """Changes are told to those who may read what changed."""
        chosen = random.Random(19)
        for start in range(0, len(users), STREAMS_AT_ONCE):
            some = users[start : start + STREAMS_AT_ONCE]
            open_ones = {user: self.listen(user) for user in some}
            changed = [
                chosen.choice(self.of[name]) for name in ("customer", "order", "task", "contact") for _ in range(3)
            ]
            for record in {record["id"]: record for record in changed}.values():
                field = {"order": "payment_method", "task": "remark"}.get(record["object"], "wechat")
                self.change(f"/api/{record['object']}/{record['id']}", field)
            self.change(f"/api/user/{self.world.admin_id()}", "name")  # The last, of what nearly everybody may see.
            ids = {record["id"] for record in changed}
            # Those first who are told of the last change: then the others have been told all they will be.
            for user in sorted(some, key=lambda one: self.oracle.rights[one]["user"].scope["read"] == "none"):
                # Who does not see all of an object learns that something changed, and loads anew what is on the screen.
                sees = {one for one in ids if self.sees_all(user, self.world.records[one]["object"])}
                is_told_last = self.oracle.rights[user]["user"].scope["read"] != "none"
                got = self.hear(open_ones[user], b'"object":"user"', 5 if is_told_last else 0.3)
                self.report.check("reach", not is_told_last or b'"object":"user"' in got, user, "stream", "ends early")
                found = {one.decode() for one in ID.findall(got)} & set(self.world.records)
                self.same(user, "stream", "changes", found & ids, sees)
                self.report.check("told", found <= self.allowed[user], user, "stream", found - self.allowed[user])

    def change(self, target, field):
        version = self.world.admin.ask("GET", target)["record"]["version"]
        self.world.admin.ask("PATCH", target, {field: f"{field}{version}"}, {"If-Match": f'"{version}"'})

    def hear(self, stream, last, seconds):
        """What a stream tells until `last` comes, or as long."""
        got, until = b"", time.monotonic() + seconds
        while last not in got and time.monotonic() < until:
            stream.settimeout(max(0.01, until - time.monotonic()))
            try:
                more = stream.recv(65536)
            except TimeoutError:
                break
            if not more:
                break
            got += more
        stream.close()
        return got

    def sees_all(self, user, name):
        rights = self.oracle.rights[user][name]
        return rights.scope["read"] == "all" and not rights.where

    def listen(self, user):
        port = self.world.server.port
        stream = socket.create_connection(("127.0.0.1", port), timeout=5)
        head = f"GET /api/changes HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {self.world.clients[user].cookie}\r\n"
        stream.sendall((head + "Accept: text/event-stream\r\n\r\n").encode())
        got = b""
        while b"\r\n\r\n" not in got:
            got += stream.recv(4096)
        return stream

    def go(self, users):
        """`users` go through all of it; everybody listens."""
        everybody = list(self.world.users)
        self.allowed = {user: self.told(user) for user in everybody}
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(self.one, users))
        self.streams(everybody)
