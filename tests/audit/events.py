"""Events of every kind from several people at once, with kills; each has exactly one entry in the audit."""

import http.client
import random
import signal
import sqlite3
import threading
import time
from collections import Counter

DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
THREADS = 4
COSTLY = 400  # products whose cost is looked at
WAITS = 2.5  # seconds until looks and refusals are written, with room


def number_of(shown):
    """The integer that an id stands for, as core/base/id.hpp describes."""
    value = 0
    for digit in shown.split("_", 1)[1]:
        value = value << 5 | DIGITS.index(digit)
    return value


class Person(threading.Thread):
    """Does `count` things, and keeps what the audit must tell of them: Counter of (action, object, record)."""

    def __init__(self, case, number, count, products):
        super().__init__(daemon=True)
        self.case, self.number, self.count, self.products = case, number, count, products
        self.expected, self.wrong = Counter(), []
        self.mine = []  # [shown id, version]
        self.looked_at = {}
        self.random = random.Random(f"{case.seed} {number} {count}")

    def must(self, wanted, api, method, path, body=None, headers=()):
        status, answer = api.ask(method, path, body, headers)
        if status != wanted:
            self.wrong.append(f"{method} {path}: {status} {str(answer)[:200]}")
            raise RuntimeError
        return answer

    def run(self):
        try:
            for step in range(self.count):
                self.random.choice([self.create, self.create, self.change, self.look, self.refuse, self.remove,
                                    self.take])(step)
        except (RuntimeError, OSError, http.client.HTTPException) as failure:
            self.wrong.append(f"person {self.number} stops: {type(failure).__name__} {failure}")

    def create(self, step):
        answer = self.must(201, self.case.admin, "POST", "/api/task", {"subject": f"E{self.number}-{step}"})
        self.mine.append([answer["record"]["id"], 1])
        self.expected["create", "task", number_of(answer["record"]["id"])] += 1

    def change(self, step):
        if not self.mine:
            return self.create(step)
        one = self.random.choice(self.mine)
        answer = self.must(200, self.case.admin, "PATCH", f"/api/task/{one[0]}", {"subject": f"changed {step}"},
                           [("If-Match", f'"{one[1]}"')])
        one[1] = answer["record"]["version"]
        self.expected["update", "task", number_of(one[0])] += 1
        return None

    def remove(self, step):
        if len(self.mine) < 20:
            return self.create(step)
        one = self.mine.pop(self.random.randrange(len(self.mine)))
        status, answer = self.case.admin.ask("DELETE", f"/api/task/{one[0]}", None, [("If-Match", f'"{one[1]}"')])
        if status >= 300:
            self.wrong.append(f"delete: {status} {answer}")
        self.expected["erase", "task", number_of(one[0])] += 1
        return None

    def look(self, step):
        """Looks at one record within a second are one entry, so the next look at it comes later."""
        shown = self.random.choice(self.products[self.number :: THREADS])
        if time.monotonic() - self.looked_at.get(shown, -WAITS) < WAITS:
            return self.create(step)
        self.looked_at[shown] = time.monotonic()
        self.must(200, self.case.admin, "GET", f"/api/product/{shown}")
        self.expected["read", "product", number_of(shown)] += 1
        return None

    def refuse(self, _):
        self.must(403, self.case.clerk, "POST", "/api/product", {"name": "x", "sku": "x"})
        self.expected["refused", "product", 0] += 1

    def take(self, step):
        if step % 20:  # An export is long, and counted.
            return self.refuse(step)
        connection = http.client.HTTPConnection("127.0.0.1", self.case.server.port, timeout=60)
        connection.request("GET", "/api/team/export?format=csv", headers={
            "Authorization": f"Bearer {self.case.admin.key}"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            self.wrong.append(f"export: {answer.status}")
        self.expected["export", "team", 0] += 1
        return None


class Sure(threading.Thread):
    """Creates one task after the other through kills; asks again with the same key until there is an answer."""

    def __init__(self, case, number):
        super().__init__(daemon=True)
        self.case, self.number, self.is_over, self.made = case, number, False, []

    def run(self):
        count = 0
        while not self.is_over:
            count += 1
            name = f"S{self.number}-{count}"
            while True:
                try:
                    status, answer = self.case.admin.ask("POST", "/api/task", {"subject": name},
                                                         [("Idempotency-Key", name)])
                except (OSError, http.client.HTTPException, ValueError):
                    time.sleep(0.02)
                    continue
                if status == 201:
                    self.made.append(answer["record"]["id"])
                    break
                time.sleep(0.02)


def every_event_once(case, count, kills):
    """Counts before and after; kills strike writes in flight, and come when looks and refusals are written."""
    products = []
    for number in range(COSTLY if count > 5000 else COSTLY // 4):
        product = {"name": "乙", "sku": f"E{number}", "cost": {"amount": "3", "currency": "CNY"}}
        products.append(case.admin.ask("POST", "/api/product", product)[1]["record"]["id"])
    time.sleep(WAITS)
    before = entries(case)
    expected, begun, done = Counter(), time.monotonic(), 0
    for one in range(kills):
        people = [Person(case, number, count // kills // THREADS, products) for number in range(THREADS)]
        for person in people:
            person.start()
        for person in people:
            person.join()
            case.wrong += person.wrong
            expected += person.expected
        time.sleep(WAITS)  # What waits in memory is the one thing a kill may lose.
        sure = [Sure(case, f"{one}.{number}") for number in range(2)]
        for thread in sure:
            thread.start()
        time.sleep(random.uniform(0.05, 0.3))
        case.server.stop(signal.SIGKILL)
        case.server.start()
        for thread in sure:
            thread.is_over = True
        for thread in sure:
            thread.join(30)
            expected += Counter(("create", "task", number_of(shown)) for shown in thread.made)
        done = sum(expected.values())
    found = entries(case) - before
    missing, extra = expected - found, found - expected
    case.check(not missing, f"{sum(missing.values())} events without an entry: {list(missing)[:3]}")
    case.check(not extra, f"{sum(extra.values())} entries without an event: {list(extra)[:3]}")
    print(f"  {done} events, {kills} kills, {time.monotonic() - begun:.0f} s", flush=True)


def entries(case):
    """Counter of (action, object, record) of what these events are told as; a refusal and an export tell no record."""
    store = sqlite3.connect(f"file:{case.data}/juan.db?mode=ro", uri=True)
    rows = store.execute(
        "select action, object, case when action in ('refused', 'export') then 0 else record_id end, count(*) "
        "from audit where (action in ('create', 'update', 'erase') and object = 'task') "
        "or (action = 'export' and object = 'team') or (action in ('read', 'refused') and object = 'product') "
        "group by 1, 2, 3"
    ).fetchall()
    store.close()
    return Counter({(action, name, record): count for action, name, record, count in rows})
