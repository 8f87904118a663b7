"""Somebody changes the audit in the file, in every way one can without the key; whether `audit verify` notices."""

import hashlib
import random
import shutil
import sqlite3
import time
from collections import Counter
from pathlib import Path

COLUMNS = ("at", "actor_id", "via", "action", "object", "record_id", "detail", "previous", "hash")
ALTERED, CUT, REPLACED = 2, 3, 4


def forged(previous, row):
    return "1:" + hashlib.blake2b(f"{previous}{row}".encode(), digest_size=32).hexdigest()


def any_row(store, skip_last=0):
    last = store.execute("select max(seq) from audit").fetchone()[0]
    return random.randint(1, last - skip_last), last


def edit(store):
    seq, _ = any_row(store)
    column = random.choice(COLUMNS)
    value = store.execute(f"select {column} from audit where seq = ?", (seq,)).fetchone()[0]
    if isinstance(value, int):
        value += random.choice([-1, 1, 1000])
    elif value:
        place = random.randrange(len(value))
        value = value[:place] + chr(ord(value[place]) ^ 1) + value[place + 1 :]
    else:
        value = "x"
    store.execute(f"update audit set {column} = ? where seq = ?", (value, seq))


def shift(store, seq, by):
    """In two steps, for numbers are unique at any moment."""
    store.execute("update audit set seq = -seq where seq >= ?", (seq,))
    store.execute("update audit set seq = -seq + ? where seq < 0", (by,))


def delete(store):
    seq, _ = any_row(store, skip_last=1)
    store.execute("delete from audit where seq = ?", (seq,))
    if random.random() < 0.5:
        shift(store, seq, -1)


def insert(store):
    seq, _ = any_row(store, skip_last=1)
    other, _ = any_row(store)
    row = store.execute(f"select {', '.join(COLUMNS)} from audit where seq = ?", (other,)).fetchone()
    shift(store, seq, 1)
    store.execute(f"insert into audit(seq, {', '.join(COLUMNS)}) values (?{', ?' * len(COLUMNS)})", (seq, *row))


def reorder(store):
    seq, last = any_row(store, skip_last=1)
    other = random.randint(seq + 1, last)
    columns = COLUMNS if random.random() < 0.5 else COLUMNS[:-2]
    rows = [store.execute(f"select {', '.join(columns)} from audit where seq = ?", (one,)).fetchone()
            for one in (seq, other)]
    if rows[0] == rows[1]:
        return edit(store)
    for place, row in zip((other, seq), rows, strict=True):
        store.execute(f"update audit set {', '.join(f'{column} = ?' for column in columns)} where seq = ?",
                      (*row, place))
    return None


def tail_cut(store):
    _, last = any_row(store)
    store.execute("delete from audit where seq > ?", (last - random.randint(1, last // 2),))


def cut_and_append(store):
    _, last = any_row(store)
    kept = last - random.randint(1, last // 2)
    store.execute("delete from audit where seq > ?", (kept,))
    previous = store.execute("select hash from audit where seq = ?", (kept,)).fetchone()[0]
    for seq in range(kept + 1, kept + 1 + random.randint(1, last)):
        row = (1_700_000_000_000 + seq, 1, "person", "create", "task", seq, "{}")
        fresh = forged(previous, row)
        store.execute(f"insert into audit(seq, {', '.join(COLUMNS)}) values (?{', ?' * len(COLUMNS)})",
                      (seq, *row, previous, fresh))
        previous = fresh


def rewrite(store):
    previous = ""
    for seq, *row in store.execute(f"select seq, {', '.join(COLUMNS[:-2])} from audit order by seq").fetchall():
        fresh = forged(previous, row)
        store.execute("update audit set previous = ?, hash = ?, detail = ? where seq = ?",
                      (previous, fresh, '{"rewritten":1}', seq))
        previous = fresh


def trials(case, source, count):
    """`source` is the folder of a server that was stopped, so that all rows are anchored. Without anchors a cut tail is
    the one thing that cannot be told; that it cannot is looked at, too, so that the trial itself is not blind."""
    data = case.copy("tampered")
    shutil.rmtree(data)
    shutil.copytree(source, data)
    for ending in (".keys", ".anchors"):
        shutil.copy(f"{source}{ending}", f"{data}{ending}")
    anchors, kept = Path(f"{data}.anchors"), Path(f"{data}.kept")
    case.check(case.verify(data)[0] == 0, "whole before it is tampered with")
    database = data / "juan.db"
    whole = database.read_bytes()
    told, begun = Counter(), time.monotonic()
    ways = [edit, delete, insert, reorder, tail_cut, cut_and_append, rewrite]
    for number in range(count):
        way = ways[number % len(ways)]
        for name in ("juan.db-wal", "juan.db-shm"):
            (data / name).unlink(missing_ok=True)
        database.write_bytes(whole)
        store = sqlite3.connect(database)
        with store:
            way(store)
        store.close()
        code, text = case.verify(data)
        case.check(code in (ALTERED, CUT, REPLACED), f"{way.__name__} (trial {number}) is not noticed: {code} {text}")
        told[way.__name__, code] += 1
        anchors.rename(kept)
        code, text = case.verify(data)
        wanted = code == 0 if way is tail_cut else code in (ALTERED, REPLACED)
        case.check(wanted, f"{way.__name__} without anchors (trial {number}): {code} {text}")
        kept.rename(anchors)
    print(f"  {count} ways to tamper, {time.monotonic() - begun:.0f} s: "
          + ", ".join(f"{name} {code}: {times}" for (name, code), times in sorted(told.items())), flush=True)
