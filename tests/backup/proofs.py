"""Whether a backup that is called good is good, whatever happens while it is made, and whether damage is noticed."""

import contextlib
import http.client
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from server import Server

QUERIES = [
    "/api/order?page_size=50", "/api/order?page_size=1", "/api/order?order_by=number&page_size=20",
    "/api/order?order_by=-number&page_size=20", "/api/order_line?page_size=50", "/api/customer?page_size=20",
    "/api/contact?page_size=5", "/api/task?page_size=5", "/api/product?page_size=5", "/api/user?page_size=20",
    "/api/role?page_size=20", "/api/organisation_unit?page_size=5", "/api/team?page_size=5", "/api/search?q=W1",
    "/api/search?q=客户", "/api/objects", "/api/workbench", "/api/import_batch?page_size=5", "/api/regions", "/api/setup",
]  # fmt: skip


def answers(server, key):
    """The answer to each of QUERIES, without what differs from request to request."""
    found = {}
    for path in QUERIES:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        quoted = "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode()) for c in path)
        connection.request("GET", quoted, headers={"Authorization": f"Bearer {key}"})
        answer = connection.getresponse()
        found[path] = (answer.status, answer.read())
    return found


def proof(case, table_hashes, target, then):
    """What is wrong with a restored folder, held against the tables of the moment it was made at."""
    connection = sqlite3.connect(target / "juan.db")
    if connection.execute("pragma integrity_check").fetchone()[0] != "ok":
        yield "it is damaged"
    connection.close()
    now = table_hashes(target)
    other = [name for name, value in then.items() if now.get(name) != value]
    if other:
        yield f"these tables differ: {other}"
    verified = subprocess.run([case.binary, "audit", "verify", "--data", target, "--keys", case.keys],
                              capture_output=True, text=True, check=False)
    if verified.returncode not in (0, 3):  # An older state than the anchors tell is a cut one.
        yield f"its audit: {verified.stdout}{verified.stderr}"


