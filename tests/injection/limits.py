"""F4: each limit from below, at it and from above, with the status that belongs to it, and nothing done above it."""

import json
import re
import socket

# As core/http/limits.hpp, core/base/json.hpp and docs/guide/api.md have them.
TARGET_BYTES = 8 * 1024
FIELD_BYTES = 16 * 1024
FIELD_COUNT = 100
BODY_BYTES = 8 * 1024 * 1024
UPLOAD_BYTES = 8 * 1024 * 1024 * 1024
DEPTH = 64
BATCH = 10_000
CONDITION_BYTES = 8 * 1024
CONDITION_TERMS = 200
CONDITION_DEPTH = 64


class Limits:
    def __init__(self, company, report):
        self.company, self.report = company, report
        self.port = company.server.port

    def raw(self, data, ends=True):
        """The status, and the whole answer, to bytes as they are; 100 when the server asks for the body."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            try:
                connection.sendall(data)
                if ends:
                    connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # Refused before all of it was sent; the answer tells.
            answer = b""
            while b"\r\n\r\n" not in answer:
                try:
                    more = connection.recv(65536)
                except ConnectionResetError:
                    break
                if not more:
                    break
                answer += more
        status = re.match(rb"HTTP/1\.1 (\d+)", answer)
        return (int(status.group(1)) if status else 0), answer

    def head(self, method, target, fields=()):
        host = f"127.0.0.1:{self.port}"
        lines = [
            f"{method} {target} HTTP/1.1",
            f"Host: {host}",
            f"Origin: http://{host}",
            f"Cookie: {self.company.admin.cookie}",
        ]
        return "\r\n".join([*lines, *fields]).encode()

    def check(self, what, limit, ask, below, above):
        """`ask(size)` gives a status; `below`: those that are fine up to the limit."""
        for size in (limit - 1, limit, limit + 1):
            status = ask(size)
            wanted = below if size <= limit else above
            self.report.check("limit", status in wanted, what, f"limit {limit}", f"at {size}", status, "not in", wanted)

    def target(self, size):
        start = "/api/customer?q="
        return self.raw(self.head("GET", start + "a" * (size - len(start))) + b"\r\n\r\n")[0]

    def field_bytes(self, size):
        """All field lines with their line ends, the empty line aside."""
        head = self.head("GET", "/api/health")
        own = len(head.split(b"\r\n", 1)[1]) + 2
        return self.raw(head + b"\r\nX-Fill: " + b"a" * (size - own - len("X-Fill: \r\n")) + b"\r\n\r\n")[0]

    def field_count(self, size):
        head = self.head("GET", "/api/health", [f"X-Field-{number}: 1" for number in range(size - 3)])
        return self.raw(head + b"\r\n\r\n")[0]

    def body(self, size):
        body = b'{"name": "' + b" " * (size - 12) + b'"}'
        status, _, _ = self.company.admin.send("POST", "/api/customer", body, {"Content-Type": "application/json"})
        return status

    def announced(self, size):
        """A file of so many bytes is begun, or refused by what its header says."""
        fields = [f"Content-Length: {size}", "Content-Type: application/octet-stream", "Expect: 100-continue"]
        return self.raw(self.head("POST", "/api/imports?name=x.csv", fields) + b"\r\n\r\n", ends=False)[0]

    def depth(self, size):
        body = b'{"name": ' + b"[" * (size - 1) + b"]" * (size - 1) + b"}"
        return self.company.admin.send("POST", "/api/customer", body, {"Content-Type": "application/json"})[0]

    def batch(self, size):
        items = {"items": [{"name": "x", "stage": "nowhere"}] * size}  # Refused for its first record, if it gets there.
        return self.company.admin.send("POST", "/api/customer?batch", items)[0]

    def lines(self, size):
        body = {"number": "F4", "ordered_at": "2026-01-02T03:04:05Z", "lines": [{"quantity": "x"}] * size}
        return self.company.admin.send("POST", "/api/order", body)[0]

    def ids(self, size):
        body = {"ids": [self.company.own["customer"][0]] * size, "to": "usr_0000000000000", "undo_days": 0}
        return self.company.admin.send("POST", "/api/customer/transfer", body)[0]

    def rules(self, size):
        rule = {"object": "customer", "to": "usr_0000000000000"}
        body = {"from": self.company.user, "to": "usr_0000000000000", "rules": [rule] * size}
        return self.company.admin.send("POST", "/api/hand-over", body)[0]

    def page_size(self, size):
        return self.company.admin.send("GET", f"/api/customer?page_size={size}")[0]

    def condition(self, size):
        """In a body, as a target ends at the same number of bytes."""
        text = 'name = "' + "a" * (size - 9) + '"'
        return self.company.admin.send("POST", "/api/customer/transfer", {"filter": text, "to": self.company.user})[0]

    def terms(self, size):
        text = " ".join(["version=0"] * size)
        return self.company.admin.send("POST", "/api/customer/transfer", {"filter": text, "to": self.company.user})[0]

    def check_all(self):
        self.check("target", TARGET_BYTES, self.target, (200,), (414,))
        self.check("bytes of the header", FIELD_BYTES, self.field_bytes, (200,), (431,))
        self.check("fields of the header", FIELD_COUNT, self.field_count, (200,), (431,))
        self.check("depth of JSON", DEPTH, self.depth, (422,), (400,))
        self.check("records of a batch", BATCH, self.batch, (422,), (413,))
        self.check("lines of a record", BATCH, self.lines, (422,), (413,))
        self.check("ids of a transfer", BATCH, self.ids, (404, 422), (413,))
        self.check("rules of a hand-over", 100, self.rules, (404, 422), (400,))
        self.check("records of a page", 1000, self.page_size, (200,), (400,))
        self.check("bytes of a condition", CONDITION_BYTES, self.condition, (200,), (400,))
        self.check("terms of a condition", CONDITION_TERMS, self.terms, (200,), (400,))
        self.check("body", BODY_BYTES, self.body, (422,), (413,))
        self.check("file", UPLOAD_BYTES, self.announced, (100, 507), (413,))
        self.check_nothing_done()

    def check_nothing_done(self):
        """The answer to what is too large comes before it does: with the header, and a closed connection after it."""
        fields = [f"Content-Length: {BODY_BYTES + 1}", "Content-Type: application/json"]
        status, answer = self.raw(self.head("POST", "/api/customer", fields) + b"\r\n\r\n", ends=False)
        self.report.check("limit", status == 413 and b"onnection: close" in answer, "before the body", answer[:300])
        number = json.loads(self.company.admin.send("GET", "/api/order?filter=number%3DF4")[1])["total"]
        self.report.check("limit", number == 0, "orders made above the limit", number)
