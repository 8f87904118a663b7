"""The first page in a real browser on the same cores, at 1,000,000 customers: how long until it is there, and how much
comes over the wire. The sums of a person's first visit in a minute are worked out anew; later visits find them."""

import json
import os
import statistics
import subprocess
import time
from pathlib import Path

from common import PASSWORD, Server, arguments, email, finish, report, store_of, wait_quiet

VISITS = 7


def main():
    options = arguments(__doc__)
    folder = store_of(options.binary, options.customers)
    with Server(options.binary, folder, []) as server:
        name = f"page{time.time_ns()}"
        server.add_user(name, "administrator")
        wait_quiet()
        environment = {
            **os.environ,
            "BASE_URL": f"http://localhost:{server.port}",
            "EMAIL": email(name),
            "PASSWORD": PASSWORD,
        }
        shown = subprocess.run(
            ["node", Path(__file__).with_name("page.mjs"), str(VISITS)],
            env=environment, stdout=subprocess.PIPE, text=True, check=True,
        )
    first, *later = json.loads(shown.stdout)
    report("first page, first visit", first["ready_ms"] / 1000, "s", 1.5, against=f"{options.customers:,} customers")
    times = [one["ready_ms"] / 1000 for one in later]
    report("first page, later visits, median", statistics.median(times), "s", 1.5,
           against=f"{len(times)} visits, {min(times):.2f} to {max(times):.2f} s")
    report("first load over the wire, with headers", first["bytes"], "bytes", 450 * 1024)
    finish()


main()
