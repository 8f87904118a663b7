"""B6: every column of every table, and names made of them, to every write: refused where it is not to be written."""

import random
import re
import sqlite3

from matrix import NOBODY, store_state

VALUES = [1, "x", True, None, {"id": 1}, [1]]


def camel(name):
    return re.sub(r"_(\w)", lambda found: found.group(1).upper(), name)


def all_columns(folder):
    store = sqlite3.connect(f"file:{folder}/data/juan.db?mode=ro", uri=True)
    found = set()
    for (table,) in store.execute("select name from sqlite_master where type = 'table'").fetchall():
        found |= {row[1] for row in store.execute(f'pragma table_info("{table}")')}
    store.close()
    return sorted(found)


class Columns:
    """The writer may write customers and their like, but neither their owner nor their remark."""

    def __init__(self, world, oracle, report, folder):
        self.world, self.declared, self.report, self.folder = world, oracle.declared, report, folder
        self.random = random.Random(23)
        fields = {name: {"owner": "read", "remark": "read"} for name in ("customer", "order", "contact", "task")}
        fields["contact"]["position"] = fields["contact"].pop("remark")
        rights = {
            name: {"read": "all", "edit": "all", "create": True, "import": True, "fields": some}
            for name, some in fields.items()
        }
        rights["import_batch"] = "own"
        world.create("role", {"name": "columns", "code": "columns", "rights": rights})
        body = {
            "name": "columns",
            "email": "columns@example.com",
            "role": "columns",
            "password": "correct-horse-battery-staple-9",
        }
        self.user = world.admin.ask("POST", "/api/accounts/users", body)["id"]
        self.client = type(world.admin)(world.server.port)
        self.client.sign_in("columns@example.com")
        self.refused = fields
        self.records = {}
        for name in fields:
            record = next(one for one in world.records.values() if one["object"] == name)
            self.records[name] = record["id"]
        table = "客户名称\n甲\n".encode()
        status, data, _ = self.client.send("POST", "/api/imports?name=x.csv&object=customer", table)
        self.batch = re.search(rb"imp_[0-9a-z]{13}", data).group().decode() if status == 201 else ""

    def bodies(self):
        """(what, client, method, target, body that would do, its members)"""
        for name, record in self.records.items():
            known = set(self.declared[name]["fields"]) - set(self.refused[name])
            required = {f for f, said in self.declared[name]["fields"].items() if said.get("required")}
            body = {
                f: "2026-01-02T03:04:05Z" if self.declared[name]["fields"][f]["type"] == "instant" else "名"
                for f in required
            }
            yield f"make {name}", self.client, "POST", f"/api/{name}", body, known | {"lines"}
            yield f"batch {name}", self.client, "POST", f"/api/{name}?batch", {"items": [body]}, known | {
                "lines",
                "items",
            }
            yield f"change {name}", self.client, "PATCH", f"/api/{name}/{record}", {}, known | {"lines"}
        path, admin = f"/api/customer/{self.records['customer']}", self.world.admin
        share = {"to": NOBODY, "verb": "read"}
        yield "share", self.client, "POST", f"{path}/shares", share, {"to", "verb", "until"}
        yield "reveal", self.client, "POST", f"{path}/reveal", {"field": "nothing", "reason": "to see"}, {
            "field",
            "reason",
        }
        yield "entry", self.client, "POST", f"{path}/timeline", {"kind": "nothing", "text": "x"}, {
            "kind",
            "text",
            "occurred_at",
        }
        moved = {"ids": [self.records["customer"]], "to": NOBODY}
        yield "transfer", self.client, "POST", "/api/customer/transfer", moved, {"ids", "filter", "to", "undo_days"}
        yield "hand over", admin, "POST", "/api/hand-over", {"from": NOBODY, "to": NOBODY}, {
            "from",
            "to",
            "rules",
            "undo_days",
        }
        account = {"name": "x", "email": "no address", "role": "sales"}
        members = {"name", "email", "role", "password", "unit"}
        yield "account", admin, "POST", "/api/accounts/users", account, members
        yield "link", admin, "POST", f"/api/accounts/users/{self.user}/link", {"kind": "nothing"}, {"kind"}
        key = {"name": "x", "role": "nothing"}
        yield "key", admin, "POST", "/api/accounts/keys", key, {"name", "role", "scope", "expires_at"}
        yield "password", self.client, "POST", "/api/account/password", {"current": "x", "new": "y"}, {"current", "new"}
        yield "view", admin, "POST", "/api/session/view-as", {"user": NOBODY}, {"user"}
        yield "backup", admin, "PATCH", "/api/settings/backup", {}, {"folder", "every_hours", "keep_days"}
        plan = {"object": "nothing"}
        members = {"object", "mapping", "constants", "policy", "currency", "date_order"}
        if self.batch:
            yield "check", self.client, "POST", f"/api/imports/{self.batch}/check", plan, members
            yield "run", self.client, "POST", f"/api/imports/{self.batch}/run", plan, members

    def held_back(self, what):
        """The fields of what is written that exist and that its writer may not write."""
        return self.refused.get(what.split()[-1], {})

    def ask(self, what, client, method, target, body, name, value):
        sent = dict(body)
        if what.startswith("batch"):
            sent = {"items": [{**body["items"][0], name: value}]}
        else:
            sent[name] = value
        version = (
            self.world.admin.ask("GET", target)["record"]["version"]
            if method == "PATCH" and "/settings" not in target
            else 1
        )
        status, data, _ = client.send(method, target, sent, {"If-Match": f'"{version}"'})
        allowed = (403, 422) if name in self.held_back(what) else (422,)
        self.report.check("column", status in allowed, what, name, value, status, data[:250])

    def go(self, share):
        """`share` of the names to each write, and with a value that would do every field that is held back; whatever
        column there is in the tables stays as it is."""
        columns = all_columns(self.folder)
        names = sorted(
            {
                *columns,
                *map(camel, columns),
                *(f"customer.{one}" for one in columns),
                *(f"record.{one}" for one in columns),
            }
        )
        names += [
            "__proto__",
            "constructor",
            "$set",
            "record",
            "ID",
            "Owner",
            "owner_id",
            "ownerId",
            "owner.id",
            "customer[owner]",
        ]
        before = store_state(self.folder, ("change", "idempotency"))
        for what, client, method, target, body, members in self.bodies():
            for name in names:
                if name not in members and self.random.random() < share:
                    self.ask(what, client, method, target, body, name, self.random.choice(VALUES))
            for name in self.held_back(what):
                self.ask(what, client, method, target, body, name, self.user if name == "owner" else "x")
        after = store_state(self.folder, ("change", "idempotency"))
        changed = [table for table in before if before[table] != after.get(table)]
        self.report.check("column", not changed, "tables that changed", changed)
