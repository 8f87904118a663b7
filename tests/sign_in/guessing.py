"""Guessing: of passwords by many from many addresses, of codes, of what was used once."""

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from house import Browser, expect

from server import PASSWORD, email

# What the guide promises, and OWASP ASVS 5.0, 6.3.1, asks to be told.
PER_ACCOUNT_MAX, PER_ADDRESS_MAX, CODES_MAX = 10, 30, 5
WINDOW_SECONDS, CODES_WINDOW_SECONDS, TENDED_SECONDS = 15 * 60, 5 * 60, 31
# accounts, addresses, tries
STORM, STORM_NIGHTLY = (3, 4, 100), (50, 200, 10_000)
REPLAYS, REPLAYS_NIGHTLY = 12, 1000
AT_ONCE, AT_ONCE_NIGHTLY = 12, 100
AT_WORK = 5  # as many as may wait for the hash function; more are told that the server is busy
UNKNOWN = "nobody.at.all"


class Storm:
    """Wrong passwords for many accounts from many addresses of this machine; what was answered to whom."""

    def __init__(self, house, accounts, address_count):
        self.house, self.accounts = house, accounts
        self.addresses = [f"127.{10 + n // 250}.0.{1 + n % 250}" for n in range(address_count)]
        self.lock = threading.Lock()
        self.by_account, self.by_address, self.statuses = Counter(), Counter(), Counter()

    def guess(self, number):
        name, address = random.choice([*self.accounts, UNKNOWN]), random.choice(self.addresses)
        body = {"email": email(name), "password": f"wrong guess {number}"}
        status, _ = Browser(self.house.server, address=address).ask("POST", "/api/session", body)
        with self.lock:
            self.statuses[status] += 1
            if status == 401:  # The password was compared: the one answer that tells a guess from another.
                self.by_account[name] += 1
                self.by_address[address] += 1

    def run(self, tries):
        with ThreadPoolExecutor(AT_WORK) as pool:
            list(pool.map(self.guess, range(tries)))


def storm(house):
    """Many guess from many addresses: few are heard, none after the limit, all are told, and nobody is locked out."""
    account_count, address_count, tries = STORM_NIGHTLY if house.is_nightly else STORM
    people = [house.add_user() for _ in range(account_count)]
    victim = house.browser(people[0][0])
    del victim.cookies["__Host-juan"]
    failed_before, refused_before = told(house)
    attack = Storm(house, [name for name, _ in people], address_count)
    attack.run(tries)
    expect(set(attack.statuses) <= {401, 429, 503}, f"guesses are answered {attack.statuses}")
    worst, most = max(attack.by_account.values()), max(attack.by_address.values())
    expect(worst <= PER_ACCOUNT_MAX, f"{worst} guesses at one account were heard")
    expect(most <= PER_ADDRESS_MAX, f"{most} guesses from one address were heard")
    spent = [name for name, _ in people if attack.by_account[name] == PER_ACCOUNT_MAX]
    expect(len(spent) > len(people) // 2, f"the attack spent the tries of {len(spent)} accounts only")
    right = [Browser(house.server, address="127.0.9.9").sign_in(name)[0] for name in spent[:20]]
    expect(set(right) == {429}, f"a right guess after the limit is answered {set(right)}")
    expect(victim.sign_in(people[0][0])[0] == 200, "whom they guess at is locked out of a browser known before")
    house.clock.set_ahead(TENDED_SECONDS)
    want = (attack.statuses[401], attack.statuses[429] + len(right))

    def are_told():
        failed, refused = told(house)
        return (failed - failed_before, refused - refused_before) == want

    house.wait(are_told, 5, lambda: f"the audit tells of {told(house)} failed and refused tries, not {want} more than "
               f"{(failed_before, refused_before)}")
    house.clock.set_ahead(WINDOW_SECONDS)
    expect(Browser(house.server).sign_in(spent[-1])[0] == 200, "an account stays locked after the window")
    return f"{tries} tries, {want[0]} heard"


def told(house):
    """(failed, refused) tries that the audit tells of."""
    failed = house.query("select count(*) from audit where action = 'sign_in_failed'")[0][0]
    refused = house.query("select coalesce(sum(json_extract(detail, '$.count')), 0) from audit where action = "
                          "'sign_in_refused'")[0][0]
    return failed, refused


def codes(house):
    """Codes of an authenticator app and for recovery: used once, guessed a few times, whatever is tried at once."""
    name, _ = house.add_user()
    browser = house.browser(name)
    secret = browser.do("POST", "/api/account/second-factor", {})["secret"]
    recovery = browser.do("PUT", "/api/account/second-factor", {"code": house.code(secret)})["recovery_codes"]
    used = house.code(secret, 1)
    expect(Browser(house.server).sign_in(name, code=used)[0] == 200, "the next code is taken")
    replays, begun = Counter(), time.monotonic()
    for _ in range(REPLAYS_NIGHTLY if house.is_nightly else REPLAYS):
        status, answer = Browser(house.server).sign_in(name, code=used)
        replays[answer.get("code", status)] += 1
    heard = replays.pop("second_factor_wrong", 0)
    windows = 1 + (time.monotonic() - begun) // CODES_WINDOW_SECONDS  # A thousand tries may take longer than one.
    expect(heard <= CODES_MAX * windows and set(replays) <= {"too_many_attempts"},
           f"a used code: {heard} heard, {replays}")
    house.clock.set_ahead(WINDOW_SECONDS)
    at_once = AT_ONCE_NIGHTLY if house.is_nightly else AT_ONCE
    with ThreadPoolExecutor(16) as pool:
        answers = Counter(pool.map(lambda n: Browser(house.server).sign_in(name, code=f"{n:06}")[0], range(at_once)))
    expect(answers[422] <= CODES_MAX and answers[200] == 0, f"{at_once} codes guessed at once: {answers}")
    house.clock.set_ahead(WINDOW_SECONDS)
    body = {"email": email(name), "password": PASSWORD, "recovery_code": recovery[0]}
    with ThreadPoolExecutor(16) as pool:
        answers = Counter(
            pool.map(lambda _: Browser(house.server).ask("POST", "/api/session", body)[0], range(at_once))
        )
    expect(answers[200] == 1, f"a recovery code used {at_once} times at once: {answers}")
    house.clock.set_ahead(WINDOW_SECONDS)
    again = Browser(house.server).sign_in(name, recovery_code=recovery[0])
    expect(again[1]["code"] == "second_factor_wrong", f"a recovery code, used before: {again}")
    expect(Browser(house.server).sign_in(name)[1]["code"] == "second_factor_needed", "no code is asked for any more")
