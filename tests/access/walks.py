"""Random walks of people who look after nothing: whatever they try, what they may do does not grow."""

import json
import random

SCOPES = ["none", "own", "team", "team_below", "all"]
RIGHTS = ["hidden", "masked", "read", "write"]
LOOKS_AFTER = ("system_administrator", "security_administrator")


def is_within(now, before):
    """Both as /api/access/rights tells them."""
    if not set(now["duties"]) <= set(before["duties"]) or not set(now["grants"]) <= set(before["grants"]):
        return False
    for name, rights in now["objects"].items():
        old = before["objects"][name]
        if any(SCOPES.index(rights[verb]) > SCOPES.index(old[verb]) for verb in ("read", "edit", "delete", "export")):
            return False
        if (rights["create"] and not old["create"]) or (rights["import"] and not old["import"]):
            return False
        if old["where"] and rights["where"] != old["where"]:
            return False
        if any(RIGHTS.index(right) > RIGHTS.index(old["fields"][field]) for field, right in rights["fields"].items()):
            return False
    return True


class Walker:
    def __init__(self, world, user, seed):
        self.world, self.user, self.random = world, user, random.Random(seed)
        self.client = world.clients[user]
        self.looks_after = world.users[user]["role"] in LOOKS_AFTER
        if not hasattr(world, "listed_roles"):
            world.listed_roles = world.admin.ask("GET", "/api/role?page_size=100")["items"]
        self.roles = {role["code"]: role for role in world.listed_roles}

    def step(self):
        """One try. Who looks after users or roles tries only what would make themselves mightier."""
        while True:
            step = self.any_step()
            about = ("/api/role", "/api/accounts/keys", f"/api/user/{self.user}")
            if not self.looks_after or (step[1].startswith(about) and "is_active" not in (step[2] or {})):
                return step

    def any_step(self):
        pick, world = self.random.choice, self.world
        role, unit, team = pick(list(self.roles.values())), pick(list(world.units)), pick(list(world.teams))
        number = self.random.randrange(10**9)
        mine, version = f"/api/user/{self.user}", {"If-Match": f'"{pick([1, 2, 3])}"'}
        return pick(
            [
                ("PATCH", mine, {"role": role["id"]}, version),
                ("PATCH", mine, {"unit": unit}, version),
                ("PATCH", mine, {"is_active": True, "role": role["id"]}, version),
                ("PATCH", f"/api/user/{pick(list(world.users))}", {"email": f"taken{number}@example.com"}, version),
                (
                    "PATCH",
                    f"/api/role/{role['id']}",
                    {"rights": {"customer": "all"}},
                    {"If-Match": f'"{role["version"]}"'},
                ),
                (
                    "PATCH",
                    f"/api/role/{role['id']}",
                    {"duties": ["security", "system"]},
                    {"If-Match": f'"{role["version"]}"'},
                ),
                (
                    "PATCH",
                    f"/api/role/{role['id']}",
                    {"grants": ["administrator"]},
                    {"If-Match": f'"{role["version"]}"'},
                ),
                ("POST", "/api/role", {"name": "w", "code": f"w{number}", "rights": {"customer": "all"}}, {}),
                ("POST", "/api/user", {"name": "w", "email": f"w{number}@example.com", "role": role["id"]}, {}),
                (
                    "POST",
                    "/api/user?batch",
                    {"items": [{"name": "w", "email": f"w{number}@example.com", "role": role["id"]}]},
                    {},
                ),
                (
                    "POST",
                    "/api/accounts/users",
                    {
                        "name": "w",
                        "email": f"w{number}@example.com",
                        "role": role["code"],
                        "password": "a-long-enough-password-7",
                    },
                    {},
                ),
                ("POST", "/api/accounts/keys", {"name": "w", "role": role["code"]}, {}),
                ("POST", "/api/team", {"name": f"w{number}", "leader": self.user}, {}),
                ("POST", "/api/team_member", {"team": team, "user": self.user}, {}),
                ("PATCH", f"/api/team/{team}", {"leader": self.user}, version),
                ("PATCH", f"/api/organisation_unit/{unit}", {"parent": None}, version),
                ("POST", "/api/session/view-as", {"user": pick(list(world.users))}, {}),
                *self.more_steps(pick(list(world.users)), unit, number),
            ]
        )

    def more_steps(self, other, unit, number):
        """What looks after others, and what moves what they have."""
        mine = {"from": other, "to": self.user, "undo_days": 0}
        return [
            ("PATCH", f"/api/user/{other}", {"manager": self.user}, {"If-Match": '"2"'}),
            ("PATCH", f"/api/user/{other}", {"unit": unit, "is_active": True}, {"If-Match": '"2"'}),
            ("DELETE", f"/api/user/{other}", None, {"If-Match": '"2"'}),
            ("POST", f"/api/accounts/users/{other}/link", {"kind": "reset"}, {}),
            ("DELETE", f"/api/accounts/users/{other}/second-factor", None, {}),
            ("DELETE", f"/api/accounts/users/{other}/sessions", None, {}),
            ("PATCH", "/api/settings/security", {"idle_minutes": 1440}, {}),
            ("POST", "/api/keys/rotate", {}, {}),
            ("POST", "/api/hand-over", mine, {}),
            ("POST", "/api/customer/transfer", {"filter": "", "to": self.user, "undo_days": 0}, {}),
            ("POST", "/api/task", {"subject": f"w{number}", "owner": other}, {}),
            ("POST", "/api/contact", {"name": f"w{number}", "owner": self.user}, {}),
        ]

    def import_users(self, report):
        """People and roles by a file."""
        number = self.random.randrange(10**9)
        for name, table in {
            "user": f"name,email,role\nw,w{number}@example.com,administrator\n",
            "role": f"name,code\nw,w{number}\n",
        }.items():
            status, data, _ = self.client.send("POST", "/api/imports?name=w.csv", table.encode())
            if status != 201:
                return
            batch = json.loads(data)["import"]["id"]
            columns = table.split("\n")[0].split(",")
            plan = {"object": name, "mapping": [{"column": at, "path": path} for at, path in enumerate(columns)]}
            for verb in ("check", "run"):
                status, data, _ = self.client.send("POST", f"/api/imports/{batch}/{verb}", plan)
                report.check(
                    "walk step", status in (403, 404, 422), self.user, "import of", name, verb, status, data[:200]
                )

    def go(self, report, steps):
        rights = f"/api/access/rights?user={self.user}"
        before = self.world.admin.ask("GET", rights)
        seen = self.seen()
        taken = []
        for _ in range(steps):
            method, target, body, headers = self.step()
            status, data, _ = self.client.send(method, target, body, headers)
            taken.append((method, target, body, status))
            places = ("/api/role", "/api/user", "/api/accounts", "/api/settings", "/api/keys", "/api/hand-over")
            is_user_or_role = any(place in target for place in places)
            is_refused = self.looks_after or not (is_user_or_role and status < 300)
            report.check("walk step", is_refused, self.user, taken[-1], data[:200])
        if self.random.random() < 0.05:
            self.import_users(report)
        report.check("walk", is_within(self.world.admin.ask("GET", rights), before), self.user, taken)
        report.check("walk", self.seen() <= seen, self.user, taken)

    def seen(self):
        status, data, _ = self.client.send("GET", "/api/customer?page_size=1000&fields=name")
        return {part.split(b'"')[0] for part in data.split(b'"id":"')[1:]} if status == 200 else set()


def walk(world, report, count, seed):
    """`count` walks of up to six steps each."""
    people = [user for user, person in world.users.items() if person["role"] != "administrator"]
    chosen = random.Random(seed)
    for number in range(count):
        Walker(world, chosen.choice(people), seed * 1000 + number).go(report, chosen.randrange(1, 7))
