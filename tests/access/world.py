"""A company made at random: in the store by the API, and beside it as plain tables."""

import http.client
import json
import random
import threading
import time

PASSWORD = "correct-horse-battery-staple-9"
CITIES = ["上海市", "北京市", "广州市"]
STAGES = ["potential", "active", "dormant", "lost"]
BUSINESS = ["customer", "contact", "order", "task", "product"]


def orders_of(world, customer):
    return [r for r in world.records.values() if r["object"] == "order" and r.get("customer") == customer]


# The text that goes to Juan, and the same in Python over the plain tables.
CONDITIONS = {
    "customer": {
        'address.city = "上海市"': lambda w, u, r: r["city"] == "上海市",
        "stage != lost": lambda w, u, r: r["stage"] != "lost",
        'stage = (active OR dormant) AND NOT remark:"保密"': lambda w, u, r: r["stage"] in ("active", "dormant")
        and "保密" not in r["remark"],
        "owner = me OR stage = active": lambda w, u, r: r["owner"] == u or r["stage"] == "active",
        "count(order) >= 2": lambda w, u, r: len(orders_of(w, r["id"])) >= 2,
    },
    "order": {
        "status = done": lambda w, u, r: r["status"] == "done",
        'customer.address.city = "上海市"': lambda w, u, r: r["customer"] is not None
        and w.records[r["customer"]]["city"] == "上海市",
        "NOT remark:*": lambda w, u, r: not r["remark"],
    },
    "task": {"status != dropped": lambda w, u, r: r["status"] != "dropped"},
    "contact": {"is_decision_maker = true": lambda w, u, r: r["is_decision_maker"]},
    "product": {"is_active = true": lambda w, u, r: r["is_active"]},
}


def soon():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 2))


IDLE_SECONDS = 5  # Then the server may just be closing it, and a write is not sent twice.


class Client:
    """One person's connections; each thread has its own."""

    def __init__(self, port):
        self.port, self.cookie, self.local = port, "", threading.local()

    def send(self, method, target, body=None, headers=()):
        """Status, bytes, headers."""
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        everything = {
            "Origin": f"http://127.0.0.1:{self.port}",
            "Cookie": self.cookie,
            "Accept-Language": "en",
            "Content-Type": "application/octet-stream" if isinstance(body, bytes) else "application/json",
            **dict(headers),
        }
        for attempt in (1, 2):
            connection = getattr(self.local, "connection", None)
            if connection is None or time.monotonic() - self.local.used_at > IDLE_SECONDS:
                connection = self.local.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            self.local.used_at = time.monotonic()
            try:
                connection.request(method, target, data or (b"" if method != "GET" else None), everything)
                answer = connection.getresponse()
                return answer.status, answer.read(), answer.headers
            except (http.client.HTTPException, OSError):
                self.local.connection = None
                if attempt == 2 or method != "GET":
                    raise
        raise AssertionError

    def ask(self, method, target, body=None, headers=(), expected=(200, 201)):
        status, data, _ = self.send(method, target, body, headers)
        if status not in expected:
            raise AssertionError(f"{method} {target}: {status} {data.decode(errors='replace')[:500]}")
        return json.loads(data or b"{}")

    def sign_in(self, address):
        status, data, headers = self.send("POST", "/api/session", {"email": address, "password": PASSWORD})
        assert status == 200, data
        self.cookie = headers["Set-Cookie"].split(";")[0]


