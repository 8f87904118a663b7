"""How secrets are kept, and which passwords are taken."""

import base64
import json
import os
import re
import signal
import subprocess
import tempfile
from pathlib import Path

from house import Browser, expect

from server import PASSWORD, Server, email

COMMON = Path(__file__).resolve().parent.parent.parent / (
    "tools/npm/node_modules/@zxcvbn-ts/language-common/src/passwords.json")
# OWASP's Password Storage Cheat Sheet: Argon2id of at least 19 MiB and two passes.
MEMORY_KIB_MIN, PASSES_MIN, KEY_BITS_MIN = 19 * 1024, 2, 128
GOOD = ["x" * 63 + "y", "一二三四五六七八九十甲乙", "пароль из слов и точка", "🐎🔋📎🐎🔋📎🐎🔋", "é̂ à̈ ō̱ ñ̃ é̂ à̈",
        "كلمة سر طويلة جدا", " spaces at both ends ", "tab\tand\u200bzero width"]
# The most used passwords of breaches as the security trade lists them year after year; long enough to be refused
# for being common alone.
BREACHED = """password password1 12345678 123456789 1234567890 qwertyuiop 1q2w3e4r iloveyou princess sunshine football
    baseball superman trustno1 starwars computer whatever passw0rd 11111111 88888888 letmein1 qwerty123 1qaz2wsx
    5201314520 woaini1314 66666666 00000000 12341234 123123123 87654321 11223344 woaini520 qq123456 a123456789
    admin123""".split()
TOP_MIN, TOP_QUICK = 3000, 250
DAYS = 24 * 3600


