"""Backup and restore at 1,000,000 customers: time, size, what people feel of it meanwhile, and the way back.

Works on a copy of the seeded store. Ratios are to `cp` of the database file on the same disk, synced.
"""

import os
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from common import ROOT, Client, Server, arguments, copy_store, finish, load, note, report, store_of


def copied(source, target):
    """Seconds of `cp` with sync: what the disk itself takes."""
    begun = time.monotonic()
    subprocess.run(["cp", "--reflink=never", source, target], check=True)
    with open(target, "rb") as file:
        os.fsync(file.fileno())
    return time.monotonic() - begun


def some_ids(client, count):
    ids, token = [], ""
    while token is not None and len(ids) < count:
        page = client.ask("GET", f"/api/customer?fields=name&order_by=id&page_size=1000&total=no&page_token={token}")
        ids += [item["id"] for item in page["items"] if item["version"] == 1]
        token = page["next_page_token"]
    return ids


class Updates:
    """Updates by four clients, to records that no run before has touched."""

    per_run = 10_000

    def __init__(self, client, ids):
        self.client, self.ids = client, ids

    def run(self, seconds):
        mine, self.ids = self.ids[: self.per_run], self.ids[self.per_run :]
        return load(self.client, [f"/api/customer/{i}" for i in mine], 4, seconds, "PATCH",
                    [f'{{"industry":"备份{n}"}}' for n in range(97)], [1] * len(mine))


class Job(threading.Thread):
    """A full backup, and when it was copied and when verified."""

    def __init__(self, client):
        super().__init__(daemon=True)
        self.client, self.copied_s, self.done_s, self.outcome = client, None, None, {}

    def run(self):
        begun = time.monotonic()
        job = self.client.ask("POST", "/api/backups", {"kind": "full"})["job"]
        while True:
            state = self.client.ask("GET", f"/api/backups/jobs/{job}")
            phase = (state["progress"] or {}).get("phase")
            if self.copied_s is None and (phase == "verifying" or state["state"] in ("done", "failed")):
                self.copied_s = time.monotonic() - begun
            if state["state"] in ("done", "failed"):
                self.done_s, self.outcome = time.monotonic() - begun, state
                return
            time.sleep(0.1)


def wait_until_idle(client):
    """The schedule's own first backup is made and verified."""
    while True:
        told = client.ask("GET", "/api/backups")
        if told["latest"] and told["latest"]["state"] in ("done", "failed") and told["items"]:
            return
        time.sleep(0.5)


def measure(options, folder):
    pieces = Path(folder) / "pieces"
    cp_s = copied(Path(folder) / "data/juan.db", Path(folder) / "plain.db")
    bytes_plain = (Path(folder) / "plain.db").stat().st_size
    (Path(folder) / "plain.db").unlink()
    report("cp of the database file, synced", cp_s, "s", against=f"{bytes_plain / 1e6:,.0f} MB")
    server = Server(options.binary, folder, [])
    server.start()
    try:
        client = Client(server, options.binary, f"{folder}/data")
        updates = Updates(client, some_ids(client, 3 * Updates.per_run))
        rate, p50, p99 = updates.run(options.seconds)
        report("update before, 4 clients: p50", p50, "ms", against=f"{rate:,.0f} req/s")
        report("update before, 4 clients: p99", p99, "ms")
        client.ask("PATCH", "/api/settings/backup", {"folder": str(pieces), "every_hours": 24, "keep_days": 30})
        wait_until_idle(client)
        rate_log, p50_log, p99_log = updates.run(options.seconds)
        report("update with increments, 4 clients: p50", p50_log, "ms", against=f"{rate_log:,.0f} req/s")
        report("update with increments, 4 clients: p99", p99_log, "ms")
        job = Job(client)
        job.start()
        time.sleep(0.5)
        rate_now, p50_now, p99_now = updates.run(options.seconds)
        report("update during a full backup: p50", p50_now, "ms", against=f"{rate_now:,.0f} req/s, "
               f"{p50_now / p50:.1f} times before")
        report("update during a full backup: p99", p99_now, "ms", against=f"{p99_now / p99:.1f} times before")
        job.join()
        assert job.outcome["state"] == "done", job.outcome
        alone = Job(client)
        alone.start()
        alone.join()
        report("full backup, people at work", job.copied_s, "s", against=f"{job.copied_s / cp_s:.2f} times cp")
        report("full backup, nobody at work", alone.copied_s, "s", against=f"{alone.copied_s / cp_s:.2f} times cp")
        report("its test restore", alone.done_s - alone.copied_s, "s")
        size = alone.outcome["outcome"]["bytes"]
        report("size of a full backup", size / 1e6, "MB", against=f"{size / bytes_plain:.2f} of the file")
        increments = [path.stat().st_size for path in pieces.glob("*-increment.backup")]
        report("increments", sum(increments) / 1e6, "MB", against=f"{len(increments)} pieces")
    finally:
        server.stop(15)
    begun = time.monotonic()
    shown = subprocess.run([options.binary, "restore", "--from", pieces, "--data", f"{folder}/back", "--keys",
                            f"{folder}/data.keys"], capture_output=True, text=True, check=True)
    rto = time.monotonic() - begun
    note(shown.stdout.replace("\r", "\n").strip().splitlines()[-2])
    report("restore, checked page by page (RTO)", rto, "s", 900,
           against=f"{rto / cp_s:.1f} times cp; 15 min for 10 GB is the goal")


def main():
    options = arguments(__doc__)
    source = store_of(options.binary, options.customers)
    with tempfile.TemporaryDirectory(prefix="juan-bench-", dir=ROOT / "build") as folder:
        copy_store(source, Path(folder))
        measure(options, folder)
    finish()


main()
