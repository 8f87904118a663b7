"""Two people and what each has, so that one record too many can be seen."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT / "tests/access"))
from oracle import declarations  # noqa: E402
from world import PASSWORD, Client  # noqa: E402


class Company:
    """`own`: what the person who asks has; `others`: ids that no answer may tell them."""

    def __init__(self, server):
        self.server = server
        self.declared = declarations(ROOT)
        self.admin = Client(server.port)
        person = {"name": "administrator", "email": "administrator@example.com", "password": PASSWORD}
        self.admin.ask("POST", "/api/setup", {"token": server.token, **person})
        self.admin.sign_in("administrator@example.com")
        self.person = Client(server.port)
        rights = {name: "own" for name in ("customer", "contact", "order", "task", "import_batch")}
        body = {"name": "asker", "code": "asker", "rights": {**rights, "product": "read", "user": "read"}}
        self.admin.ask("POST", "/api/role", {**body, "export_rows_per_day": 10**9})
        account = {"name": "li", "email": "li@example.com", "role": "asker", "password": PASSWORD}
        self.user = self.admin.ask("POST", "/api/accounts/users", account)["id"]
        self.person.sign_in("li@example.com")
        self.own, self.others, self.versions = {}, set(), {}
        for number in range(3):
            self.make(self.person, number, True)
            self.make(self.admin, number + 10, False)

    def make(self, client, number, is_own):
        customer = {"name": f"客户{number}", "phone": f"1380000{number:04}", "remark": f"备注{number}"}
        made = {"customer": client.ask("POST", "/api/customer", customer)["record"]["id"]}
        link = {"customer": made["customer"]}
        made["contact"] = client.ask("POST", "/api/contact", {"name": f"联系人{number}", **link})["record"]["id"]
        made["task"] = client.ask("POST", "/api/task", {"subject": f"任务{number}", **link})["record"]["id"]
        order = {
            "number": f"N-{number}",
            "ordered_at": "2026-01-02T03:04:05Z",
            **link,
            "lines": [{"description": "行", "quantity": 1, "unit_price": 2}],
        }
        made["order"] = client.ask("POST", "/api/order", order)["record"]["id"]
        if is_own:
            for name, record in made.items():
                self.own.setdefault(name, []).append(record)
        else:
            self.others |= set(made.values())

    def paths(self, name):
        """The names that fields of an object have, with the parts of addresses and the like."""
        parts = {
            "address": ("region", "province", "city", "district", "detail", "latitude", "longitude"),
            "money": ("amount", "currency"),
        }
        found = {"id", "version", "created_at", "created_by", "updated_at", "updated_by", "origin"}
        found |= {"owner"} if self.declared[name].get("owned") else set()
        for field, said in self.declared[name]["fields"].items():
            found |= {field, *(f"{field}.{part}" for part in parts.get(said.get("result", said["type"]), ()))}
        return sorted(found)
