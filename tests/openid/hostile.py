"""A provider that says whatever a test wants it to say, rightly signed or not."""
import base64
import hashlib
import hmac
import json
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def openssl(*words, data=None):
    return subprocess.run(["openssl", *words], input=data, capture_output=True, check=True).stdout


class Key:
    """A private key in a file; RSA or P-256."""

    def __init__(self, folder, kid, kind="rsa"):
        self.kid, self.kind, self.file = kid, kind, str(folder / f"{kid}.pem")
        how = ["rsa_keygen_bits:2048"] if kind == "rsa" else ["ec_paramgen_curve:P-256"]
        openssl("genpkey", "-algorithm", "RSA" if kind == "rsa" else "EC", "-pkeyopt", *how, "-out", self.file)

    def public_pem(self):
        return openssl("pkey", "-in", self.file, "-pubout")

    def jwk(self):
        same = {"kid": self.kid, "use": "sig"}
        if self.kind == "rsa":
            modulus = openssl("rsa", "-in", self.file, "-noout", "-modulus").decode().strip().split("=")[1]
            return {**same, "kty": "RSA", "alg": "RS256", "n": b64(bytes.fromhex(modulus)), "e": "AQAB"}
        point = openssl("pkey", "-in", self.file, "-pubout", "-outform", "DER")[-64:]
        return {**same, "kty": "EC", "crv": "P-256", "alg": "ES256", "x": b64(point[:32]), "y": b64(point[32:])}

    def sign(self, text):
        signed = openssl("dgst", "-sha256", "-sign", self.file, data=text)
        if self.kind == "rsa":
            return signed
        numbers, at = b"", 2  # SEQUENCE of two INTEGERs
        for _ in range(2):
            size = signed[at + 1]
            numbers += signed[at + 2:at + 2 + size].lstrip(b"\0").rjust(32, b"\0")
            at += 2 + size
        return numbers


class Hostile:
    """On one port; `token`, `keys`, `discovery` and `status` are what the test sets."""

    def __init__(self, port, folder, certificate=None):
        """With a certificate (file, key file) by https, as localhost."""
        self.issuer = f"https://localhost:{port}" if certificate else f"http://127.0.0.1:{port}"
        self.key = Key(folder, "one")
        self.keys = [self.key.jwk()]
        self.discovery = {}    # laid over the sound one
        self.redirect = ""     # of the discovery
        self.token = lambda: ""
        self.answer = {}       # laid over that of the token endpoint
        self.padding = 0       # bytes of nothing in the key set
        self.status = 200      # of the token endpoint
        self.fetches = 0       # of the keys
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def reply(self, status, content, headers=()):
                data = json.dumps(content).encode()
                self.send_response(status)
                for name, value in [*headers, ("Content-Type", "application/json"), ("Content-Length", len(data))]:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

            def do_GET(self):
                if self.path == "/.well-known/openid-configuration":
                    if outer.redirect:
                        self.reply(302, {}, [("Location", outer.redirect)])
                    else:
                        self.reply(200, outer.metadata())
                elif self.path == "/jwks":
                    outer.fetches += 1
                    self.reply(200, {"keys": outer.keys, "padding": "x" * outer.padding})
                else:
                    self.reply(404, {})

            def do_POST(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.reply(outer.status, {"access_token": "access", "token_type": "Bearer", "id_token": outer.token(),
                                          **outer.answer})

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            self.server.handle_error = lambda *_: None  # Who does not trust it hangs up.
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def metadata(self):
        return {"issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/jwks",
                "response_types_supported": ["code"], **self.discovery}

    def claims(self, nonce, **more):
        now = int(time.time())
        return {"iss": self.issuer, "aud": "juan", "sub": "h-1", "iat": now, "exp": now + 300, "nonce": nonce,
                "email": "hanna@example.com", "email_verified": True, **more}

    def signed(self, claims, key=None, **header):
        key = key or self.key
        head = {"alg": "RS256" if key.kind == "rsa" else "ES256", "kid": key.kid, **header}
        text = b64(json.dumps(head).encode()) + "." + b64(json.dumps(claims).encode())
        if head["alg"] == "none":
            return text + "."
        if head["alg"] == "HS256":
            return text + "." + b64(hmac.new(key.public_pem(), text.encode(), hashlib.sha256).digest())
        return text + "." + b64(key.sign(text.encode()))
