"""Texts found nowhere else, planted in every field that a role hides or masks; then every answer is searched."""

import io
import json
import socket
import time
import urllib.parse
import zipfile
import zlib

MARK = "KANARI"
TEXTS = {
    "customer": ["code", "wechat", "industry", "country", "tags", "channel", "competitor", "remark"],
    "contact": ["position", "wechat", "remark"],
    "order": ["payment_method", "channel", "remark"],
    "product": ["category", "vendor"],
    "task": ["remark"],
}
TITLES = {"order": "number", "contact": "name", "task": "subject", "product": "name"}
MASKED_TITLES = ("contact", "product")  # the others' are hidden
SKU = "可见的产品"


def canary(*parts):
    return MARK + "".join(part[:3].upper() for part in parts) + f"{zlib.crc32(repr(parts).encode()) % 10**6:06}"


class Planted:
    """Records with a canary in every text field; a role from which half of them are hidden and the others masked."""

    def __init__(self, world):
        self.world = world
        self.texts = {}  # (object, field) -> canary
        self.numbers = {"phone": "13987650421", "email": "kanariphone7731@example.org", "birth_date": "1971-03-29"}
        self.fields = {}
        for number, (name, fields) in enumerate(sorted(TEXTS.items())):
            hidden = {field: ("hidden", "masked")[(i + number) % 2] for i, field in enumerate(fields)}
            if name in TITLES:
                hidden[TITLES[name]] = "masked" if name in MASKED_TITLES else "hidden"
            if name in ("customer", "contact"):
                hidden.update({"phone": "masked", "email": "hidden"})
            if name == "customer":
                hidden.update(
                    {"birth_date": "masked", "gender": "masked", "address": "hidden", "credit_code": "hidden"}
                )
            self.fields[name] = hidden
        rights = {
            name: {"read": "all", "edit": "all", "create": True, "import": True, "export": "all", "fields": fields}
            for name, fields in self.fields.items()
        }
        world.create("role", {"name": "blind", "code": "blind", "rights": {**rights, "import_batch": "own"}})
        self.plant()
        address = "blind@example.com"
        self.user = world.admin.ask(
            "POST",
            "/api/accounts/users",
            {"name": "blind", "email": address, "role": "blind", "password": "correct-horse-battery-staple-9"},
        )["id"]
        self.client = type(world.admin)(world.server.port)
        self.client.sign_in(address)

    def body(self, name):
        body = {}
        for field in TEXTS[name] + ([TITLES[name]] if name in TITLES else []):
            body[field] = self.texts[name, field] = canary(name, field)
        return body

    def plant(self):
        ask = self.world.admin.ask
        facts = {
            "phone": self.numbers["phone"],
            "email": self.numbers["email"],
            "birth_date": self.numbers["birth_date"],
            "gender": "female",
            "address": {"city": "上海市", "detail": canary("customer", "address")},
        }
        self.texts["customer", "address"] = facts["address"]["detail"]
        made = ask("POST", "/api/customer", {**self.body("customer"), **facts, "name": "可见的客户"})["record"]
        self.customer = made["id"]
        # A tracked field that changes leaves its values on the timeline.
        ask("PATCH", f"/api/customer/{self.customer}", {"phone": "13987650422"}, {"If-Match": f'"{made["version"]}"'})
        ask(
            "PATCH",
            f"/api/customer/{self.customer}",
            {"phone": self.numbers["phone"]},
            {"If-Match": f'"{made["version"] + 1}"'},
        )
        link = {"customer": self.customer}
        contact = {"phone": "13987650433", "email": "kanaricontact8842@example.org"}
        self.records = {
            "customer": self.customer,
            "contact": ask("POST", "/api/contact", {**self.body("contact"), **contact, **link})["record"]["id"],
            "order": ask("POST", "/api/order", {**self.body("order"), **link, "ordered_at": "2026-01-02T03:04:05Z"})[
                "record"
            ]["id"],
            "task": ask("POST", "/api/task", {**self.body("task"), **link})["record"]["id"],
            "product": ask(
                "POST",
                "/api/product",
                {**self.body("product"), "sku": SKU, "cost": {"amount": 77123.45, "currency": "CNY"}},
            )["record"]["id"],
        }

    def secrets(self):
        return [
            *self.texts.values(),
            "3987650421",
            "3987650422",
            "kanariphone",
            "1971-03-29",
            "3987650433",
            "kanaricontact",
            "77123.45",
            "7712345",
        ]


