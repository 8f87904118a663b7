"""Requests that lie about where they were sent, links that must not, and what every answer says to a browser."""

import base64
import contextlib
import re
import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from house import PUBLIC, Browser, concrete, expect

from server import PASSWORD, email

HEADERS = {
    "strict-transport-security": r"max-age=(3153[6-9]|[4-9])\d*",
    "content-security-policy": r"(?=.*object-src 'none')(?=.*base-uri 'none')(?=.*frame-ancestors)(?!.*unsafe-inline)",
    "x-content-type-options": "nosniff",
    "referrer-policy": ".",
    "cache-control": "no-store",
}
PUBLIC_DATA = {"/api/regions"}  # that browsers may keep
# The stream does not end; a file that leaves is counted, so that it writes by design.
NOT_READ = ("/api/changes", "/api/{object}/export")
REDEEMED_AT_ONCE = 100


def raw(server, text):
    """(status, headers in lower case, body) of the first answer to these bytes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(text)
        data = b""
        with contextlib.suppress(OSError):
            while part := connection.recv(65536):
                data += part
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    status = re.match(r"HTTP/1\.1 (\d{3})", lines[0])
    headers = [line.split(":", 1) for line in lines[1:]]
    return int(status.group(1)) if status else 0, {name.lower(): value.strip() for name, value in headers}, body


def lies_about_the_host(port):
    """(name, target, Host lines, more header lines): ways to say that one asked for another place."""
    path, own = "/api/accounts/users/{id}/link", f"127.0.0.1:{port}"
    forged = ["X-Forwarded-Host", "X-Forwarded-Server", "X-Host", "X-Original-Host", "X-HTTP-Host-Override",
              "X-Host-Override", "X-Forwarded-Prefix", "X-Original-URL", "X-Rewrite-URL", "X-Proxy-Host", "Base-Url",
              "X-Forwarded-Base-Url", "Host-Override", "X-Url-Scheme"]
    for name in forged:
        yield name, path, [own], [f"{name}: evil.example"]
    yield "two forwarded", path, [own], ["X-Forwarded-Host: juan.example.com, evil.example"]
    yield "forwarded twice", path, [own], ["X-Forwarded-Host: juan.example.com", "X-Forwarded-Host: evil.example"]
    yield "Forwarded", path, [own], ["Forwarded: for=1.2.3.4;host=evil.example;proto=http"]
    yield "scheme and port", path, [own], ["X-Forwarded-Proto: http", "X-Forwarded-Port: 1"]
    hosts = ["evil.example", f"evil.example:{port}", f"{own}@evil.example", f"evil.example@{own}",
             f"{own}#evil.example", f"{own}/evil.example", f"{own}?evil.example", f"{own}\\evil.example",
             f"evil.example, {own}", f"{own} evil.example", f"{own}.evil.example", "127.0.0.1:1", "127.0.0.1:99999",
             f"localhost:{port}",
             f"LOCALHOST:{port}", f"127.1:{port}", f"2130706433:{port}", f"0x7f.0.0.1:{port}", f"[::1]:{port}",
             f"[::ffff:127.0.0.1]:{port}", "juan.example.com", "juan.example.com:443", "juan.example.com.evil.example",
             f"xn--80ak6aa92e.example:{port}", f"evil.example%00.{own}", ""]
    for host in hosts:
        yield f"Host {host!r}", path, [host], []
    yield "two Hosts", path, [own, "evil.example"], []
    yield "two Hosts, other first", path, ["evil.example", own], []
    yield "no Host", path, [], []
    for start in ("http://evil.example", f"http://{own}", "https://evil.example", f"http://{own}@evil.example",
                  "//evil.example"):
        yield f"target {start}", start + path, [own], []


def links(house):
    """Links begin with what is configured, whatever a request says; of many who use one at once, one does."""
    name, user = house.add_user()
    cookies = "; ".join(f"{one}={value}" for one, value in house.boss.cookies.items())
    body, count = b'{"kind":"reset"}', 0
    for what, target, hosts, more in lies_about_the_host(house.server.port):
        lines = [f"POST {target.replace('{id}', user)} HTTP/1.1", *(f"Host: {host}" for host in hosts), *more,
                 f"Origin: http://{hosts[0] if hosts else 'x'}", f"Cookie: {cookies}", "Content-Type: application/json",
                 f"Content-Length: {len(body)}", "Connection: close", "", ""]
        status, _, answer = raw(house.server, "\r\n".join(lines).encode() + body)
        made = re.search(rb'"link":"([^"]*)"', answer)
        is_good = status >= 400 or (made and made.group(1).decode().startswith(PUBLIC + "/link/"))
        expect(is_good and b"evil" not in (made.group(1) if made else b""), f"{what}: {status} {answer[:200]}")
        count += 1
    expect(count >= 40, f"only {count} lies about the host")
    token = house.link(user).rsplit("/", 1)[1]
    expect(len(base64.urlsafe_b64decode(token + "==")) >= 16, "a link's token has fewer than 128 bits")
    bodies = [{"password": f"a password of a hundred {number}"} for number in range(REDEEMED_AT_ONCE)]
    with ThreadPoolExecutor(20) as pool:
        post = [pool.submit(Browser(house.server).ask, "POST", f"/api/link/{token}", body) for body in bodies]
    answers = Counter(one.result()[0] for one in post)
    expect(answers[200] == 1 and set(answers) <= {200, 410, 503}, f"a link used at once: {answers}")
    one_address(house)
    factor_stays(house)
    return f"{count} lies about the host"


def one_address(house):
    """Whom a link is for is not for everybody to change, and a link for the address before works no more."""
    name, user = house.add_user()
    token = house.link(user).rsplit("/", 1)[1]
    house.add_user("manager")
    editor = house.browser(f"person{house.count}")
    editor.do("POST", "/api/contact", {"name": "甲", "email": email(name)})
    contact = editor.do("GET", "/api/contact?page_size=1")["items"][0]
    tag = [("If-Match", f'"{contact["version"]}"')]
    editor.ask("PATCH", f"/api/contact/{contact['id']}", {"email": "evil@example.org"}, tag)
    status, _ = editor.ask("PATCH", f"/api/user/{user}", {"email": "evil@example.org"}, [("If-Match", '"1"')])
    expect(status in (403, 404), f"who edits contacts changes a user's address: {status}")
    expect(house.boss.do("GET", f"/api/user/{user}")["record"]["email"] == email(name), "the user's address changed")
    expect(Browser(house.server).ask("GET", f"/api/link/{token}")[1]["email"] == email(name), "the link changed")
    house.change(f"/api/user/{user}", {"email": "other" + email(name)})
    expect(Browser(house.server).ask("GET", f"/api/link/{token}")[0] == 410, "a link outlives the address it is for")
    token = house.link(user).rsplit("/", 1)[1]
    kept = house.query("select token_hash from one_time_link")
    expect(kept and all(token not in row[0] for row in kept), "a link's token is kept as it is")
    house.clock.set_ahead(10 * 60 - 5)
    expect(Browser(house.server).ask("GET", f"/api/link/{token}")[0] == 200, "a reset link lasts less than it should")
    house.clock.set_ahead(10)
    expect(Browser(house.server).ask("GET", f"/api/link/{token}")[0] == 410, "a reset link lasts for over ten minutes")


def factor_stays(house):
    name, user = house.add_user()
    browser = house.browser(name)
    secret = browser.do("POST", "/api/account/second-factor", {})["secret"]
    browser.do("PUT", "/api/account/second-factor", {"code": house.code(secret)})
    Browser(house.server).do("POST", f"/api/link/{house.link(user).rsplit('/', 1)[1]}", {"password": PASSWORD + "x"})
    status, answer = Browser(house.server).sign_in(name, password=PASSWORD + "x")
    expect((status, answer["code"]) == (401, "second_factor_needed"), f"a reset takes the second factor away: {status}")


def foreign_headers():
    """Of a request that a page of another site made."""
    evil = ("Origin", "https://evil.example")
    none = ("Origin", None)
    for sites in ([evil], [("Origin", "null")], [none], [none, ("Sec-Fetch-Site", "cross-site")],
                  [none, ("Sec-Fetch-Site", "same-site")]):
        yield sites
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        yield [evil, ("Content-Type", kind)]
        yield [("Origin", None), ("Sec-Fetch-Site", "cross-site"), ("Content-Type", kind)]


def forgery(house):
    """Nothing is written for another site, nothing by GET or HEAD, and every answer has the headers that protect."""
    name, user = house.add_user("administrator")
    browser = house.browser(name)
    values = {"object": "customer", "id": user, "token": "x"}
    before, count = house.fingerprint(), 0
    for method, path, _ in house.routes:
        target = concrete(path, values)
        if method == "GET" and path not in NOT_READ:
            for reading in ("GET", "HEAD"):
                _, answer = browser.send(reading, target)
                answer.read()
                check_headers(f"{reading} {target}", answer.headers, is_api=target not in PUBLIC_DATA)
        for headers in foreign_headers() if method != "GET" else []:
            _, answer = browser.send(method, target, {"name": "forged"}, headers)
            code = answer.read()
            is_refused = answer.status == 403 and b'"origin_refused"' in code
            expect(is_refused, f"{method} {target} {headers}: {answer.status}")
            check_headers(f"{method} {target}", answer.headers)
            count += 1
    expect(house.fingerprint() == before, "something was written for another site, or by GET")
    status, _ = browser.ask("POST", "/api/customer", {"name": "forged"}, [("Content-Type", "text/plain")])
    expect(status == 415, f"a body that is not JSON: {status}")
    expect(house.fingerprint() == before, "a body that is not JSON was written")
    other_answers(house, browser)
    return f"{len(house.routes)} routes, {count} forged writes"


def other_answers(house, browser):
    """Pages, files, what is not there, and what is refused before anybody reads it."""
    index = browser.ask("GET", "/")[1].decode()
    assets = re.findall(r'(?:src|href)="(/[^"]+)"', index)
    expect(assets, "the page names no file")
    for target in ["/", "/customer", "/setup", "/link/x", "/metrics", *assets]:
        _, answer = browser.send("GET", target)
        answer.read()
        check_headers(target, answer.headers, is_api=False)
    for method, target in [("GET", "/api/nothing"), ("GET", "/api/customer/nothing"), ("PUT", "/api/health"),
                           ("DELETE", "/api/setup"), ("POST", "/api/customer"), ("OPTIONS", "/api/customer")]:
        _, answer = browser.send(method, target, b"{" if method == "POST" else None)
        answer.read()
        expect(answer.status >= 400, f"{method} {target}: {answer.status}")
        check_headers(f"{method} {target}", answer.headers)
    own = f"Host: 127.0.0.1:{house.server.port}\r\n"
    refused = ["GARBAGE\r\n\r\n", f"GET /api/health HTTP/1.0\r\n{own}\r\n", "GET /api/health HTTP/1.1\r\n\r\n",
               f"POST /api/customer HTTP/1.1\r\n{own}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
               f"GET /api/health HTTP/1.1\r\n{own}X: {'x' * 100_000}\r\n\r\n",
               f"GET /api/%2e%2e/x HTTP/1.1\r\n{own}\r\n", f"TRACE /api/health HTTP/1.1\r\n{own}\r\n"]
    for text in refused:
        status, headers, _ = raw(house.server, text.encode())
        expect(status >= 400, f"{text[:40]!r}: {status}")
        check_headers(repr(text[:40]), headers)


def check_headers(target, headers, is_api=True):
    for name, pattern in HEADERS.items():
        if name != "cache-control" or is_api:
            expect(re.search(pattern, headers.get(name, "")), f"{target}: {name}: {headers.get(name)}")
