"""People at work while a test troubles the server: what was acknowledged to them, and what is wrong afterwards."""

import contextlib
import http.client
import json
import sqlite3
import subprocess
import threading
import time

# An answer of these is repeated by the writer, as a person would once the trouble is over.
REPEATED = (503, 507)
MAPPING = {
    "object": "customer",
    "mapping": [{"column": 0, "path": "code"}, {"column": 1, "path": "name"}, {"column": 2, "path": "phone"}],
}


class Api:
    """The server asked with an administrator's key."""

    def __init__(self, server, binary, folder):
        shown = subprocess.run(
            [binary, "key", "add", "--data", f"{folder}/data", "--role", "administrator"],
            capture_output=True,
            text=True,
            check=True,
        )
        self.server, self.key = server, shown.stdout.strip()

    def ask(self, method, path, body=None, headers=()):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        with contextlib.closing(connection):
            # A body that is refused by its length alone is not read to its end; the answer is there all the same.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.request(
                    method,
                    path,
                    data or (b"" if method == "POST" else None),
                    {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", **dict(headers)},
                )
            if connection.sock is None:
                raise ConnectionResetError("the server went away before it had the request")
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"{}")

    def upload(self, name, text):
        """The id of an import that is ready to run."""
        status, answer = self.ask("POST", f"/api/imports?name={name}", text)
        assert status == 201, answer
        return answer["import"]["id"]

    def run_import(self, imported, plan):
        status, answer = self.ask("POST", f"/api/imports/{imported}/run", plan)
        assert status == 202, answer

    def wait_for_import(self, imported, seconds):
        """Where it stands when it has ended, or when the time is over."""
        until = time.monotonic() + seconds
        while True:
            _, standing = self.ask("GET", f"/api/imports/{imported}")
            if standing.get("state") not in ("running", "waiting") or time.monotonic() > until:
                return standing
            time.sleep(0.1)


class Writer(threading.Thread):
    """Creates orders of two lines each; keeps a ledger of what was acknowledged, and of what was refused."""

    def __init__(self, api, number):
        super().__init__(daemon=True)
        self.api, self.number = api, number
        self.acknowledged, self.refused, self.repeated = {}, set(), []
        self.is_over = False
        self.count = 0

    def run(self):
        while not self.is_over:
            self.count += 1
            self.order(f"W{self.number}-{self.count}")

    def order(self, name):
        """The same key until there is an answer: repeated after a kill, the order must still be there once."""
        order = {
            "number": name,
            "ordered_at": "2026-01-02T03:04:05Z",
            "lines": [
                {"description": "a", "quantity": 1, "unit_price": 2},
                {"description": "b", "quantity": 2, "unit_price": 4},
            ],
        }
        while not self.is_over:
            with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                status, answer = self.api.ask("POST", "/api/order", order, [("Idempotency-Key", name)])
                if status == 201:
                    self.acknowledged[name] = answer["record"]["id"]
                    return
                if status not in REPEATED:
                    self.refused.add(f"{name}: {status} {answer}")
                    return
                self.repeated.append(answer)
            time.sleep(0.05)


class Editor(threading.Thread):
    """Creates, changes and deletes tasks without asking twice: what got no answer is unknown, and may be there or not,
    but whole. `tasks` is {subject: (id, version, remark)} as acknowledged; `unknown` {subject: what was tried}."""

    def __init__(self, api, number):
        super().__init__(daemon=True)
        self.api, self.number = api, number
        self.tasks, self.gone, self.unknown, self.refused = {}, set(), {}, set()
        self.is_over = False

    def run(self):
        count = 0
        while not self.is_over:
            count += 1
            self.act(count)

    def act(self, count):
        known = [name for name in list(self.tasks)[-20:] if name not in self.unknown]
        name = f"E{self.number}-{count}"
        ask = ("create", name, "POST", "/api/task", {"subject": name, "remark": "0"}, [])
        if count % 3 and known:
            name = known[count % len(known)]
            shown, version, _ = self.tasks[name]
            tag = [("If-Match", f'"{version}"')]
            ask = ("change", name, "PATCH", f"/api/task/{shown}", {"remark": str(count)}, tag)
            if count % 15 == 1:
                ask = ("delete", name, "DELETE", f"/api/task/{shown}", None, tag)
        try:
            status, answer = self.api.ask(*ask[2:])
        except (OSError, http.client.HTTPException, ValueError):
            self.unknown[name] = (ask[0], str(count))
            time.sleep(0.05)
            return
        if status in REPEATED:
            return
        if status >= 300:
            self.refused.add(f"{ask[0]} {name}: {status} {answer}")
        elif ask[0] == "delete":
            del self.tasks[name]
            self.gone.add(name)
        else:
            self.tasks[name] = (answer["record"]["id"], answer["record"]["version"], ask[4]["remark"])

    def faults(self, store):
        """What is wrong with the tasks in the file, given what was acknowledged and what is unknown."""
        rows = store.connection.execute("select subject, remark, version from task where subject like ?",
                                        (f"E{self.number}-%",)).fetchall()
        found = {subject: (remark, version) for subject, remark, version in rows}
        if len(found) != len(rows):
            yield "a task is there twice"
        yield from (f"refused: {text}" for text in self.refused)
        yield from (f"deleted, and there: {name}" for name in self.gone if name in found)
        for name in set(found) - set(self.tasks):
            if self.unknown.get(name, ("", ""))[0] not in ("create",):
                yield f"nobody made {name}"
        for name, (_, version, remark) in self.tasks.items():
            tried, value = self.unknown.get(name, ("", ""))
            if name not in found and tried != "delete":
                yield f"acknowledged and lost: {name}"
            allowed = {(remark, version)} | ({(value, version + 1)} if tried == "change" else set())
            if name in found and found[name] not in allowed:
                yield f"{name} is {found[name]}, acknowledged was {remark}, version {version}"


