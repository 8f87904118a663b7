"""A CSV of 1,000,000 customers through the ordinary import, against a bare SQLite bulk insert of the same rows."""

import csv
import sqlite3
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from common import Client, ROOT, Server, arguments, finish, memory_mb, note, report


def make_file(binary, customers, folder):
    """The seed's own file, written once and kept."""
    kept = ROOT / f"build/bench/customers-{customers}.csv"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [binary, "seed", str(customers), "--files-only", kept.parent, "--data", folder],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        (kept.parent / "customers.csv").rename(kept)
        (kept.parent / "orders.csv").unlink()
    return kept


def bare_insert(file, folder):
    """The same rows into one SQLite table with no index: the raw limit."""
    with open(file, newline="", encoding="utf-8") as lines:
        rows = list(csv.reader(lines))
    header, rows = rows[0], rows[1:]
    connection = sqlite3.connect(f"{folder}/bare.db", isolation_level=None)
    connection.executescript("pragma journal_mode=wal; pragma synchronous=full;")
    connection.execute(
        f"create table customer (id integer primary key, {', '.join(f'c{i} text' for i in range(len(header)))})"
    )
    begun = time.monotonic()
    for start in range(0, len(rows), 2000):
        connection.execute("begin")
        connection.executemany(
            f"insert into customer values (null, {', '.join('?' * len(header))})", rows[start : start + 2000]
        )
        connection.execute("commit")
    return len(rows) / (time.monotonic() - begun)


def bare_copy(data, folder):
    """The rows that the import made, into the same tables with the same indexes, by one bare SQLite connection in
    transactions of 16,000 customers: what the store itself takes, without search, audit and change log."""
    connection = sqlite3.connect(f"file:{folder}/copy.db", isolation_level=None, uri=True)
    connection.executescript("pragma journal_mode=wal; pragma synchronous=full; pragma cache_size=-98304;")
    connection.execute("attach ? as made", (f"file:{data}/juan.db?mode=ro",))
    tables = ("customer", "entry", "identity")
    for (text,) in connection.execute(
        f"select sql from made.sqlite_master where tbl_name in {tables} and sql is not null order by type desc"
    ).fetchall():
        connection.execute(text)
    edges = [row[0] for row in connection.execute("select id from made.customer order by id")][::16000]
    begun = time.monotonic()
    for first, last in zip(edges, edges[1:] + [1 << 62]):
        connection.execute("begin")
        for table, column in zip(tables, ("id", "customer_id", "customer_id")):
            connection.execute(
                f'insert into main."{table}" select * from made."{table}" where {column} >= ? and {column} < ?',
                (first, last),
            )
        connection.execute("commit")
    return time.monotonic() - begun


class Watch(threading.Thread):
    """The most memory the server held."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.most, self.is_over = pid, 0.0, False

    def run(self):
        while not self.is_over:
            self.most = max(self.most, memory_mb(self.pid))
            time.sleep(0.2)


def main():
    options = arguments(__doc__)
    with tempfile.TemporaryDirectory(prefix="juan-bench-", dir=ROOT / "build") as folder:
        file = make_file(options.binary, options.customers, Path(folder) / "none")
        server = Server(options.binary, folder, [])
        server.start()
        try:
            client = Client(server, options.binary, f"{folder}/data")
            idle = memory_mb(server.process.pid)
            watch = Watch(server.process.pid)
            watch.start()
            begun = time.monotonic()
            shown = subprocess.run(
                [options.binary, "import", file, "--data", f"{folder}/data", "--object", "customer"],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            seconds = time.monotonic() - begun
            watch.is_over = True
            note(shown.replace("\r", "\n").strip().splitlines()[-1])
            total = client.ask("GET", "/api/customer?page_size=1")["total"]
            rate = total / seconds
            report("customers imported", total, "rows", options.customers, "higher")
            report(
                "import with cleaning, identity, entry, audit",
                rate,
                "rows/s",
                30000,
                "higher",
                f"best peer 271 rows/s, ratio {rate / 271:.0f}",
            )
            report("memory above idle", watch.most - idle, "MB", 300)
        finally:
            server.stop(15)
        copied = total / bare_copy(f"{folder}/data", folder)
        report("bare SQLite, the same tables and indexes", copied, "rows/s", against="no search, audit, cleaning")
        report("time of the import over the same tables and indexes", copied / rate, "times")
        bare = bare_insert(file, folder)
        report("bare SQLite insert, one table, no index", bare, "rows/s")
        report(
            "time of the import over the bare insert",
            bare / rate,
            "times",
            against="the import keeps ten indexes, search, keys, entries, audit",
        )
    finish()


main()
