"""B1 and B2: every operation of the API's description, by everybody, on records in every relation, against the oracle.

What the oracle allows is asked for in a form that stops after rights were looked at: with a version that never was, to
a receiver who is nobody. So every cell is either a reading or a refusal, and the store is the same before and after.
"""

import hashlib
import json
import random
import sqlite3
from concurrent.futures import ThreadPoolExecutor

NOBODY, STALE = "usr_0000000000000", {"If-Match": '"9999"'}
DENIED = (403, 404)
# What asking writes by itself: who asked and who tried.
WRITTEN_BY_ASKING = ("audit", "session")


def store_state(folder, but=()):
    """A hash by table, and the files beside the store."""
    found = {}
    store = sqlite3.connect(f"file:{folder}/data/juan.db?mode=ro", uri=True)
    for (table,) in store.execute("select name from sqlite_master where type = 'table' order by name").fetchall():
        if table in WRITTEN_BY_ASKING or table in but or table.startswith("sqlite_"):
            continue
        try:
            rows = sorted(map(repr, store.execute(f'select * from "{table}"')))
        except sqlite3.OperationalError:
            continue  # Of the search index, which has no contents of its own.
        found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    store.close()
    for place in ("imports", "uploads", "exports"):
        found[place] = sorted((path.name, path.stat().st_size) for path in (folder / "data" / place).rglob("*"))
    return found


