"""How long it takes until all that a leaver had is with somebody else, and until it is back again.

Usage: bench/hand_over.py --binary build/release/juan [--customers 100000]
"""

import sqlite3
import subprocess
import time

from common import Client, Server, arguments, finish, report, store_of
from server import PASSWORD


def add_user(options, data, name):
    command = [options.binary, "user", "add", "--data", data, "--name", name, "--role", "sales"]
    command += ["--email", f"{name}@example.com"]
    shown = subprocess.run(command, input=f"{PASSWORD}\n", capture_output=True, text=True, check=True)
    return shown.stdout.strip()


def main():
    options = arguments(__doc__, 100_000)
    folder = store_of(options.binary, options.customers)
    data = folder / "data"
    with Server(options.binary, folder, []) as server:
        client = Client(server, options.binary, data)
        mark = str(int(time.time()))
        leaver, receiver = add_user(options, data, f"leaver{mark}"), add_user(options, data, f"receiver{mark}")
        count = client.ask("POST", "/api/customer/transfer", {"filter": "", "to": leaver})["count"]
        begun = time.monotonic()
        done = client.ask("POST", "/api/hand-over", {"from": leaver, "to": receiver})
        seconds = time.monotonic() - begun
        goal = 5 if count <= 100_000 else None
        report(f"hand-over of {count:,} customers", seconds, "s", goal)
        begun = time.monotonic()
        undone = client.ask("POST", f"/api/hand-over/{done['id']}/undo")["undone"]["outcome"]
        report(f"undo of {undone['returned']:,}", time.monotonic() - begun, "s")
    database = sqlite3.connect(f"file:{data}/juan.db?mode=ro", uri=True)
    counted, there = database.execute(
        "select (select count from record_count where object = 'customer' and owner_id = u.id), "
        "(select count(*) from customer where owner_id = u.id) from user u where email = ?",
        [f"leaver{mark}@example.com"]).fetchone()
    report("customers that are not back", count - there, "customers", 0)
    report("difference of the kept total", abs((counted or 0) - there), "customers", 0)
    finish()


if __name__ == "__main__":
    main()
