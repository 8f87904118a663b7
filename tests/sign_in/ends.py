"""What ends when something happens to a person or a key: twelve events, and all that a person or program carries."""

import time

from house import SECONDS_MAX, Browser, Stream, code_of, expect

from server import PASSWORD

ROWS, BATCH_SECONDS = 120_000, 4  # a batch under way is finished
NEW = "a new and good password"
CARRIERS = ("cookie", "key", "stream", "download", "job", "link")
# For each event what becomes of each carrier: it "ends", it "stays" because it is not the event's matter, or it
# "narrows": it is answered, without what the event took away.
#                     cookie     key       stream     download   job      link
FATES = {
    "sign-out":      ("ends",    "stays",  "ends",    "ends",    "stays", "stays"),
    "password":      ("ends",    "stays",  "ends",    "ends",    "stays", "ends"),
    "second factor": ("ends",    "stays",  "ends",    "ends",    "stays", "stays"),
    "disabling":     ("ends",    "ends",   "ends",    "ends",    "ends",  "ends"),
    # Whoever owns records, as an import makes them, cannot be deleted.
    "deletion":      ("ends",    "ends",   "ends",    "ends",    None,    "ends"),
    "role":          ("narrows", "narrows", "narrows", "narrows", "ends", "stays"),
    "team":          ("narrows", "narrows", "stays", "narrows", "stays", "stays"),
    "key revoked":   ("stays",   "ends",   "stays",   "stays",   "stays", "stays"),
    "session ended": ("ends",    "stays",  "ends",    "ends",    "stays", "stays"),
    "idle":          ("ends",    "stays",  "ends",    "ends",    "stays", "stays"),
    "too long":      ("ends",    "stays",  "ends",    "ends",    "stays", "stays"),
    "reset":         ("ends",    "stays",  "ends",    "ends",    "stays", "ends"),
    "factor lost":   ("ends",    "stays",  "ends",    "ends",    "stays", "stays"),
}  # fmt: skip
RIGHTS = {
    "customer": {"read": "team", "edit": "own", "export": "team", "create": True, "import": True},
    "import_batch": {"read": "own", "edit": "own", "create": True},
}


