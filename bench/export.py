"""How fast a whole list leaves as CSV and XLSX, and what memory it takes, against sqlite3 writing the same columns.

Usage: bench/export.py --binary build/release/juan [--customers 100000]
"""

import os
import subprocess
import threading
import time
import urllib.request
from pathlib import Path

from common import Client, Server, arguments, finish, memory_mb, note, report, store_of

FIELDS = ("id", "name", "kind", "code", "phone", "email", "gender", "birth_date", "industry", "channel", "stage",
          "order_count", "recency_score", "value_tier", "created_at", "updated_at")
SELECT = f"select {', '.join(FIELDS)} from customer order by id desc"


def fetch(client, target, path):
    """Seconds and rows of one export, and by how many MB the server grew at most while it ran."""
    pid = client.server.process.pid
    before, peak, over = memory_mb(pid), [0.0], threading.Event()

    def watch():
        while not over.wait(0.05):
            peak[0] = max(peak[0], memory_mb(pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    begun = time.monotonic()
    request = urllib.request.Request(
        f"http://127.0.0.1:{client.server.port}{target}", headers={"Authorization": f"Bearer {client.key}"})
    with urllib.request.urlopen(request, timeout=900) as answer, open(path, "wb") as out:
        rows = int(answer.headers["X-Export-Rows"])
        while part := answer.read(1 << 20):
            out.write(part)
    seconds = time.monotonic() - begun
    over.set()
    watcher.join()
    return seconds, rows, peak[0] - before


def by_sqlite(database, path):
    begun = time.monotonic()
    with open(path, "wb") as out:
        subprocess.run(["sqlite3", "-readonly", "-csv", "-header", database, SELECT], stdout=out, check=True)
    return time.monotonic() - begun


def main():
    options = arguments(__doc__, 100_000)
    folder = store_of(options.binary, options.customers)
    file = Path(folder) / "export"
    with Server(options.binary, folder, []) as server:
        client = Client(server, options.binary, folder / "data")
        target = f"/api/customer/export?fields={','.join(FIELDS)}&order_by=-id"
        fetch(client, target, file)  # The first time reads the store from disk, for both.
        best = min((fetch(client, target, file) for _ in range(3)), key=lambda one: one[0])
        bare = min(by_sqlite(folder / "data/juan.db", file) for _ in range(3))
        seconds, rows, grown = best
        against = f"sqlite3 -csv: {rows / bare:,.0f} rows/s"
        report(f"CSV, {rows:,} rows", rows / seconds, "rows/s", 50_000, "higher", against)
        report("CSV against sqlite3 -csv", seconds / bare, "times", 4)
        report("memory while CSV is written", grown, "MB", 100)
        if rows < 1_048_576:
            seconds, rows, grown = fetch(client, target.replace("?", "?format=xlsx&"), file)
            report(f"XLSX, {rows:,} rows", rows / seconds, "rows/s", 10_000, "higher")
            report("memory while XLSX is written", grown, "MB", 100)
        left = os.listdir(folder / "data/exports")
        report("files left behind", len(left), "files", 0)
    file.unlink()
    note(against)
    finish()


if __name__ == "__main__":
    main()