class Matrix:
    def __init__(self, world, oracle, report, folder):
        self.world, self.oracle, self.report, self.folder = world, oracle, report, folder
        self.deleted = {}
        self.random = random.Random(11)
        self.prefix = {name: one["prefix"] for name, one in oracle.declared.items()}

    def prepare(self):
        """One record of each kind that is gone, and imports of those who may have some."""
        for name, body in {
            "customer": {"name": "已删除"},
            "contact": {"name": "已删除"},
            "task": {"subject": "已删除"},
            "order": {"ordered_at": "2026-01-02T03:04:05Z"},
            "product": {"name": "已删除"},
        }.items():
            record = self.world.create(name, body)["id"]
            self.world.admin.ask("DELETE", f"/api/{name}/{record}", None, {"If-Match": '"1"'})
            self.deleted[name] = record
        for user in self.world.users:
            if self.oracle.rights[user]["import_batch"].create:
                target, data = "/api/imports?name=x.csv", "客户名称,电话\n甲,13800000001\n".encode()
                status, answer, _ = self.world.clients[user].send("POST", target, data)
                if status == 201:
                    record = self.world.admin.ask("GET", f"/api/import_batch/{json.loads(answer)['import']['id']}")
                    self.world.keep("import_batch", record["record"])

    # --- who stands how to what ---

    def relation(self, user, record):
        owner = record.get("owner")
        if owner is None:
            return "nobody's"
        if owner == user:
            return "own"
        if owner in self.oracle.owners(user, "team"):
            return "team"
        return "below" if owner in self.oracle.owners(user, "team_below") else "other"

    def records(self, user, name, each):
        """(relation, id, record or None): at most `each` of every relation, one that is gone, one of another kind."""
        found = {}
        for record in self.world.records.values():
            if record["object"] == name:
                found.setdefault(self.relation(user, record), []).append(record)
        for relation, records in sorted(found.items()):
            for record in self.random.sample(records, min(each, len(records))):
                yield relation, record["id"], record
        yield "deleted", self.deleted.get(name, f"{self.prefix[name]}_0000000000001"), None
        other = "task" if name == "customer" else "customer"
        yield "of another kind", next(r["id"] for r in self.world.records.values() if r["object"] == other), None

    def sees(self, user, name, record, there=200, gone=404):
        if record is None and self.oracle.rights[user][name].scope["read"] == "none":
            return DENIED  # Whether the id or the right is looked at first tells nothing.
        if self.oracle.rights[user][name].scope["read"] == "none":
            return (403,)
        return (there,) if record and self.oracle.may(user, "read", record) else (gone,)

    def may(self, user, verb, record):
        return record is not None and self.oracle.may(user, "read", record) and self.oracle.may(user, verb, record)

    def writes(self, user, verb, record, allowed):
        if self.may(user, verb, record):
            return allowed
        return (403,) if record is not None and self.oracle.may(user, "read", record) else DENIED

    # --- operations on a record of any object: (body, headers, statuses) ---

    def on_record(self, key, user, name, record_id, record):
        declared, duties = self.oracle.declared[name], self.world.roles[self.world.users[user]["role"]]["duties"]
        keeps_safe = "security" in duties or self.world.users[user]["role"] == "administrator"
        sees = self.sees(user, name, record)
        if key == ("get", "/api/{object}/{id}"):
            return None, {}, sees
        if key == ("patch", "/api/{object}/{id}"):
            return {}, STALE, self.writes(user, "edit", record, (412,))
        if key == ("delete", "/api/{object}/{id}"):
            return None, STALE, self.writes(user, "delete", record, (412,))
        if key == ("get", "/api/{object}/{id}/shares"):
            return None, {}, (200, 404) if keeps_safe else sees
        if key == ("post", "/api/{object}/{id}/shares"):
            is_shared = declared.get("owned") and "part_of" not in declared
            return (
                {"to": NOBODY, "verb": "read"},
                {},
                self.writes(user, "edit", record, (422,) if is_shared else (403,)),
            )
        if key == ("delete", "/api/{object}/{id}/shares/{share}"):
            return None, {}, DENIED
        if key == ("post", "/api/{object}/{id}/reveal"):
            return {"field": "no_such_field", "reason": "nobody asked"}, {}, self.sees(user, name, record, 400)
        if key == ("post", "/api/{object}/transfer"):
            allowed = self.may(user, "edit", record)
            to = NOBODY if allowed else next(one for one in self.world.users if one != user)
            return {"ids": [record_id], "to": to, "undo_days": 0}, {}, (400, 403, 404, 422)
        raise KeyError(key)

    def on_customer(self, key, user, record):
        sees = self.sees(user, "customer", record)
        if key[0] == "get":
            return None, {}, sees
        return {"kind": "no_such_kind", "text": "x"}, {}, (403, 422) if sees == (200,) else sees

    def on_import(self, key, user, record):
        what = key[1].removeprefix("/api/imports/{id}").strip("/")
        sees = self.sees(user, "import_batch", record)
        is_whole = record and (record["owner"] == user or self.world.users[user]["role"] == "administrator")
        contents = (200,) if is_whole and sees == (200,) else (403,) if sees == (200,) else sees
        if what == "":
            return None, {}, sees
        if what == "preview":
            return None, {}, contents + ((403,) if contents == (200,) else ())
        if what == "wrong.csv":
            return None, {}, (404,) if contents == (200,) else contents
        if what == "check":
            return {"object": "nothing"}, {}, (404,) if contents == (200,) else contents
        if what == "run":
            return {"object": "nothing"}, {}, self.writes(user, "edit", record, (404,))
        return None, {}, self.writes(user, "edit", record, (200,))  # cancel, of what does not run

    # --- operations on an object ---

    def on_object(self, key, user, name):
        rights = self.oracle.rights[user][name]
        reads = rights.scope["read"] != "none"
        if key == ("get", "/api/{object}"):
            return None, "", (200,) if reads else (403,)
        if key == ("get", "/api/{object}/export"):
            return None, "?filter=version=0", (200,) if reads and rights.scope["export"] != "none" else (403,)
        if key == ("get", "/api/{object}/similar"):
            return None, "?name=zz", (200,) if reads else (200, 403)
        fields = self.oracle.declared[name]["fields"].values()
        if key == ("post", "/api/{object}") and any(one.get("required") and "default" not in one for one in fields):
            return {}, "", (422,) if rights.create else (403,)
        return None

    # --- the rest: by whom, not on what ---

    def on_place(self, key, user, access):
        """(target, body, statuses) of operations on no record, for those who may and those who may not."""
        role = self.world.users[user]["role"]
        duties = ("system", "security", "audit") if role == "administrator" else self.world.roles[role]["duties"]
        other = next(one for one in self.world.users if one != user)
        plain = {
            ("get", "/api/access/explain"): (f"?object=customer&id=cus_0000000000001&user={other}", None, (403, 404)),
            ("get", "/api/access/rights"): (f"?user={other}", None, (200,) if "security" in duties else (403,)),
            ("post", "/api/account/password"): ("", {"current": "x", "new": "y"}, (401, 403, 422, 429)),
            ("put", "/api/account/second-factor"): ("", {"code": "x"}, (400, 401, 403, 409, 422, 429)),
            ("delete", "/api/account/second-factor"): ("", {"password": "x"}, (400, 401, 403, 404, 409, 422, 429)),
            ("delete", "/api/account/sessions/{id}"): ("", None, (404,)),
            ("post", "/api/analysis/{name}/run"): ("", None, (404,)),
            ("post", "/api/hand-over"): ("", {"from": other, "to": NOBODY}, (403, 404, 422)),
            ("get", "/api/hand-over/{id}"): ("", None, (403, 404)),
            ("post", "/api/hand-over/{id}/undo"): ("", None, (403, 404)),
            ("post", "/api/imports"): ("?name=x.png", b"\x89PNG\r\n\x1a\n" * 9, (403, 422)),
            ("post", "/api/session"): ("", {"email": 1}, (400,)),
            ("post", "/api/session/second-factor"): ("", {"code": "x"}, (400, 401, 403, 409, 422)),
            ("post", "/api/setup"): ("", {"token": "x"}, (403, 409)),
            ("get", "/api/link/{token}"): ("", None, (403, 404, 410, 422)),
            ("post", "/api/link/{token}"): ("", {"password": "x"}, (403, 404, 410, 422)),
            ("post", "/api/session/view-as"): ("", {"user": NOBODY}, (404,)),
            ("post", "/api/accounts/users"): ("", {"name": "x", "email": "no address"}, (400, 404, 422)),
            ("post", "/api/accounts/users/{id}/link"): ("", {"kind": "nothing"}, (400, 404, 422)),
            ("delete", "/api/accounts/users/{id}/second-factor"): ("", None, (404,)),
            ("delete", "/api/accounts/users/{id}/sessions"): ("", None, (404,)),
            ("post", "/api/accounts/keys"): ("", {"name": "x", "role": "no-such-role"}, (403, 422)),
            ("delete", "/api/accounts/keys/{id}"): ("", None, (404,)),
            ("patch", "/api/settings/security"): ("", {"nothing": 1}, (400, 422)),
            ("patch", "/api/settings/backup"): ("", {"nothing": 1}, (400, 422)),
            ("get", "/api/session/oidc/{id}"): ("", None, (302, 303, 400, 404)),
            ("get", "/api/session/oidc/{id}/callback"): ("", None, (302, 303, 400, 403, 404)),
            ("post", "/api/settings/identity-providers"): ("", {"name": 1}, (400, 422)),
            ("patch", "/api/settings/identity-providers/{id}"): ("", {"name": 1}, (400, 404, 422)),
            ("delete", "/api/settings/identity-providers/{id}"): ("", None, (404,)),
            ("post", "/api/settings/identity-providers/{id}/check"): ("", {}, (400, 404)),
            ("post", "/api/backups"): ("", {"kind": "nothing"}, (400, 422)),
            ("get", "/api/backups/jobs/{job}"): ("", None, (404,)),
        }
        query, body, statuses = plain.get(key, ("", None, (200,)))
        if key == ("get", "/api/imports") and self.oracle.rights[user]["import_batch"].scope["read"] == "none":
            statuses = (403,)
        if access in ("system", "security", "audit") and access not in duties:
            statuses = (403,)
        return query, body, statuses

    # Would end the sessions this test needs, begin something, or stay open; other runs look at them.
    ELSEWHERE = {
        ("delete", "/api/session"),
        ("delete", "/api/session/view-as"),
        ("delete", "/api/account/sessions"),
        ("get", "/api/changes"),
        ("post", "/api/account/second-factor"),
        ("post", "/api/keys/rotate"),
        ("post", "/api/audit/verify"),
    }

    def cells(self, key, access, each):
        """(user, relation, target, body, headers, statuses) of one operation."""
        method, path = key
        for user in self.people:
            if path.startswith("/api/{object}") and ("{id}" in path or path.endswith("transfer")):
                for name in self.prefix:
                    for relation, record_id, record in self.records(user, name, each):
                        body, headers, statuses = self.on_record(key, user, name, record_id, record)
                        target = path.replace("{object}", name).replace("{id}", record_id)
                        target = target.replace("{share}", "shr_0000000000001")
                        yield user, relation, target, body, headers, statuses
            elif path.startswith("/api/{object}"):
                for name in self.prefix:
                    asked = self.on_object(key, user, name)
                    if asked:
                        yield user, name, path.replace("{object}", name) + asked[1], asked[0], {}, asked[2]
            elif path.startswith(("/api/customer/{id}/", "/api/imports/{id}")):
                name, ask = ("customer", self.on_customer) if "customer" in path else ("import_batch", self.on_import)
                for relation, record_id, record in self.records(user, name, each):
                    body, headers, statuses = ask(key, user, record)
                    yield user, relation, path.replace("{id}", record_id), body, headers, statuses
            else:
                query, body, statuses = self.on_place(key, user, access)
                target = path
                for place, value in {
                    "{id}": NOBODY,
                    "{job}": "job_0000000000001",
                    "{name}": "nothing",
                    "{token}": "x" * 43,
                }.items():
                    target = target.replace(place, value)
                yield user, "", target + query, body, {}, statuses

    def ask(self, key, cell):
        user, relation, target, body, headers, statuses = cell
        client, role = self.world.clients[user], self.world.users[user]["role"]
        status, data, _ = client.send(key[0].upper(), target, body, headers)
        for _ in range(50):
            if status != 503:
                break
            status, data, _ = client.send(key[0].upper(), target, body, headers)  # Exports take turns.
        self.report.check(
            "cell", status in statuses, *key, role, relation, target, status, "not in", statuses, data[:250]
        )

    def go(self, share, each, asking):
        """`share` of the cells of `asking` people, chosen at random; of every operation one for each relation and each
        answer that it should have is among them."""
        self.people = list(self.world.users)[:asking]
        self.prepare()
        document = self.world.admin.ask("GET", "/api/openapi.json")
        chosen, before = random.Random(13), store_state(self.folder)
        with ThreadPoolExecutor(4) as pool:
            for path, operations in document["paths"].items():
                for method, operation in operations.items():
                    key = (method, path)
                    if key in self.ELSEWHERE:
                        continue
                    cells = list(self.cells(key, operation["x-access"], each))
                    self.report.check("operation", bool(cells), *key, "has no cell: say here what is asked of it")
                    first = {(cell[1], cell[5]): cell for cell in reversed(cells)}.values()
                    cells = [cell for cell in cells if cell in first or chosen.random() < share]
                    is_export = path.endswith("/export")  # Only a few may run at once.
                    but = ("allowance_use",) if is_export else ()
                    list((map if is_export else pool.map)(lambda cell, key=key: self.ask(key, cell), cells))
                    after = store_state(self.folder)
                    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
                    changed -= set(but)
                    before = after
                    self.report.check("refusal", not changed, *key, "changed", changed)