def customers_file(row_count, first=0):
    """A table of customers for MAPPING, in an old system's encoding."""
    lines = ["编号,姓名,手机"] + [f"K{n:06},客户{n},138{n:08}" for n in range(first, first + row_count)]
    return "\n".join(lines).encode("gb18030")


class Store:
    """The file of the server, read by another program."""

    def __init__(self, folder):
        self.connection = sqlite3.connect(f"file:{folder}/data/juan.db?mode=ro", uri=True)

    def one(self, sql, *values):
        return self.connection.execute(sql, values).fetchone()[0]

    def faults(self, writers):
        """What is wrong with the orders of `writers` and with totals; empty when nothing is."""
        if self.one("pragma integrity_check") != "ok":
            yield "the store is damaged"
        acknowledged = {name for writer in writers for name in writer.acknowledged}
        found = dict(
            self.connection.execute("select number, count(*) from \"order\" where number like 'W%' group by number")
        )
        yield from (f"acknowledged and lost: {name}" for name in acknowledged if name not in found)
        yield from (f"there {count} times: {name}" for name, count in found.items() if count != 1)
        yield from (f"refused: {text}" for writer in writers for text in writer.refused)
        halves = self.one(
            "select count(*) from \"order\" o where number like 'W%' and ((select count(*) from order_line l "
            "where l.order_id = o.id) <> 2 or o.total is not 1000)"
        )
        if halves:
            yield f"{halves} orders are half there"
        counted = dict(self.connection.execute("select object, sum(count) from record_count group by object"))
        for table in ("customer", "order", "order_line"):
            there = self.one(f'select count(*) from "{table}"')
            if counted.get(table, 0) != there:
                yield f"the total of {table} is {counted.get(table)}, there are {there}"
        tallied = self.connection.execute(
            "select (select sum(records) from customer_tally_known), "
            "(select sum(records) from customer_tally_arrival), "
            "(select sum(records) from order_tally_revenue), (select sum(sum_total) from order_tally_revenue)"
        ).fetchone()
        summed = self.connection.execute(
            "select n, n, (select count(*) from \"order\"), (select sum(total) from \"order\") "
            "from (select count(*) as n from customer)"
        ).fetchone()
        if [t or 0 for t in tallied] != [s or 0 for s in summed]:
            yield f"the tallies are {tallied}, the records give {summed}"
        entries = self.one("select count(*) from entry where kind = 'created'")
        if entries != self.one("select count(*) from customer"):
            yield f"{entries} entries for the customers' creation"

    def customers_of_file(self):
        """(rows, different numbers) of the customers that customers_file names."""
        return self.connection.execute(
            "select count(*), count(distinct code) from customer where code like 'K%'"
        ).fetchone()


def audit_faults(binary, folder):
    """Requires that no server runs on the folder."""
    command = [binary, "audit", "verify", "--data", f"{folder}/data"]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        yield "the audit chain is broken"


def tell(faults):
    """Prints what is wrong, if anything, and gives the exit status."""
    for text in faults[:20]:
        print(f"  {text}")
    print(f"{0 if faults else 1} passed, {1 if faults else 0} failed")
    return 1 if faults else 0
