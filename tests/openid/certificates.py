"""Certificates of an authority that lives for one test."""
import subprocess


def openssl(folder, *words):
    subprocess.run(["openssl", *words], cwd=folder, capture_output=True, check=True)


class Authority:
    def __init__(self, folder, name="authority"):
        self.folder, self.name, self.file = folder, name, folder / f"{name}.pem"
        openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out",
                self.file.name, "-days", "2", "-subj", f"/CN={name}")

    def issue(self, host, days=1):
        """(certificate, key), as files; with days = -1 it ended yesterday."""
        stem = f"{self.name}-{host}-{days}"
        (self.folder / f"{stem}.ext").write_text(f"subjectAltName=DNS:{host}\n")
        openssl(self.folder, "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{stem}.key", "-out",
                f"{stem}.csr", "-subj", f"/CN={host}")
        openssl(self.folder, "x509", "-req", "-in", f"{stem}.csr", "-CA", self.file.name, "-CAkey", f"{self.name}.key",
                "-CAcreateserial", "-days", str(days), "-extfile", f"{stem}.ext", "-out", f"{stem}.pem")
        return self.folder / f"{stem}.pem", self.folder / f"{stem}.key"
