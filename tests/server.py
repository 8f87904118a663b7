"""The real binary as a server for tests, with a data folder of its own.

Usage: server.py --binary build/release/juan [--sample] -- COMMAND ...
Runs COMMAND beside a fresh server, with BASE_URL and JUAN_SETUP_URL in its environment, and ends as it ends.
"""
import argparse
import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

START_SECONDS_MAX = 60
PASSWORD = "correct-horse-battery-staple-9"


def email(name):
    return f"{name}@example.com"


class Different(Exception):
    """Something is not as it should be; the text says what."""


class Server:
    """The binary with one data folder; stopped at the end of a `with`."""

    def __init__(self, binary, folder, options):
        self.command = [str(binary), "serve", "--data", f"{folder}/data", "--listen", "127.0.0.1:0", *options]
        self.log = Path(folder) / "log.txt"
        self.process = None
        self.port = 0
        self.token = ""
        self.environment = None  # of the process; None: as here

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop(signal.SIGTERM)

    def start(self):
        with open(self.log, "wb") as out:
            self.process = subprocess.Popen(self.command, stdout=out, stderr=out, stdin=subprocess.DEVNULL,
                                            env=self.environment)
        until = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < until:
            text = self.log.read_text(encoding="utf-8", errors="replace")
            address = re.search(r"http://(?:127\.0\.0\.1|localhost):(\d+)", text)
            if address and self.answers(int(address.group(1))):
                self.port = int(address.group(1))
                link = re.search(r"/setup\?token=([\w-]+)", text)
                self.token = link.group(1) if link else ""
                return
            if self.process.poll() is not None:
                raise Different(f"the server did not start (exit {self.process.returncode}):\n{text[-2000:]}")
            time.sleep(0.02)
        raise Different(f"the server printed no address in {START_SECONDS_MAX} s:\n{text[-2000:]}")

    def answers(self, port):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/api/health")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def add_user(self, name, role):
        """By the command line, which alone may give another person a password; the id."""
        command = [self.command[0], "user", "add", "--data", self.command[3], "--name", name, "--role", role,
                   "--email", email(name)]
        shown = subprocess.run(command, input=PASSWORD + "\n", capture_output=True, text=True, check=False)
        if shown.returncode != 0:
            raise Different(f"juan user add {name}: {shown.stderr or shown.stdout}")
        return shown.stdout.strip()

    def stop(self, how):
        self.process.send_signal(how)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise Different("the server did not stop within 15 s of being asked") from None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, required=True)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="juan-test-") as folder:
        with Server(options.binary.resolve(), folder, ["--sample"] if options.sample else []) as server:
            address = f"http://localhost:{server.port}"
            more = {"BASE_URL": address, "JUAN_SETUP_URL": f"{address}/setup?token={server.token}"}
            ended = subprocess.run(options.command, env={**os.environ, **more}, check=False)
            if ended.returncode != 0:
                print(server.log.read_text(encoding="utf-8", errors="replace")[-4000:])
            return ended.returncode


if __name__ == "__main__":
    sys.exit(main())