def hashes(house):
    """Every password hash and key that stands in the store."""
    kept = house.query("select password_hash from credential union all select password_hash from password_history")
    expect(kept, "no password hash was found")
    for (text,) in kept:
        found = re.fullmatch(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$[\w+/]{22,}\$[\w+/]{43,}", text)
        is_strong = found and int(found.group(1)) >= MEMORY_KIB_MIN and int(found.group(2)) >= PASSES_MIN
        expect(is_strong, f"a password is kept as {text[:40]}")
    expect(len({text for (text,) in kept}) == len(kept), "two passwords have one salt")
    for table in ("api_key", "session", "one_time_link"):
        for (text,) in house.query(f"select token_hash from {table}"):
            expect(re.fullmatch(r"[0-9a-f]{64}", text), f"{table} keeps {text[:10]}…")
    key = house.boss.do("POST", "/api/accounts/keys", {"name": "bits", "role": "sales"})["key"]
    bits = 8 * len(base64.urlsafe_b64decode(key.split("_", 1)[1] + "=="))
    expect(bits >= KEY_BITS_MIN, f"an API key has {bits} bits")


def passwords(house):
    """Long ones and all scripts are taken, the common ones are not, and the stricter profile asks for more."""
    hashes(house)
    name, user = house.add_user()
    for password in GOOD if house.is_nightly else GOOD[:3]:
        Browser(house.server).do("POST", f"/api/link/{house.link(user).rsplit('/', 1)[1]}", {"password": password})
        expect(Browser(house.server).sign_in(name, password=password)[0] == 200, f"{password!r} does not sign in")
    listed = json.loads(COMMON.read_text(encoding="utf-8"))
    expect(len(listed) >= TOP_MIN, f"the list has {len(listed)} passwords")
    common = [*BREACHED, *(listed if house.is_nightly else listed[:TOP_QUICK])]
    path = f"/api/link/{house.link(user).rsplit('/', 1)[1]}"
    for number, password in enumerate(common):
        # Many more than there are ports of one address.
        browser = Browser(house.server, address=f"127.0.4.{1 + number % 250}")
        for variant in (password, password.upper()):
            status, answer = browser.ask("POST", path, {"password": variant})
            finding = json.dumps(answer)
            expect(status == 422 and ("password_common" in finding or "password_short" in finding),
                   f"{variant} is taken: {status} {answer}")
    dengbao3(house, name, user, path)
    return f"{2 * len(common)} common passwords"


def dengbao3(house, name, user, path):
    boss = house.boss
    boss.do("PATCH", "/api/settings/security", {"password_profile": "dengbao3"})
    for password in ("all lower case words", "UPPER ONLY WORDS", "4839201746", "lower and 123456"):
        classes = [re.search(pattern, password) for pattern in (r"[a-z]", r"[A-Z]", r"\d", r"[^a-zA-Z\d]")]
        if sum(map(bool, classes)) < 3:
            expect(Browser(house.server).ask("POST", path, {"password": password})[0] == 422, f"{password} is taken")
    mixed = [f"Horse-battery-{number}" for number in range(7)]
    Browser(house.server).do("POST", path, {"password": mixed[0]})
    browser = Browser(house.server)
    expect(browser.sign_in(name, password=mixed[0])[0] == 200, "a mixed password does not sign in")
    for before, after in zip(mixed[:5], mixed[1:6], strict=True):
        browser.do("POST", "/api/account/password", {"current": before, "new": after})
    for old in (mixed[1:6] if house.is_nightly else mixed[1:2]):
        status, _ = browser.ask("POST", "/api/account/password", {"current": mixed[5], "new": old})
        expect(status == 422, f"one of the last five passwords is taken again: {status}")
    house.clock.set_ahead(90 * DAYS + 60)
    old = Browser(house.server)
    expect(old.sign_in(name, password=mixed[5])[0] == 200, "an old password does not sign in at all")
    expect(old.do("GET", "/api/session")["needs"] == "password_change", "an old password need not be changed")
    expect(old.ask("GET", "/api/customer")[0] == 403, "an old password opens everything")
    house.boss_again()
    # Whose own is as old owes a change as well.
    new = PASSWORD + "-New"
    boss.do("POST", "/api/account/password", {"current": PASSWORD, "new": new})
    boss.do("PATCH", "/api/settings/security", {"password_profile": "default"})
    boss.do("POST", "/api/account/password", {"current": new, "new": PASSWORD})


def secrets(house):
    """No password, token, key, code or secret stands in a file, in a backup, in the log or in what the system shows."""
    name, user = house.add_user()
    browser = house.browser(name)
    secret = browser.do("POST", "/api/account/second-factor", {})["secret"]
    codes = browser.do("PUT", "/api/account/second-factor", {"code": house.code(secret)})["recovery_codes"]
    key = house.boss.do("POST", "/api/accounts/keys", {"name": "canary", "role": "sales"})["key"]
    typed = "a password that was wrong by a letter"
    Browser(house.server).sign_in(name, password=typed)
    planted = {
        "password": PASSWORD, "wrong password": typed, "session": browser.cookies["__Host-juan"], "key": key,
        "device": browser.cookies["__Host-juan-device"], "secret": secret, "recovery code": codes[5],
        "plain recovery code": codes[5].replace("-", ""), "link": house.link(user).rsplit("/", 1)[1],
        "set-up token": house.server.token, "master key": master_key(house),
    }  # fmt: skip
    everything = {what: text.encode() for what, text in planted.items()}
    everything["raw secret"] = base64.b32decode(secret)
    everything["raw master key"] = base64.urlsafe_b64decode(planted["master key"] + "==")
    expect(all(len(text) >= 10 for text in everything.values()), f"an empty canary: {planted}")
    made = subprocess.run([house.server.command[0], "backup", "--data", house.folder / "data", "--to",
                           house.folder / "pieces"], capture_output=True, text=True, check=False)
    expect(made.returncode == 0, f"juan backup: {made.stderr}")
    look(house, everything)


def master_key(house):
    return re.search(r"^1 (\S+)$", (house.folder / "data.keys").read_text(encoding="utf-8"), re.M).group(1)


def look(house, planted):
    found, names = [], []
    for path in [path for path in house.folder.rglob("*") if path.is_file() and path.name != "data.keys"]:
        # The set-up link is printed for whoever starts the server, and worth nothing after the set-up.
        content = path.read_bytes()
        names.append(path.name)
        found += [f"{what} in {path.relative_to(house.folder)}" for what, text in planted.items() if text in content
                  and not (what == "set-up token" and path.name == "log.txt")]
    for part in ("cmdline", "environ"):
        content = Path(f"/proc/{house.server.process.pid}/{part}").read_bytes()
        found += [f"{what} in the process's {part}" for what, text in planted.items() if text in content]
    expect(not found, f"found: {found}")
    expect({"juan.db", "juan.db-wal", "log.txt"} <= set(names) and any(name.endswith(".backup") for name in names),
           f"only {names} were looked at")


def leaves_core(command):
    """Whether a process that is aborted leaves a core; its folder goes with it."""
    with tempfile.TemporaryDirectory(prefix="juan-core-") as folder:
        child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                 preexec_fn=allow_cores)
        return dumps(child)


def allow_cores():
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


def dumps(child):
    child.send_signal(signal.SIGABRT)
    _, status = os.waitpid(child.pid, 0)
    child.returncode = -signal.SIGABRT
    return os.WCOREDUMP(status)


def cores(house):
    """A server that crashes leaves no memory behind, which holds keys and passwords."""
    if not leaves_core(["sleep", "60"]):
        return "skipped: this machine keeps no cores"
    with tempfile.TemporaryDirectory(prefix="juan-core-") as folder:
        before = Path.cwd()
        os.chdir(folder)
        allow_cores()
        try:
            server = Server(house.server.command[0], folder, [])
            server.start()
            expect(not dumps(server.process), "a crashed server leaves a core")
        finally:
            os.chdir(before)
    return ""