class Life:
    """A person of a role and a unit of their own, and a program of the same, each with all they may carry."""

    def __init__(self, house, number, with_job):
        self.house, boss = house, house.boss
        code = f"life{number}"
        self.unit = boss.do("POST", "/api/organisation_unit", {"name": code})["record"]["id"]
        role = {"name": code, "code": code, "rights": RIGHTS}
        self.role = boss.do("POST", "/api/role", role)["record"]["id"]
        self.name, self.user = house.add_user(code)
        house.change(f"/api/user/{self.user}", {"unit": self.unit})
        made = boss.do("POST", "/api/accounts/keys", {"name": code, "role": code, "scope": ["read"]})
        self.key = Browser(house.server, made["key"])
        listed = next(one for one in boss.do("GET", "/api/accounts/keys")["items"] if one["name"] == code)
        self.key_id, self.key_user = listed["id"], listed["user"]["id"]
        house.change(f"/api/user/{self.key_user}", {"unit": self.unit})
        mate = {"name": f"mate {code}", "email": f"mate{code}@example.com", "role": code, "unit": self.unit}
        self.title = f"甲{code}"
        record = {"name": self.title, "owner": boss.do("POST", "/api/accounts/users", mate)["id"]}
        self.record = boss.do("POST", "/api/customer", record)["record"]["id"]
        self.token = house.link(self.user).rsplit("/", 1)[1]
        self.here, self.there = house.browser(self.name), house.browser(self.name)
        self.cookies = dict(self.there.cookies)
        self.imported = self.begin_import() if with_job else ""

    def begin_import(self):
        rows = [f"L{number:06},客户{number}" for number in range(ROWS)]
        text = "\n".join(["编号,姓名", *rows]).encode()
        headers = [("Content-Type", "application/octet-stream")]
        status, answer = self.here.ask("POST", "/api/imports?name=life.csv", text, headers)
        expect(status == 201, f"the upload: {status} {answer}")
        path = f"/api/imports/{answer['import']['id']}"
        mapping = [{"column": 0, "path": "code"}, {"column": 1, "path": "name"}]
        self.here.do("POST", path + "/run", {"object": "customer", "mapping": mapping})
        self.house.wait(lambda: self.house.boss.do("GET", path)["rows"] > 0, 30, lambda: "no row is imported")
        return path

    # What an answer says of a carrier: "ends", "narrows", "stays".

    def reads(self, browser):
        status, answer = browser.ask("GET", f"/api/customer/{self.record}")
        if status == 200:
            return "stays"
        return "ends" if status == 401 else "narrows" if status in (403, 404) else f"{status} {answer}"

    def downloads(self, browser):
        status, answer = browser.ask("GET", "/api/customer/export?format=csv&fields=name")
        if status == 401:
            return "ends"
        text = answer if isinstance(answer, bytes) else b""
        has_it = status == 200 and self.title.encode() in text
        return "stays" if has_it else "narrows" if status in (200, 403) else f"{status} {answer}"

    def job(self):
        path = self.imported
        until = time.monotonic() + 60
        while time.monotonic() < until:
            state = self.house.boss.do("GET", path)
            if state["state"] in ("failed", "done"):
                return "ends" if state["state"] == "failed" and state["created"] < ROWS else "stays"
            time.sleep(0.05)
        return f"still {state['state']}"

    def link(self):
        status, _ = Browser(self.house.server).ask("GET", f"/api/link/{self.token}")
        return {200: "stays", 410: "ends", 404: "ends"}.get(status, str(status))


def bring_about(house, life, event):
    boss = house.boss

    def session_ended():
        rows = life.here.do("GET", "/api/account/sessions")["items"]
        for row in rows:
            if not row["is_current"]:
                life.here.do("DELETE", "/api/account/sessions/" + row["id"])

    def factor_on():
        secret = life.here.do("POST", "/api/account/second-factor", {})["secret"]
        life.here.do("PUT", "/api/account/second-factor", {"code": code_of(secret, now=house.clock.now())})

    def deleted():
        for user in (life.user, life.key_user):
            version = boss.do("GET", f"/api/user/{user}")["record"]["version"]
            status, answer = boss.ask("DELETE", f"/api/user/{user}", None, [("If-Match", f'"{version}"')])
            expect(status < 300, f"deletion: {status} {answer}")

    def moved():
        for user in (life.user, life.key_user):
            house.change(f"/api/user/{user}", {"unit": None})

    def worked_all_day():
        """Never idle for long, so that nothing but the day's end can end the sessions."""
        for _ in range(14):
            house.clock.set_ahead(50 * 60)
            expect(life.reads(life.there) == "stays", "a session in use ends before its day is over")
        house.clock.set_ahead(12 * 3600 - 14 * 50 * 60 + 60)

    events = {
        "sign-out": lambda: life.there.do("DELETE", "/api/session"),
        "password": lambda: life.here.do("POST", "/api/account/password", {"current": PASSWORD, "new": NEW}),
        "second factor": factor_on,
        "disabling": lambda: [house.change(f"/api/user/{user}", {"is_active": False})
                              for user in (life.user, life.key_user)],
        "deletion": deleted,
        "role": lambda: house.change(f"/api/role/{life.role}", {"rights": {"task": {"read": "own"}}}),
        "team": moved,
        "key revoked": lambda: boss.do("DELETE", f"/api/accounts/keys/{life.key_id}"),
        "session ended": session_ended,
        "idle": lambda: house.clock.set_ahead(61 * 60),
        "too long": worked_all_day,
        "reset": lambda: Browser(house.server).do("POST", f"/api/link/{life.token}", {"password": NEW}),
        "factor lost": lambda: boss.do("DELETE", f"/api/accounts/users/{life.user}/second-factor"),
    }
    events[event]()