class World:
    def __init__(self, server, seed, declared):
        self.random = random.Random(seed)
        self.declared = declared
        self.server = server
        self.units, self.teams, self.users, self.roles, self.records = {}, {}, {}, {}, {}
        self.shares = []
        self.clients = {}
        self.last_share_at = 0.0
        self.conditions = {text: test for texts in CONDITIONS.values() for text, test in texts.items()}
        self.admin = Client(server.port)

    def set_up(self, role_count, customer_count, people_count=0):
        address = "administrator@example.com"
        self.admin.ask(
            "POST",
            "/api/setup",
            {"token": self.server.token, "name": "administrator", "email": address, "password": PASSWORD},
        )
        self.admin.sign_in(address)
        self.make_roles(role_count)
        self.make_units()
        self.make_users(people_count)
        self.make_teams()
        self.make_records(customer_count)
        self.make_shares()

    def create(self, name, body):
        return self.admin.ask("POST", f"/api/{name}", body)["record"]

    # --- roles ---

    def random_object(self, name):
        pick = self.random.choice
        if self.random.random() < 0.15:
            return pick(["none", "read", "own", "team", "team_below", "all"])
        order = ["none", "own", "team", "team_below", "all"]
        read = pick(order)
        said = {"read": read, "create": pick([True, False])}
        for verb in ("edit", "delete", "export"):
            said[verb] = pick(order[: order.index(read) + 1])
        if self.random.random() < 0.5:
            said["where"] = pick(list(CONDITIONS[name]))
        fields = [f for f in self.declared[name]["fields"] if f != self.declared[name]["title"]]
        said["fields"] = {f: pick(["hidden", "masked", "read", "write"]) for f in self.random.sample(fields, 4)}
        return said

    def make_roles(self, count):
        for role in self.admin.ask("GET", "/api/role?page_size=100")["items"]:
            self.roles[role["code"]] = {"code": role["code"], "rights": {}, "duties": role.get("duties", [])}
        for number in range(count):
            code = f"random-{number}"
            said = {name: self.random_object(name) for name in BUSINESS if self.random.random() < 0.9}
            said.update({name: "read" for name in ("user", "team", "role", "organisation_unit")})
            if number % 2 == 0:
                said["import_batch"] = {"read": "all", "edit": "own", "create": True}
            self.create("role", {"name": code, "code": code, "rights": said})
            self.roles[code] = {"code": code, "rights": said, "duties": []}

    def make_units(self):
        for number in range(6):
            parent = self.random.choice([None, *self.units]) if self.units else None
            record = self.create(
                "organisation_unit", {"name": f"部门{number}", **({"parent": parent} if parent else {})}
            )
            self.units[record["id"]] = parent

    # --- people ---

    def make_users(self, least):
        """One for each role, four more, and as many as there are to be at least."""
        people = [{"name": "administrator", "role": "administrator"}]
        for code in self.roles:
            if code != "administrator":
                people.append({"name": f"u-{code}", "role": code})
        for number in range(4):
            people.append({"name": f"m{number}", "role": self.random.choice(["manager", "sales"])})
        codes = [code for code in self.roles if code.startswith("random-")]
        while len(people) < least:
            people.append({"name": f"n{len(people)}", "role": self.random.choice(codes)})
        for person in people:
            client = self.admin if person["role"] == "administrator" else Client(self.server.port)
            if client is not self.admin:
                address = f"{person['name']}@example.com"
                user = self.admin.ask(
                    "POST",
                    "/api/accounts/users",
                    {"name": person["name"], "email": address, "role": person["role"], "password": PASSWORD},
                )["id"]
                client.sign_in(address)
            else:
                user = self.admin.ask("GET", "/api/session")["user"]["id"]
            unit = self.random.choice([*self.units, None])
            if unit:
                self.admin.ask("PATCH", f"/api/user/{user}", {"unit": unit}, {"If-Match": '"1"'})
            self.users[user] = {"id": user, "name": person["name"], "role": person["role"], "unit": unit}
            self.clients[user] = client

    def make_teams(self):
        for number in range(3):
            people = self.random.sample(list(self.users), 4)
            leader = people[0] if number else None
            record = self.create(
                "team",
                {
                    "name": f"团队{number}",
                    "lines": [{"user": user} for user in people[1:]],
                    **({"leader": leader} if leader else {}),
                },
            )
            self.teams[record["id"]] = {"leader": leader, "members": people[1:]}

    # --- records ---

    def keep(self, name, record, **more):
        self.records[record["id"]] = {"object": name, "id": record["id"], "owner": record.get("owner"), **more}

    def make_records(self, count):
        pick, owners = self.random.choice, list(self.users)
        customers, orders = [], []
        for number in range(count):
            facts = {"stage": pick(STAGES), "remark": pick(["", "保密", "普通"])}
            city = pick(CITIES)
            record = self.create(
                "customer",
                {
                    "name": f"客户{number}",
                    "phone": f"1380000{number:04}",
                    "owner": pick(owners),
                    "email": f"c{number}@example.org",
                    "address": {"city": city},
                    **facts,
                },
            )
            self.keep("customer", record, city=city, **facts)
            customers.append(record["id"])
        for number in range(count):
            customer = pick([*customers, None])
            facts = {"status": pick(["placed", "done"]), "remark": pick(["", "急"])}
            body = {"number": f"N-{number}", "ordered_at": "2026-01-02T03:04:05Z", "owner": pick(owners), **facts}
            body.update({"customer": customer} if customer else {})
            answer = self.admin.ask(
                "POST",
                "/api/order",
                {**body, "lines": [{"description": f"行{number}", "quantity": 1, "unit_price": 2}] * pick([0, 1, 2])},
            )
            self.keep("order", answer["record"], customer=customer, **facts)
            orders.append(answer["record"]["id"])
            for line in answer["lines"]:
                self.keep("order_line", line, order=answer["record"]["id"])
        self.make_others(count // 2, customers)

    def make_others(self, count, customers):
        pick, owners = self.random.choice, list(self.users)
        for number in range(count):
            boss, status = pick([True, False]), pick(["open", "done", "dropped"])
            facts = {"is_decision_maker": boss, "customer": pick(customers)}
            body = {"name": f"联系人{number}", "owner": pick(owners), "phone": f"1390000{number:04}", **facts}
            self.keep("contact", self.create("contact", body), **facts)
            facts = {"status": status, "customer": pick(customers)}
            body = {"subject": f"任务{number}", "owner": pick(owners), **facts}
            self.keep("task", self.create("task", body), **facts)
        for number in range(6):
            active = pick([True, False])
            self.keep(
                "product",
                self.create(
                    "product",
                    {
                        "name": f"产品{number}",
                        "sku": f"S{number}",
                        "is_active": active,
                        "price": {"amount": 3, "currency": "CNY"},
                        "cost": {"amount": 1, "currency": "CNY"},
                    },
                ),
                is_active=active,
            )

    def make_shares(self):
        owned = [r for r in self.records.values() if r["object"] in ("customer", "order", "contact", "task")]
        for record in self.random.sample(owned, 40):
            to, verb = self.random.choice([*self.users, *self.teams]), self.random.choice(["read", "edit"])
            if to == self.admin_id():
                continue
            is_over = self.random.random() < 0.3
            self.admin.ask(
                "POST",
                f"/api/{record['object']}/{record['id']}/shares",
                {"to": to, "verb": verb, **({"until": soon()} if is_over else {})},
            )
            self.last_share_at = time.monotonic()
            self.shares.append({"record": record["id"], "to": to, "verb": verb, "is_over": is_over})

    def admin_id(self):
        return next(user["id"] for user in self.users.values() if user["role"] == "administrator")
