"""What rights cost: the same requests by an administrator and by people of twelve roles, at 1,000,000 customers.

200 users, 40 units three levels deep, 10 teams, 12 roles with masked and hidden fields. The store is a copy: the owners
of its customers are spread over the users before anything is measured.
"""

import random
import shutil
import sqlite3
import statistics
import time

from common import ROOT, Client, Server, arguments, copy_store, finish, load, note, report, store_of, wait_quiet

USERS, UNITS, TEAMS, ROLES = 200, 40, 10, 12
COST_MAX = 15  # % of what an administrator gets
ORDERS = {"by name": "&order_by=name", "as declared": ""}
FIELDS = {"remark": "hidden", "wechat": "masked", "phone": "masked"}


def copy_of(binary, customers):
    """A copy that may be written to; made once, as copying gigabytes takes minutes."""
    folder = ROOT / f"build/bench/access-{customers}"
    if not (folder / "copied").exists():
        source = store_of(binary, customers)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        copy_store(source, folder)
        (folder / "copied").write_text("")
    return folder


def scope_roles(client):
    """Twelve roles; the scopes that are measured, each by a role of its own, and some more beside them."""
    made = {}
    for number in range(ROLES - 4):
        scope = ["own", "team", "team_below", "all"][number % 4]
        name = scope if number < 4 else f"{scope}-{number}"
        rights = {
            "customer": {"read": scope, "edit": scope, "create": True, "fields": FIELDS},
            **{other: "read" for other in ("user", "role", "team", "organisation_unit")},
        }
        code = f"access-{name}-{time.time_ns()}"
        client.ask("POST", "/api/role", {"name": name, "code": code, "rights": rights})
        made[name] = code
    return made


def people(client, roles):
    """Units, users and teams; the users by their names."""
    chosen = random.Random(1)
    units = []
    for number in range(UNITS):
        parent = None if number == 0 else units[0] if number < 8 else units[1 + number % 7]
        body = {"name": f"unit {number}", **({"parent": parent} if parent else {})}
        units.append(client.ask("POST", "/api/organisation_unit", body)["record"]["id"])
    codes = list(roles.values())
    found = {r["code"]: r["id"] for r in client.ask("GET", "/api/role?page_size=1000")["items"]}
    users = []
    for number in range(USERS):
        unit = units[0] if number == 0 else chosen.choice(units)
        body = {
            "name": f"user {number}",
            "email": f"access{number}-{time.time_ns()}@example.com",
            "role": found[codes[number % len(codes)]],
            "unit": unit,
        }
        users.append(client.ask("POST", "/api/user", body)["record"]["id"])
    for number in range(TEAMS):
        client.ask(
            "POST",
            "/api/team",
            {
                "name": f"team {number} {time.time_ns()}",
                "leader": users[number],
                "lines": [{"user": user} for user in chosen.sample(users[20:], 5)],
            },
        )
    return users, units


def integer_of(shown):
    """The number an id stands for: Crockford's base 32."""
    value = 0
    for digit in shown.split("_")[1]:
        value = value * 32 + "0123456789abcdefghjkmnpqrstvwxyz".index(digit)
    return value


def spread_owners(folder, users):
    """Gives every customer one of the users as its owner, and counts them as the server would."""
    note("spreading the owners over the users")
    store = sqlite3.connect(folder / "data/juan.db")
    owners = [integer_of(user) for user in users]
    store.execute("create temp table owners(place integer primary key, id integer)")
    store.executemany("insert into owners values (?, ?)", list(enumerate(owners)))
    store.execute(
        f"update customer set owner_id = (select id from owners where place = (customer.id / 7) % {len(owners)})"
    )
    store.execute("delete from record_count where object = 'customer'")
    store.execute(
        "insert into record_count select 'customer', coalesce(owner_id, 0), count(*) from customer group by owner_id"
    )
    store.execute("delete from meta where key like 'tally:%'")  # so that the next start counts them
    store.commit()
    store.execute("pragma wal_checkpoint(truncate)")
    store.close()


