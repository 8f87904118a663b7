"""A DNS server that says something else each time, and listeners at every address that its names may lead to."""

import ipaddress
import json
import socket
import ssl
import struct
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT = 8443
TYPES = {1: 4, 28: 6}  # A and AAAA, with the version of the addresses


class Names(threading.Thread):
    """Answers for `said`: name -> function from how often that kind of address was asked for to the addresses."""

    def __init__(self):
        super().__init__(daemon=True)
        self.said, self.lookups = {}, Counter()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 53))
        self.start()

    def run(self):
        while True:
            asked, sender = self.socket.recvfrom(4096)
            self.socket.sendto(self.answer(asked), sender)

    def answer(self, asked):
        labels, at = [], 12
        while asked[at]:
            labels.append(asked[at + 1 : at + 1 + asked[at]].decode().lower())
            at += 1 + asked[at]
        name, kind = ".".join(labels), struct.unpack(">H", asked[at + 1 : at + 3])[0]
        addresses = []
        if kind in TYPES and name in self.said:
            addresses = [ipaddress.ip_address(one) for one in self.said[name](self.lookups[name, kind])]
            self.lookups[name, kind] += 1
        records = [one.packed for one in addresses if one.version == TYPES[kind]]
        code = 0x8180 if name in self.said else 0x8183  # no such name
        head = asked[:2] + struct.pack(">HHHHH", code, 1, len(records), 0, 0)
        time_to_live = 0
        return head + asked[12 : at + 5] + b"".join(
            struct.pack(">HHHIH", 0xC00C, kind, 1, time_to_live, len(one)) + one for one in records)


class Listener(ThreadingHTTPServer):
    """A provider at one address, which tells `arrived` of every connection before a byte of it is read."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address, context, key, arrived):
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.context, self.arrived = context, arrived

        class Provider(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def reply(self, status, content):
                data = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def do_GET(self):
                self.reply(200, {"keys": [key]} if self.path == "/jwks" else metadata(self.headers["Host"]))

            def do_POST(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.reply(400, {"error": "invalid_grant"})

        super().__init__((address, PORT), Provider)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def get_request(self):
        connection, sender = self.socket.accept()
        self.arrived.append(connection.getsockname()[0])
        return self.context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), sender

    def handle_error(self, *_):
        pass  # Who does not like what it finds hangs up.


def metadata(host):
    issuer = f"https://{host}"
    return {"issuer": issuer, "authorization_endpoint": f"{issuer}/authorize", "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/jwks", "response_types_supported": ["code"]}


def listeners(addresses, certificate, key):
    """The list of local addresses at which connections arrive, one entry for each."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    arrived = []
    for address in addresses:
        Listener(address, context, key, arrived)
    return arrived