def hears(house, life, stream, wanted):
    """What becomes of a stream that should end, tell of customers, or tell of them no more. It names no record to whom
    may not see all of them."""
    if wanted == "ends":
        return "ends" if stream.ended.wait(SECONDS_MAX) else "stays"
    stream.heard = b""
    house.change(f"/api/customer/{life.record}", {"remark": f"changed {time.monotonic()}"})
    until = time.monotonic() + SECONDS_MAX
    while time.monotonic() < until and b'"customer"' not in stream.heard and not stream.ended.is_set():
        time.sleep(0.02)
    expect(life.record.encode() not in stream.heard, "a stream names a record to somebody who sees some only")
    return "ends" if stream.ended.is_set() else "stays" if b'"customer"' in stream.heard else "narrows"


def settled(ask, wanted):
    """What a carrier is within the second that it has to become what is wanted."""
    until = time.monotonic() + SECONDS_MAX
    fate = ask()
    while fate != wanted and time.monotonic() < until:
        time.sleep(0.05)
        fate = ask()
    return fate


def one_event(house, number, event, with_job):
    """What became of each carrier, and how it differs from FATES."""
    life = Life(house, number, with_job)
    if event == "factor lost":
        factor_first(house, life)
    if event in ("idle", "too long"):  # A link to begin with is for a week, so that it outlives the day.
        life.token = invited(house)
    expect(life.reads(life.there) == life.reads(life.key) == "stays", f"{event}: the record cannot be read before")
    stream = Stream(life.there)
    bring_about(house, life, event)
    life.there.cookies = life.cookies
    wanted = dict(zip(CARRIERS, FATES[event], strict=True))
    fates = {
        "stream": hears(house, life, stream, wanted["stream"]),
        "cookie": settled(lambda: life.reads(life.there), wanted["cookie"]),
        "key": settled(lambda: life.reads(life.key), wanted["key"]),
        "download": settled(lambda: life.downloads(life.there), wanted["download"]),
        "link": settled(life.link, wanted["link"]),
    }
    if event in ("idle", "too long"):
        house.boss_again()
    if event == "disabling":  # What ended does not come back with the person.
        house.change(f"/api/user/{life.user}", {"is_active": True})
        fates.update({"cookie": life.reads(life.there), "link": life.link()})
    if life.imported:
        fates["job"] = life.job()
    return fates, [f"{event}: the {name} {fate}; wanted: {wanted[name]}" for name, fate in fates.items()
                   if fate != wanted[name]]


def factor_first(house, life):
    """A second factor, and sessions that began with it."""
    secret = life.here.do("POST", "/api/account/second-factor", {})["secret"]
    life.here.do("PUT", "/api/account/second-factor", {"code": house.code(secret)})
    house.clock.set_ahead(60)
    status, answer = life.there.sign_in(life.name, code=house.code(secret))
    expect(status == 200, f"{life.name} signs in with a code: {status} {answer}")
    life.cookies = dict(life.there.cookies)


def invited(house):
    """The token of a link that is for a week."""
    guest = {"name": "guest", "email": f"guest{time.monotonic()}@example.com", "role": "sales"}
    made = house.boss.do("POST", "/api/accounts/users", guest)
    return house.link(made["id"], "invite").rsplit("/", 1)[1]


def endings(house):
    """Everything a person or program carries ends, stays or narrows as the table says, within a second."""
    wrong, cells = [], 0
    for number, event in enumerate(FATES):
        has_job = house.is_nightly and FATES[event][CARRIERS.index("job")] is not None
        fates, different = one_event(house, number, event, has_job)
        wrong += different
        cells += len(fates)
    expect(not wrong, "; ".join(wrong))
    return f"{len(FATES)} events, {cells} cells"