def measure(client, key, ids, seconds):
    """Reads and lists per second, p50 of a list in ms. Whatever is refused ends the bench."""
    got = {"read": load(client, [f"/api/customer/{one}" for one in ids], 16, seconds, key=key)[0]}
    for order, parameter in ORDERS.items():
        pages = [f"/api/customer?page_size=50&page={page}{parameter}" for page in range(1, 6)]
        got[f"list {order}"] = load(client, [one + "&total=no" for one in pages], 16, seconds, key=key)[0]
        got[f"p50 {order}"] = load(client, pages, 1, max(2, seconds // 2), key=key)[1]
    return got


def visible_ids(client, key, count):
    ids, token = [], ""
    while token is not None and len(ids) < count:
        page = client.ask(
            "GET", f"/api/customer?fields=name&order_by=id&page_size=1000&total=no&page_token={token}", key=key
        )
        ids += [item["id"] for item in page["items"]]
        token = page["next_page_token"]
    return random.Random(2).sample(ids, min(len(ids), 10_000))


def key_in_unit(client, role, unit):
    """A key of a role, and its user, who stands in a unit, so that scopes have something to hold."""
    before = {item["id"] for item in client.ask("GET", "/api/user?page_size=1000&order_by=-id")["items"]}
    key = client.make_key(role)
    made = [
        item for item in client.ask("GET", "/api/user?page_size=1000&order_by=-id")["items"] if item["id"] not in before
    ]
    client.ask("PATCH", f"/api/user/{made[0]['id']}", {"unit": unit}, {"If-Match": f'"{made[0]["version"]}"'}.items())
    return key, made[0]["id"]


def compare(client, keys, seconds):
    """In turns, so that what else the machine does meets both."""
    ids = {name: visible_ids(client, key, 20_000) for name, key in keys.items()}
    found = {name: [] for name in keys}
    for _ in range(3):
        for name, key in keys.items():
            found[name].append(measure(client, key, ids[name], seconds))
    medians = {
        name: {what: statistics.median(run[what] for run in runs) for what in runs[0]} for name, runs in found.items()
    }
    base = medians["administrator"]
    rates = ("read", *(f"list {order}" for order in ORDERS))
    people = [got for name, got in medians.items() if name != "administrator"]
    # As many requests of each: their times add up, not their rates.
    in_turn = {what: statistics.harmonic_mean([got[what] for got in people]) for what in rates}
    for name, got in [*medians.items(), ("everybody in turn", in_turn)]:
        for what in rates:
            cost = 100 * (1 - got[what] / base[what])
            if name == "administrator":
                report(f"{name}: {what}", got[what], "req/s")
            else:
                report(f"{name}: cost of a {what}", max(0.0, cost), "%", COST_MAX, against=f"{got[what]:,.0f} req/s")
        for order in ORDERS if name in medians else ():
            report(f"{name}: list of 50 {order} with total, p50", got[f"p50 {order}"], "ms", 5)


def main():
    options = arguments(__doc__)
    folder = copy_of(options.binary, options.customers)
    server = Server(options.binary, folder, [])
    server.start()
    client = Client(server, options.binary, folder / "data")
    keys = {"administrator": client.key}
    try:
        roles = scope_roles(client)
        users, units = people(client, roles)
        # The head's unit with everything below it, and one in the middle of the tree.
        for name, scope, unit in (
            ("all", "all", units[0]),
            ("team_below, the head", "team_below", units[0]),
            ("team_below, one branch", "team_below", units[1]),
            ("team", "team", units[9]),
            ("own", "own", units[9]),
        ):
            keys[name], user = key_in_unit(client, roles[scope], unit)
            users.append(user)
    finally:
        server.stop(15)
    spread_owners(folder, users)
    server.start()
    try:
        wait_quiet()
        compare(client, keys, options.seconds)
    finally:
        server.stop(15)
    finish()


main()