def asked(planted):
    """(what, method, target, body, headers) of everything that could tell."""
    for name, record in planted.records.items():
        base, path = f"/api/{name}", f"/api/{name}/{record}"
        yield "list", "GET", base + "?page_size=1000", None, {}
        yield "record", "GET", path, None, {}
        yield "record in Chinese", "GET", path, None, {"Accept-Language": "zh"}
        yield "shares", "GET", path + "/shares", None, {}
        yield "export", "GET", base + "/export?format=csv", None, {}
        yield "explained", "GET", f"/api/access/explain?object={name}&id={record}&verb=edit", None, {}
        yield "conflict", "PATCH", path, {}, {"If-Match": '"999"'}
        for field in planted.fields[name]:
            text = planted.texts.get((name, field), planted.numbers.get(field, "x"))
            yield "similar", "GET", f"{base}/similar?{field}={urllib.parse.quote(text)}", None, {}
            yield "write", "PATCH", path, {field: text}, {"If-Match": '"1"'}
            yield "create", "POST", base + "?batch", {"items": [{field: text}]}, {}
    for target in ("volume", "timeline", "timeline?limit=500"):
        yield target, "GET", f"/api/customer/{planted.customer}/{target}", None, {}
    for target in (
        "/api/workbench",
        "/api/objects",
        "/api/analysis",
        "/api/openapi.json",
        "/api/imports",
        "/api/session",
        "/api/access/rights",
        "/api/audit",
        "/api/hand-over",
        "/api/order_line",
        "/api/search?q=" + MARK,
        "/api/search?q=987650421",
    ):
        yield "page", "GET", target, None, {}


def check_questions(planted, report):
    """A field that is hidden or masked cannot be asked about: filter, search, order, group, fields."""
    ask = planted.client.send
    for name, fields in planted.fields.items():
        visible = {item["id"] for item in planted.client.ask("GET", f"/api/{name}?page_size=1000&order_by=id")["items"]}
        report.check("canary", planted.records[name] in visible, name, "the planted record is not listed")
        for field, right in fields.items():
            text = planted.texts.get((name, field), planted.numbers.get(field, "x"))
            for filter_text in (
                f'{field} = "{text}"',
                f'{field}:"{text[:7]}"',
                f"{field}:*",
                f'NOT {field} = "{text}"',
                f'{field} >= "{text}"',
                f'created_at:* AND ({field}:"{text}" OR created_at:*)',
            ):
                status, _, _ = ask("GET", f"/api/{name}?filter={urllib.parse.quote(filter_text)}")
                report.check("canary", status in (400, 403), name, field, filter_text, status)
            for order in (field, f"-{field}", f"id,{field}"):
                status, _, _ = ask("GET", f"/api/{name}?order_by={order}")
                report.check("canary", status in (400, 403) or order == f"id,{field}", name, order, status)
            found = planted.client.ask("GET", f"/api/{name}?q={urllib.parse.quote(text)}")
            report.check(
                "canary", planted.records[name] not in {i["id"] for i in found["items"]}, name, field, "search"
            )
            if right == "hidden":
                status, _, _ = ask("GET", f"/api/{name}?fields=id,{field}")
                report.check("canary", status in (400, 403), name, field, "fields", status)


def check_import(planted, report, search):
    """The preview proposes no field that may not be written; its findings tell of no record."""
    texts = planted.texts
    csv = f"客户名称,电话,备注,微信\n可见的客户,{planted.numbers['phone']},{texts['customer', 'remark']},x\n".encode()
    status, data, _ = planted.client.send("POST", "/api/imports?name=x.csv&object=customer", csv)
    report.check("canary", status == 201, "upload", status, data[:300])
    answer = json.loads(data)
    targets = {target["path"].split(".")[0] for target in answer["preview"]["targets"]}
    for field in planted.fields["customer"]:
        report.check("canary", field not in targets, "import target", field)
    plan = {"object": "customer", "mapping": [{"column": 0, "path": "name"}, {"column": 1, "path": "phone"}]}
    status, data, _ = planted.client.send("POST", f"/api/imports/{answer['import']['id']}/check", plan)
    report.check("canary", status == 422 or status == 403, "plan with a masked field", status, data[:300])
    plan["mapping"] = [{"column": 0, "path": "name"}]
    search("import check", planted.client.send("POST", f"/api/imports/{answer['import']['id']}/check", plan)[1])


def listen(planted):
    """What the stream of changes tells while a record with canaries is written."""
    stream = socket.create_connection(("127.0.0.1", planted.world.server.port), timeout=3)
    stream.sendall(
        (
            f"GET /api/changes HTTP/1.1\r\nHost: 127.0.0.1:{planted.world.server.port}\r\n"
            f"Cookie: {planted.client.cookie}\r\nAccept: text/event-stream\r\n\r\n"
        ).encode()
    )
    planted.world.admin.ask(
        "POST", "/api/task", {"subject": canary("task", "stream"), "remark": canary("task", "remark")}
    )
    got, until = b"", time.monotonic() + 1.5
    while time.monotonic() < until and b"tsk_" not in got:
        try:
            got += stream.recv(65536)
        except TimeoutError:
            break
    stream.close()
    return got


