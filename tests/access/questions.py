"""B5: a field that is hidden or masked answers no question: guesses that are right and wrong look alike."""

import json
import random
import urllib.parse

FIELDS = {"phone": "+8613987650421", "email": "kanariphone7731@example.org", "credit_code": "91310000MA1FL2AB0X"}


def said(text):
    return urllib.parse.quote(text, safe="")


class Guesser:
    """Somebody who sees the records, and not these fields of them."""

    def __init__(self, planted, report, seed):
        self.planted, self.report, self.random = planted, report, random.Random(seed)
        self.send = planted.client.send
        target = f"/api/customer?page_size=1&order_by=phone&filter={said('phone:*')}"
        self.cursor = planted.world.admin.ask("GET", target)["next_page_token"]

    def forms(self, field, guess):
        """(what, method, target, body): each would tell whether `guess` is right, if it were answered."""
        text = '"' + guess + '"'
        conditions = {
            "is": f"{field} = {text}",
            "is not": f"{field} != {text}",
            "more": f"{field} >= {text}",
            "less": f"{field} < {text}",
            "begins": f'{field} = "{guess[: 1 + len(guess) // 2]}*"',
            "contains": f"{field}:{text}",
            "not": f"NOT {field} = {text}",
            "or": f"name = 1 OR {field} = {text}",
            "one of": f"{field} = ({text} OR nobody)",
            "part": f"{field}.city = {text}",
        }
        for what, condition in conditions.items():
            yield what, "GET", f"/api/customer?filter={said(condition)}", None
        some = list(conditions.items())
        what, condition = self.random.choice(some)
        yield "export " + what, "GET", f"/api/customer/export?format=csv&filter={said(condition)}", None
        yield "transfer " + what, "POST", "/api/customer/transfer", {
            "filter": condition,
            "to": self.planted.user,
            "undo_days": 0,
        }
        yield "linked", "GET", f"/api/order?filter={said(f'customer.{field} = {text}')}", None
        linked = said(f"customer.{field} = {text}")
        yield "linked export", "GET", f"/api/contact/export?format=csv&filter={linked}", None
        counted = said(f"count(contact, 90d, '{field} = {text}') > 0")
        yield "counted", "GET", f"/api/customer?filter={counted}", None
        yield "q", "GET", f"/api/customer?q={said(guess)}&fields=name", None
        yield "q of all", "GET", f"/api/search?q={said(guess)}", None
        yield "similar", "GET", f"/api/customer/similar?{field}={said(guess)}", None
        yield "made", "POST", "/api/customer", {"name": "猜", field: guess}
        yield "changed", "PATCH", f"/api/customer/{self.planted.customer}", {field: guess}

    # What is no condition tells of matches by what it holds, not by being refused.
    MAY_ANSWER = ("q", "q of all", "similar")

    def ask(self, method, target, body, guess):
        status, data, _ = self.send(method, target, body, {"If-Match": '"3"'} if method == "PATCH" else {})
        try:
            answer = json.loads(data)
            answer.pop("id", None)
        except ValueError:
            answer = data.decode("utf-8", errors="replace")
        half = guess[: 1 + len(guess) // 2]
        return status, json.dumps(answer, ensure_ascii=False).replace(guess, "GUESS").replace(half, "GUESS")

    def wrong_guess(self, right):
        """As long and of the same kind, so that only being right could make a difference."""
        digits = [at for at, letter in enumerate(right) if letter.isdigit()][-6:]
        letters = list(right)
        for at in digits:
            letters[at] = self.random.choice([d for d in "123456789" if d != right[at]])
        return "".join(letters)

    def go(self, count):
        asked = 0
        while asked < count:
            field = self.random.choice(sorted(FIELDS))
            right = FIELDS[field]
            wrong = self.wrong_guess(right)
            for one, other in zip(self.forms(field, right), self.forms(field, wrong)):
                if one[0] != other[0]:
                    continue
                first = self.ask(*one[1:], right)
                second = self.ask(*other[1:], wrong)
                asked += 2
                self.report.check("guess", first == second, field, one[0], first, second)
                is_refused = first[0] in (400, 403, 422) or one[0] in self.MAY_ANSWER and first[0] == 200
                self.report.check("guess", is_refused, field, one[0], "answered", first)
        self.check_orders()

    def check_orders(self):
        """An order is an answer, too: of the list, of an export, of a page that another's order began."""
        for field in FIELDS:
            for order in (field, f"-{field}", f"name,{field}", f"{field} desc"):
                for target in ("/api/customer?order_by=", "/api/customer/export?format=csv&order_by="):
                    status, data, _ = self.send("GET", target + said(order))
                    self.report.check("guess", status in (400, 403), field, target, order, status, data[:200])
        status, data, _ = self.send("GET", f"/api/customer?order_by=phone&page_token={said(self.cursor or 'x')}")
        self.report.check("guess", status in (400, 403), "the page of another's order", status, data[:300])
        # A place in a list is a number, and nothing of what stands there.
        self.report.check(
            "guess", self.cursor is None or self.cursor.isdigit(), "what a page's token holds", self.cursor
        )
