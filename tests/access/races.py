"""B8: a right that is taken back ends with the answer that says so. What is committed after it had the right before it.

One writer commits after the other, and the audit numbers what they commit; so whatever stands behind the revocation in
the audit, by whom it was revoked from, was done without the right.
"""

import json
import random
import sqlite3
import threading
import time


class Races:
    def __init__(self, world, report, folder):
        self.world, self.report, self.folder = world, report, folder
        self.random = random.Random(29)
        self.admin = world.admin
        rights = {"customer": {"read": "all", "edit": "own", "create": True, "import": True}, "import_batch": "own"}
        self.rights = rights
        self.role = self.admin.ask("POST", "/api/role", {"name": "racer", "code": "racer", "rights": rights})["record"][
            "id"
        ]
        less = {"customer": {"read": "all", "edit": "none", "create": False, "import": False}, "import_batch": "own"}
        self.lesser = self.admin.ask("POST", "/api/role", {"name": "less", "code": "less", "rights": less})["record"][
            "id"
        ]
        self.less = less
        body = {
            "name": "racer",
            "email": "racer@example.com",
            "role": "racer",
            "password": "correct-horse-battery-staple-9",
        }
        self.user = self.admin.ask("POST", "/api/accounts/users", body)["id"]
        self.client = type(self.admin)(world.server.port)
        self.client.sign_in("racer@example.com")
        self.record = self.client.ask("POST", "/api/customer", {"name": "赛跑"})["record"]["id"]
        self.other = next(iter(world.users))

    def patch(self, path, body):
        version = self.admin.ask("GET", path)["record"]["version"]
        for _ in range(50):
            status, data, _ = self.admin.send("PATCH", path, body, {"If-Match": f'"{version}"'})
            if status == 200:
                return
            if status != 412:
                raise AssertionError(f"{path} {body}: {status} {data[:300]}")
            version = json.loads(data)["current"]["version"]
        raise AssertionError(f"{path}: always changed by somebody else")

    def ways(self):
        """(name, taking the right, giving it back)"""
        role, user, record = f"/api/role/{self.role}", f"/api/user/{self.user}", f"/api/customer/{self.record}"
        yield "rights of the role", lambda: self.patch(role, {"rights": self.less}), lambda: self.patch(
            role, {"rights": self.rights}
        )
        yield "another role", lambda: self.patch(user, {"role": self.lesser}), lambda: self.patch(
            user, {"role": self.role}
        )
        yield "another owner", lambda: self.patch(record, {"owner": self.other}), lambda: self.patch(
            record, {"owner": self.user}
        )
        yield "unshared", self.unshare, lambda: None

    def share(self):
        """The record belongs to somebody else, and is shared for changing."""
        self.patch(f"/api/customer/{self.record}", {"owner": self.other})
        path = f"/api/customer/{self.record}/shares"
        self.admin.ask("POST", path, {"to": self.user, "verb": "edit"})

    def unshare(self):
        path = f"/api/customer/{self.record}/shares"
        for one in self.admin.ask("GET", path)["items"]:
            self.admin.ask("DELETE", f"{path}/{one['id']}")

    def write(self, stop, answers):
        target, version = f"/api/customer/{self.record}", 1
        client = type(self.admin)(self.world.server.port)
        client.cookie = self.client.cookie
        while not stop.is_set():
            begun = time.monotonic()
            status, data, _ = client.send("PATCH", target, {"remark": f"r{begun}"}, {"If-Match": f'"{version}"'})
            answers.append((begun, status))
            if status == 200:
                version = json.loads(data)["record"].get("version", version + 1)
            elif status == 412:
                version = json.loads(data)["current"]["version"]

    def last_audit(self):
        store = sqlite3.connect(f"file:{self.folder}/data/juan.db?mode=ro", uri=True)
        seq = store.execute("select max(seq) from audit").fetchone()[0]
        store.close()
        return seq

    def written_after(self, seq):
        store = sqlite3.connect(f"file:{self.folder}/data/juan.db?mode=ro", uri=True)
        racer = store.execute("select id from \"user\" where email = 'racer@example.com'").fetchone()[0]
        rows = store.execute(
            "select seq, action, object from audit where seq > ? and actor_id = ? "
            "and action in ('create', 'update', 'erase')",
            (seq, racer),
        ).fetchall()
        store.close()
        return rows

    def one(self, way, take, give):
        if way == "unshared":
            self.share()
        stop, answers = threading.Event(), []
        writers = [threading.Thread(target=self.write, args=(stop, answers)) for _ in range(2)]
        for writer in writers:
            writer.start()
        time.sleep(self.random.uniform(0.004, 0.02))
        take()
        taken, seq = time.monotonic(), self.last_audit()
        time.sleep(0.012)
        stop.set()
        for writer in writers:
            writer.join()
        late = [(begun - taken, status) for begun, status in answers if begun > taken and status == 200]
        self.report.check("race", not late, way, "accepted after it was taken", late)
        rows = self.written_after(seq)
        self.report.check("race", not rows, way, "committed after it was taken", rows)
        self.seen += sum(status == 200 for _, status in answers)
        self.refused += sum(status in (403, 404) for _, status in answers)
        give()
        if way == "unshared":
            self.patch(f"/api/customer/{self.record}", {"owner": self.user})

    def import_race(self):
        """An import under way goes on with the rights that its person has now."""
        rows = "".join(f"导入{number},1370000{number:04}\n" for number in range(4000))
        data = self.client.ask("POST", "/api/imports?name=r.csv&object=customer", ("客户名称,电话\n" + rows).encode())
        batch, columns = data["import"]["id"], [{"column": 0, "path": "name"}, {"column": 1, "path": "phone"}]
        self.client.ask(
            "POST", f"/api/imports/{batch}/run", {"object": "customer", "mapping": columns}, expected=(202,)
        )
        time.sleep(self.random.uniform(0.0, 0.15))
        self.patch(f"/api/role/{self.role}", {"rights": self.less})
        store = sqlite3.connect(f"file:{self.folder}/data/juan.db?mode=ro", uri=True)
        count = "select count(*) from customer where name like '导入%'"
        at_once = store.execute(count).fetchone()[0]
        until = time.monotonic() + 20
        while time.monotonic() < until:
            state = self.admin.ask("GET", f"/api/imports/{batch}")["state"]
            if state not in ("running", "waiting", "queued"):
                break
            time.sleep(0.05)
        later = store.execute(count).fetchone()[0]
        store.close()
        self.report.check("race", at_once == later, "import", "written after it was taken", later - at_once, state)
        self.patch(f"/api/role/{self.role}", {"rights": self.rights})
        ids = [
            one["id"]
            for one in self.admin.ask("GET", "/api/customer?page_size=1000&filter=name%3D%22%E5%AF%BC%E5%85%A5*%22")[
                "items"
            ]
        ]
        while ids:
            for one in ids:
                self.admin.send("DELETE", f"/api/customer/{one}", None, {"If-Match": '"1"'})
            answer = self.admin.ask("GET", "/api/customer?page_size=1000&filter=name%3D%22%E5%AF%BC%E5%85%A5*%22")
            ids = [one["id"] for one in answer["items"]]

    def go(self, count, imports):
        self.seen = self.refused = 0
        ways = list(self.ways())
        for number in range(count):
            self.one(*ways[number % len(ways)])
        # Without both there was no race.
        self.report.check(
            "race", self.seen >= count and self.refused >= count, "writes", self.seen, "refused", self.refused
        )
        for _ in range(imports):
            self.import_race()
