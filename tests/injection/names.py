"""C2: names that no field has, wherever a name decides what is read: each is refused with 400, none breaks."""

import random
import re
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

from payloads import name

OBJECTS = ("customer", "contact", "order", "task", "product", "user")


def order_is_known(text, known):
    """docs/guide/api.md: names with commas between them, a minus before one; " desc" or " asc" after it."""
    if not text:
        return True
    for item in text.split(","):
        item = re.sub(r"^ *-?", "", item.rstrip(" "))
        item = re.sub(r" (desc|asc)$", "", item).strip(" ")
        if item not in known and not (item == "" and text.endswith(",") and text != ","):
            return False
    return True


def fields_are_known(text, known):
    """Names with commas between them; a part of a field stands for the field."""
    return all(item.split(".")[0] in {path.split(".")[0] for path in known} for item in text.split(",") if item)


PLAIN = re.compile(r"^[^\W\d][\w.]*$")


class Names:
    def __init__(self, company, report, seed):
        self.company, self.report, self.seed = company, report, seed
        self.known = {one: set(company.paths(one)) for one in OBJECTS}

    def one(self, chosen, client):
        one = chosen.choice(OBJECTS)
        known = self.known[one]
        text = name(chosen, sorted(known))
        place = chosen.choice(["order_by", "order_by", "fields", "filter", "filter", "count", "export", "sum"])
        said = lambda value: urllib.parse.quote(value, safe="")  # noqa: E731
        if place == "order_by":
            is_known, target = order_is_known(text, known), f"/api/{one}?order_by={said(text)}"
        elif place == "fields":
            is_known, target = fields_are_known(text, known), f"/api/{one}?fields={said(text)}"
        elif place == "export":
            is_known, target = order_is_known(text, known), f"/api/{one}/export?format=csv&order_by={said(text)}"
        else:
            if not PLAIN.match(text):
                text = "x" + re.sub(r"[^\w.]", "", text).strip(".")
            head = text.split(".")[0]
            form = {"filter": f"{text} = 1", "count": f"count({text}) > 1", "sum": f"sum(order.{text}) > 1"}[place]
            # A known field before the first dot may lead on, to a record that it links to; then only 5xx is wrong.
            is_known = head in {path.split(".")[0] for path in known} or place != "filter" and head in self.everything()
            target = f"/api/{one}?filter={said(form)}"
        status, data, _ = client.send("GET", target)
        if is_known:
            self.report.check("name that may be known", status in (200, 400, 403), place, one, text, status, data[:200])
        else:
            self.report.check("name", status == 400, place, one, text, status, data[:200])

    def everything(self):
        fields = {path.split(".")[0] for paths in self.known.values() for path in paths}
        return fields | set(self.company.declared) | {"call", "visit", "meeting", "note", "mail", "chat"}

    def ask_many(self, count):
        threads = 4

        def some(number):
            chosen = random.Random(self.seed * 1000 + number)
            for _ in range(count // threads):
                self.one(chosen, self.company.admin)

        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(some, range(threads)))

    def check_seen(self):
        """The names that there are do work: a run in which everything is refused shows nothing."""
        for one in OBJECTS:
            for path in sorted(self.known[one]):
                status, data, _ = self.company.admin.send("GET", f"/api/{one}?fields={path}&page_size=1")
                self.report.check("known name", status == 200, one, path, status, data[:200])