def each_one(case, table_hashes, small_disk, count):
    """Each of `count` backups, full ones and increments, is restored, compared, served from and asked."""
    case.server.start()
    for number in range(count):
        for step in range(random.randint(1, 20)):
            order = {"number": f"H{number}-{step}", "ordered_at": "2026-01-02T03:04:05Z", "lines": []}
            case.api.must("POST", "/api/order", order)
        then = table_hashes(case.folder / "data")
        made = case.api.backup("full" if number % 3 == 0 else "increment")
        target = case.restored()
        wrong = list(proof(case, table_hashes, target, then))
        case.check(not wrong, f"backup {number} ({made['name']}) is called {made['state']}, but {wrong}")
        before = answers(case.server, case.api.key)
        served = case.folder / f"served{number}"
        served.mkdir()
        target.rename(served / "data")
        with Server(case.binary, served, ["--keys", str(case.keys)]) as server:
            after = answers(server, case.api.key)
        good = [path for path in QUERIES if before[path][0] == 200]
        other = [path for path in QUERIES if before[path] != after[path] and path != "/api/workbench"]
        case.check(len(good) == len(QUERIES), f"not answered at all: {set(QUERIES) - set(good)}")
        case.check(not other, f"what was restored from backup {number} answers otherwise: {other}")
        shutil.rmtree(served)
    at_once(case, max(3, count // 3))
    could_not_verify(case, small_disk)
    case.server.stop(signal.SIGTERM)


def at_once(case, rounds):
    """Several that are asked for at the same moment, into a folder that has no chain yet, are all good."""
    for number in range(rounds):
        body = {"kind": "full", "folder": str(case.folder / f"together{number}")}
        with ThreadPoolExecutor(4) as pool:
            jobs = list(pool.map(lambda _: case.api.must("POST", "/api/backups", body)["job"], range(4)))
        ended = [ended_job(case, job) for job in jobs]
        wrong = [state for state in ended if (state.get("outcome") or {}).get("state") != "verified"]
        case.check(not wrong, f"of four backups at once {len(wrong)} are not good: {wrong[:1]}")
        names = {(state.get("outcome") or {}).get("name") for state in ended}
        case.check(len(names) == 4, f"four backups at once are called {names}")
        shutil.rmtree(body["folder"])


def ended_job(case, job):
    until = time.monotonic() + 60
    state = {"state": "waiting"}
    while state["state"] in ("waiting", "running") and time.monotonic() < until:
        time.sleep(0.05)
        state = case.api.must("GET", f"/api/backups/jobs/{job}")
    return state


def could_not_verify(case, small_disk):
    """No word of success when the test restore cannot be made: here, as the disk for it is too small."""
    shutil.rmtree(case.folder / "data/check", ignore_errors=True)
    with small_disk(case.folder / "data/check", 64) as is_small:
        if is_small:
            job = case.api.must("POST", "/api/backups", {"kind": "full"})["job"]
            until = time.monotonic() + 5
            while time.monotonic() < until and case.api.must("GET", f"/api/backups/jobs/{job}")["state"] != "failed":
                time.sleep(0.05)
            state = case.api.must("GET", f"/api/backups/jobs/{job}")
            case.check(state["state"] != "done", f"a backup that could not be verified ends as {state}")
            items = case.api.must("GET", "/api/backups")["items"]
            newest = next((item for item in items if item["kind"] == "full"), {"state": "none"})
            case.check(newest["state"] == "unverified", f"what could not be verified is called {newest['state']}")
        else:
            case.skipped.append("a disk too small for a test restore: this machine does not permit mount")
    shutil.rmtree(case.folder / "data/check", ignore_errors=True)
    case.api.backup("full")


@contextlib.contextmanager
def trouble(case, kind):
    """While a backup is being made: the program dies, its disk fills, or its folder goes away."""
    if kind == "kill":
        yield
        time.sleep(random.uniform(0.0, 0.6))
        case.server.stop(signal.SIGKILL)
        case.server.start()
    elif kind == "full disk":
        filler = case.pieces / "filler"
        free = os.statvfs(case.pieces)
        with contextlib.suppress(OSError), open(filler, "wb") as file:
            file.write(b"\0" * max(0, free.f_bavail * free.f_frsize - random.randint(0, 200_000)))
        yield
        time.sleep(random.uniform(0.2, 0.8))
        filler.unlink()
    else:
        away = Path(f"{case.pieces}.away")
        yield
        time.sleep(random.uniform(0.0, 0.4))
        case.pieces.rename(away)
        time.sleep(random.uniform(0.0, 0.4))
        shutil.rmtree(case.pieces, ignore_errors=True)
        away.rename(case.pieces)


def under_fire(case, table_hashes, writers, small_disk, count):
    """Backups in trouble under full load. Those that are called verified afterwards are restored, every one."""
    begun, kinds = time.monotonic(), Counter()
    with small_disk(case.folder / "fire", 60_000) as is_small:
        home, case.pieces = case.pieces, case.folder / "fire/pieces"
        case.pieces.mkdir()
        case.server.start()
        case.api.must("PATCH", "/api/settings/backup", {"folder": str(case.pieces), "every_hours": 1, "keep_days": 2})
        for writer in writers:
            writer.start()
        good = 0
        for number in range(count):
            kind = random.choice(["kill", "full disk", "gone"] if is_small else ["kill", "gone"])
            kinds[kind] += 1
            with trouble(case, kind), contextlib.suppress(Exception):
                case.api.must("POST", "/api/backups", {"kind": random.choice(["full", "increment"])})
            if number % 10 == 9 or number == count - 1:
                case.api.backup("full")  # No trouble any more; it must come out good.
                good += verified_ones(case, table_hashes)
                clear(case)
        for writer in writers:
            writer.is_over = True
        case.server.stop(signal.SIGTERM)
        case.pieces = home
    case.check(good > 0, "no backup was called good in all of the trouble")
    print(f"  {count} backups in trouble {dict(kinds)}, {good} called good and restored, "
          f"{time.monotonic() - begun:.0f} s", flush=True)


def place_of(item):
    """(chain, number) of a piece, of its name juan-TIME-NUMBER-KIND.backup."""
    _, chain, number, _ = item["name"].split("-")
    return chain, int(number)


def verified_ones(case, table_hashes):
    """Restores to the end of each piece that is called verified; how many there were."""
    all_items = case.api.must("GET", "/api/backups")["items"]
    begins = {}  # The first full piece of each chain: nothing before it can be restored to.
    for item in all_items:
        if item["kind"] == "full":
            chain, number = place_of(item)
            begins[chain] = min(number, begins.get(chain, number))
    items = [item for item in all_items if item["state"] == "verified"
             and place_of(item)[1] >= begins.get(place_of(item)[0], place_of(item)[1] + 1)]
    for item in items:
        target, shown = case.restore("--at", item["to"])
        case.check(shown.returncode == 0, f"{item['name']} is called verified, but {shown.stderr}")
        if shown.returncode == 0:
            wrong = list(proof(case, table_hashes, target, {}))
            case.check(not wrong, f"{item['name']} is called verified, but {wrong}")
        shutil.rmtree(target, ignore_errors=True)
    return len(items)


def clear(case):
    """Room for more; and a chain that begins anew."""
    for path in case.pieces.iterdir():
        if path.is_file():
            path.unlink()


def damaged(case, flips, cuts):
    """One byte flipped, or the end cut off, at many places of every piece that a restore needs; each is refused."""
    target = case.restored()
    shutil.rmtree(target)
    newest = max(case.pieces.glob("*-full.backup"), key=lambda path: path.stat().st_mtime)
    needed = [newest, newest.with_name(newest.name.replace("-full", "-increment"))]
    sizes = [path.stat().st_size for path in needed]
    begun, missed = time.monotonic(), []
    for number in range(flips + cuts):
        path = random.choices(needed, sizes)[0] if number > 20 else needed[number % 2]
        whole = path.read_bytes()
        place = random.randrange(len(whole)) if number % 5 else random.randrange(min(len(whole), 400))
        if number < flips:
            bytes_now = bytearray(whole)
            bytes_now[place] ^= 1 << random.randrange(8)
            path.write_bytes(bytes_now)
        else:
            path.write_bytes(whole[:place])
        target, shown = case.restore()
        left = target.exists() or Path(f"{target}.partial").exists()
        if shown.returncode == 0 or left or path.name not in shown.stderr:
            missed.append(f"{path.name}, byte {place} of {len(whole)}: exit {shown.returncode}, {shown.stderr[:200]}")
            shutil.rmtree(target, ignore_errors=True)
        path.write_bytes(whole)
    case.check(not missed, f"{len(missed)} of {flips} flips and {cuts} cuts are not refused: {missed[:3]}")
    shutil.rmtree(case.restored())
    print(f"  {flips} flipped bytes and {cuts} cuts, {time.monotonic() - begun:.0f} s", flush=True)