def look_at_titles(planted, report, search):
    """Records are found by a field that is open, and not named by a title that is not."""
    sku = urllib.parse.quote(SKU)
    found = {f"/api/{name}/similar?customer={planted.customer}": name for name in ("contact", "order", "task")}
    found |= {f"/api/product/similar?sku={sku}": "product", f"/api/search?q={sku}": "product"}
    for target, name in found.items():
        _, data, _ = planted.client.send("GET", target)
        report.check("canary", planted.records[name].encode() in data, "not found", target, data[:300])
        search(target, data)


def look_for_canaries(planted, report):
    secrets = [secret.encode() for secret in planted.secrets()]
    escaped = [json.dumps(secret.decode()).strip('"').encode() for secret in secrets]

    def search(what, data, given=""):
        for secret in {*secrets, *escaped}:
            if secret.decode() in given:
                continue  # It was in the question.
            report.check("canary", secret not in data, what, secret, data[:600])

    for what, method, target, body, headers in asked(planted):
        _, data, _ = planted.client.send(method, target, body, headers)
        search(
            f"{what} {method} {target}", data, urllib.parse.unquote(target) + json.dumps(body or "", ensure_ascii=False)
        )
    look_at_titles(planted, report, search)
    check_questions(planted, report)
    check_import(planted, report, search)
    told = listen(planted)
    report.check("canary", b"tsk_" in told, "the stream told nothing", told[:300])
    search("stream of changes", told)


def plant_many(planted, count):
    """`count` records more, each with canaries of its own in every text that is hidden or masked."""
    ask, each = planted.world.admin.ask, max(1, count // len(TEXTS))
    for name in TEXTS:
        items = []
        for number in range(each):
            body = {field: canary(name, field, str(number)) for field in TEXTS[name]}
            body |= {TITLES[name]: canary(name, TITLES[name], str(number))} if name in TITLES else {}
            shown = {"customer": {"name": f"可见{number}"}, "product": {"sku": f"可见{number}"}}
            body |= shown.get(name, {"customer": planted.customer})
            items.append(body | ({"ordered_at": "2026-01-02T03:04:05Z"} if name == "order" else {}))
        made = ask("POST", f"/api/{name}?batch", {"items": items})["items"]
        planted.more = {**getattr(planted, "more", {}), name: [item["id"] for item in made]}


def look_through_everything(planted, report, folder, count):
    """B4: what a person without the fields is sent, by whatever way, has none of `count` records' canaries in it."""
    plant_many(planted, count)
    mark, send = MARK.encode(), planted.client.send
    words = [MARK, MARK[:4], MARK.lower(), "可见"]

    def look(what, data):
        report.check("canary", mark not in data.upper(), what, data[max(0, data.upper().find(mark) - 200) :][:400])

    for name, records in planted.more.items():
        for query in ("page_size=1000", "page_size=1000&order_by=-id", "page_size=1000&filter=version%20%3E%200"):
            look(f"list {name}", send("GET", f"/api/{name}?{query}")[1])
        for form in ("csv", "xlsx"):
            look(f"export {name}", unzipped(send("GET", f"/api/{name}/export?format={form}")[1]))
        for record in records:
            for what in ("", "/shares") + (("/volume", "/timeline?limit=500") if name == "customer" else ()):
                look(f"{name}{what}", send("GET", f"/api/{name}/{record}{what}")[1])
            look(f"conflict {name}", send("PATCH", f"/api/{name}/{record}", {}, {"If-Match": '"99"'})[1])
            explained = f"/api/access/explain?object={name}&id={record}&verb=read"
            look(f"explain {name}", send("GET", explained)[1])
    for word in words:
        for name in planted.more:
            target = f"/api/{name}?q={urllib.parse.quote(word)}&page_size=1000"
            look("found", send("GET", target)[1])
        look("found", send("GET", f"/api/search?q={urllib.parse.quote(word)}")[1])
    for target in ("workbench", "audit", "imports", "analysis", "hand-over", "objects", "openapi.json", "session"):
        look(target, send("GET", f"/api/{target}")[1])
    look_at_moves(planted, report, look)
    time.sleep(0.3)
    look("the log", planted.world.server.log.read_bytes())


def look_at_moves(planted, report, look):
    """The record of a transfer names what was moved, by titles that some may not see."""
    send = planted.client.send
    to = next(iter(planted.world.users))
    for name in ("order", "contact", "task"):
        some = planted.more[name][:3]
        status, data, _ = send("POST", f"/api/{name}/transfer", {"ids": some, "to": to, "undo_days": 1})
        report.check("canary", status == 200, "transfer", name, status, data[:200])
        if status == 200:
            look(f"transfer {name}", data)
            move = json.loads(data)["id"]
            look(f"moved {name}", send("GET", f"/api/hand-over/{move}?items={name}")[1])
    look("moves", send("GET", "/api/hand-over")[1])


def unzipped(data):
    """The texts of a workbook; other bytes as they are."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return b"\n".join(book.read(name) for name in book.namelist())
