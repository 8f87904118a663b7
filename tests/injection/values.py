"""C1: text that would be SQL, in every place that takes text. It is a value there, or it is refused."""

import contextlib
import json
import statistics
import threading
import time
import unicodedata
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

from payloads import SLOW, payloads

KEPT = ("remark", "competitor", "channel")  # fields that keep a text as it came


def quoted(text):
    return urllib.parse.quote(text, safe="")


def literal(text):
    """A text as the condition language writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def csv_cell(text):
    return '"' + text.replace('"', '""') + '"'


class Values:
    def __init__(self, company, report, count):
        self.company, self.report = company, report
        self.client = company.person
        self.payloads = payloads(count)
        self.took = {"plain": [], "slow": []}
        self.exports = threading.Lock()

    def send(self, what, method, target, body=None, headers=(), allowed=()):
        """Passes when it is refused or done, never broken, and tells nothing of others."""
        with self.exports if what == "export" else contextlib.nullcontext():  # Few may run at once.
            begun = time.monotonic()
            status, data, _ = self.client.send(method, target, body, headers)
            took = time.monotonic() - begun
        is_fine = status in allowed if allowed else status < 500
        self.report.check("value", is_fine, what, method, target[:200], status, data[:300])
        told = [other for other in self.company.others if other.encode() in data]
        self.report.check("value", not told, what, "tells of others", told, method, target[:200], data[:300])
        return status, data, took

    def where(self, text):
        """(what, method, target, body, headers, statuses allowed) of every place for a text."""
        said, own = quoted(text), self.company.own
        customer = f"/api/customer/{own['customer'][0]}"
        yield "filter", "GET", f"/api/customer?filter={said}", None, {}, (200, 400, 403)
        yield "filter value", "GET", f"/api/customer?filter={quoted('name = ' + literal(text))}", None, {}, (200, 400)
        yield "filter part", "GET", f"/api/customer?filter={quoted('remark:' + literal(text))}", None, {}, (200, 400)
        yield "filter link", "GET", f"/api/order?filter={quoted('customer.name = ' + literal(text))}", None, {}, (
            200,
            400,
        )
        inner = quoted(f"count(order, 90d, {literal('number = ' + literal(text))}) >= 0")
        yield "filter in filter", "GET", f"/api/customer?filter={inner}", None, {}, (200, 400)
        for name in ("q", "order_by", "fields", "page", "page_size", "page_token", "total", text):
            yield name, "GET", f"/api/customer?{quoted(name)}={said}", None, {}, (200, 400)
        for name in ("filter", "q", "order_by", "fields", "format"):
            yield "export", "GET", f"/api/customer/export?{name}={said}", None, {}, (200, 400)
        yield "object", "GET", f"/api/{said}", None, {}, ()
        yield "id", "GET", f"/api/customer/{said}", None, {}, ()
        yield "similar", "GET", f"/api/customer/similar?name={said}&{said}={said}&id={said}", None, {}, (
            (200,) if "\0" not in text else (400,)
        )
        yield "search", "GET", f"/api/search?q={said}", None, {}, (200,) if "\0" not in text else (400,)
        yield "timeline", "GET", f"{customer}/timeline?source={said}&kind={said}", None, {}, (200, 400)
        yield "timeline place", "GET", f"{customer}/timeline?before={said}&limit={said}", None, {}, (200, 400)
        yield "entry", "POST", f"{customer}/timeline", {"kind": text, "text": text}, {}, (400, 422)
        yield "share", "POST", f"{customer}/shares", {"to": text, "verb": text, "until": text}, {}, (400, 422)
        yield "unshare", "DELETE", f"{customer}/shares/{said}", None, {}, ()
        yield "reveal", "POST", f"{customer}/reveal", {"field": text, "reason": text}, {}, (400,)
        yield "transfer", "POST", "/api/customer/transfer", {
            "filter": text,
            "to": self.company.user,
            "undo_days": 1,
        }, {}, ()
        yield "transfer ids", "POST", "/api/customer/transfer", {"ids": [text], "to": text}, {}, ()
        yield "hand-over", "GET", f"/api/hand-over/{said}?items={said}", None, {}, ()
        everything = "&".join(f"{part}={said}" for part in ("object", "id", "verb", "field", "user"))
        yield "explain", "GET", f"/api/access/explain?{everything}", None, {}, ()
        yield "member", "POST", "/api/customer", {"name": "x", text: text}, {}, (422,)
        yield "part", "POST", "/api/customer", {"name": "x", "address": {text: text}}, {}, (400, 422)
        yield "choice", "POST", "/api/customer", {"name": "x", "stage": text}, {}, (422,)
        yield "link", "POST", "/api/customer", {"name": "x", "owner": text}, {}, (422,)
        yield "date", "POST", "/api/customer", {"name": "x", "birth_date": text}, {}, (422,)
        yield "batch", "POST", "/api/customer?batch", {"items": [{"name": "x", text: 1}]}, {}, (422,)
        yield "items", "POST", "/api/customer?batch", {"items": [text]}, {}, (400,)
        yield "sign-in", "POST", "/api/account/password", {text: text}, {}, (422,)
        yield "imports", "GET", f"/api/imports/{said}/preview?object={said}", None, {}, ()
        header = text.encode("ascii", "ignore").decode().translate({i: None for i in [*range(32), 127]}).strip()
        for name in ("Idempotency-Key", "If-Match", "Authorization", "Accept-Language", "If-None-Match", "Range"):
            yield name, "PATCH", customer, {"nobody": 1}, {name: header or "x"}, ()

    def ask_all(self):
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(self.ask_with, self.payloads))

    def ask_with(self, text):
        for what, method, target, body, headers, allowed in self.where(text):
            took = self.send(what, method, target, body, headers, allowed)[2]
            self.took["slow" if text in SLOW else "plain"].append((took, what, method, target, body, headers))

    def check_time(self):
        """What takes seconds when it runs takes no longer than any other text: within three standard deviations."""
        times = sorted(took for took, *_ in self.took["plain"])
        most = statistics.fmean(times) + 3 * statistics.pstdev(times)
        for took, what, method, target, body, headers in self.took["slow"]:
            again = took
            for _ in range(5):
                if again <= most:
                    break
                begun = time.monotonic()
                self.client.send(method, target, body, headers)
                again = time.monotonic() - begun
            self.report.check("time", again <= most, what, method, target[:200], again, most)

    def check_kept(self):
        """Each text as a value: kept as it is, found by what it is, and by nothing else."""
        texts = [text for text in self.payloads if text.isprintable() and text == text.strip() and text]
        items = [{"name": f"客户甲{number}", **{field: text for field in KEPT}} for number, text in enumerate(texts)]
        answer = self.client.ask("POST", "/api/customer?batch", {"items": items})
        kept = {}
        for item in self.client.ask("GET", "/api/customer?page_size=1000")["items"]:
            kept[item["id"]] = item
        for made, text in zip(answer["items"], texts):
            for field in KEPT:
                wanted = text if field == "remark" else tidy(text)
                found = kept[made["id"]].get(field)
                self.report.check("kept", found == wanted, field, text, found)

        def find(text):
            for field in KEPT[:2]:
                target = f"/api/customer?page_size=1000&fields=name&filter={quoted(f'{field} = {literal(text)}')}"
                status, data, _ = self.client.send("GET", target)
                if status == 400 and ("*" in text or len(text.encode()) > 1000):
                    continue  # A star in the middle is refused: it could be meant as a pattern.
                found = {item["id"] for item in json.loads(data)["items"]} if status == 200 else status
                self.report.check("rows", found == matching(kept, field, text), field, text, found)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(find, texts))

    def check_import(self):
        """Headings, cells, names of files and of columns' fields."""
        texts = [text for text in self.payloads if "\x00" not in text]
        for start in range(0, len(texts), 50):
            some = texts[start : start + 50]
            table = ",".join(map(csv_cell, some)) + "\n" + ",".join(map(csv_cell, reversed(some))) + "\n"
            target = f"/api/imports?name={quoted(some[0])}&object=customer"
            status, data, _ = self.send("headings", "POST", target, table.encode())
            if status != 201:
                continue
            batch = json.loads(data)["import"]["id"]
            for text in some:
                plan = {"object": "customer", "mapping": [{"column": 0, "path": text}]}
                self.send("mapping", "POST", f"/api/imports/{batch}/check", plan, {}, (400, 403, 404, 422))
                plan = {"object": "customer", "mapping": [{"column": 0, "path": "name"}], "constants": {text: text}}
                self.send("constant", "POST", f"/api/imports/{batch}/check", plan, {}, (400, 403, 404, 422))
                plan = {"object": text, "mapping": [], "policy": text, "currency": text, "date_order": text}
                self.send("plan", "POST", f"/api/imports/{batch}/check", plan, {}, (400, 403, 404, 422))
            plan = {
                "object": "customer",
                "mapping": [{"column": column, "path": path} for column, path in enumerate(["name", *KEPT])],
            }
            self.send("check", "POST", f"/api/imports/{batch}/check", plan, {}, (200,))


def tidy(text):
    """What a text of one line becomes: full-width letters half-width, blanks one."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def matching(kept, field, text):
    """The oracle: a star at an end stands for anything, all else for itself; letters without regard to case are not."""
    if text == "*":
        return {record for record, item in kept.items() if item.get(field)}
    begins, ends = text.endswith("*"), text.startswith("*")
    core = text[1 if ends else 0 : -1 if begins else None]
    tests = {
        (False, False): lambda value: value == text,
        (True, False): lambda value: value.startswith(core),
        (False, True): lambda value: value.endswith(core),
        (True, True): lambda value: core in value,
    }
    return {record for record, item in kept.items() if tests[begins, ends](item.get(field) or "")}
