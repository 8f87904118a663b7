"""Reading, listing, searching and writing at 1,000,000 customers, rights and audit on, client on the same cores.

Peers in brackets are the best measured on such a machine, at the same size where not said otherwise.
"""

import random
import time

from common import Client, Server, arguments, escaped, finish, load, memory_mb, note, report, store_of, wait_quiet

RIGHTS = {
    "customer": {"read": "all", "edit": "all", "create": True, "fields": {"remark": "hidden", "wechat": "masked"}}
}


def lists(client, key, seconds):
    cities = [
        f"/api/customer?filter={escaped(f'address.city = {chr(34)}{c}{chr(34)}')}&order_by=-id&page_size=50"
        for c in ("上海市", "深圳市", "杭州市", "成都市", "武汉市", "西安市")
    ]
    names = [f"/api/customer?q={escaped(n)}&page_size=50" for n in ("子涵", "雨桐", "欣怡", "嘉懿", "文博", "思远")]
    sorted_lists = [f"/api/customer?order_by=name&page_size=50&page={p}" for p in range(1, 6)]
    for what, targets, goal, peer in (
        ("list of 50 by name", sorted_lists, 2, 12),
        ("city, newest first", cities, 2, 98),
        ("partial name, two characters", names, 5, 648),
    ):
        _, p50, p99 = load(client, [t + "&total=no" for t in targets], 1, seconds, key=key)
        report(f"{what}: p50", p50, "ms", goal, against=f"best peer {peer} ms, ratio {peer / p50:.0f}")
        _, p50, p99 = load(client, targets, 1, seconds, key=key)
        report(f"{what}, with exact total: p50", p50, "ms", 12, against=f"p99 {p99:.1f} ms")


def writes(client, key, seconds, records):
    random.seed(1)
    made = [
        f'{{"name":"压测{random.randrange(10**9)}","phone":"138{random.randrange(10**8):08}",'
        f'"email":"b{random.randrange(10**12)}@example.com",'
        f'"address":"上海市徐汇区衡山路{n}号","industry":"零售"}}'
        for n in range(4000)
    ]
    rate, p50, p99 = load(client, ["/api/customer"], 16, seconds, "POST", made, key=key)
    report(
        "create, durable, 16 clients",
        rate,
        "req/s",
        3000,
        "higher",
        f"best peer 98/s at 100,000, ratio {rate / 98:.0f}; p50 {p50:.1f} ms, p99 {p99:.1f} ms",
    )
    # The requests of one round go to different records, so that none meets a version that is not its own. The number
    # of bodies does not divide that of records, so that every round gives a record another value.
    bodies = [f'{{"industry":"行业{n}"}}' for n in range(97)]
    while len(records) % len(bodies) == 0:
        bodies.pop()
    rate, p50, p99 = load(
        client,
        [f"/api/customer/{id}" for id, _ in records],
        16,
        seconds,
        "PATCH",
        bodies,
        [version for _, version in records],
        key=key,
    )
    report(
        "update, durable, 16 clients",
        rate,
        "req/s",
        3000,
        "higher",
        f"best peer 145/s, ratio {rate / 145:.0f}; p50 {p50:.1f} ms, p99 {p99:.1f} ms",
    )


def some_records(client, count):
    """Ids and versions."""
    records, token = [], ""
    while token is not None and len(records) < count:
        page = client.ask("GET", f"/api/customer?fields=name&order_by=id&page_size=1000&total=no&page_token={token}")
        records += [(item["id"], item["version"]) for item in page["items"]]
        token = page["next_page_token"]
    return records


def main():
    options = arguments(__doc__)
    folder = store_of(options.binary, options.customers)
    begun = time.monotonic()
    server = Server(options.binary, folder, [])
    server.start()
    report("start to first answer", time.monotonic() - begun, "s", 0.5, against=f"{options.customers:,} customers")
    try:
        client = Client(server, options.binary, folder / "data")
        wait_quiet()
        idle = memory_mb(server.process.pid)
        report("idle memory", idle, "MB", 150)
        role = client.ask("POST", "/api/role", {"name": "bench", "code": f"bench-{time.time_ns()}", "rights": RIGHTS})[
            "record"
        ]
        key = client.make_key(role["code"])
        note("rights: a role of its own, one field hidden, one masked; audit: on, as always")
        records = some_records(client, 60_000)
        random.seed(2)
        shuffled = random.sample(records, min(20_000, len(records)))
        rate, p50, p99 = load(
            client, [f"/api/customer/{id}" for id, _ in shuffled], 16, options.seconds, key=key
        )
        report(
            "read one customer, 16 clients",
            rate,
            "req/s",
            15000,
            "higher",
            f"best peer 317/s at 100,000, ratio {rate / 317:.0f}; p99 {p99:.1f} ms",
        )
        lists(client, key, options.seconds)
        writes(client, key, options.seconds, records[-40_000:])
        report("memory after the load", memory_mb(server.process.pid), "MB")
    finally:
        server.stop(15)
    finish()


main()
