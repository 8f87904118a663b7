"""web/dist -> assets.cpp: the built pages, compressed, with their types and tags."""

import gzip
import hashlib
import subprocess
import sys
from pathlib import Path

source, out = Path(sys.argv[1]), Path(sys.argv[2])
dist = source / "web/dist"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".ico": "image/x-icon",
    ".txt": "text/plain; charset=utf-8",
}
blob = bytearray()
rows = []


def keep(data: bytes) -> str:
    start = len(blob)
    blob.extend(data)
    return f"part({start}, {len(data)})"


for path in sorted(dist.rglob("*")) if dist.exists() else []:
    if not path.is_file() or path.suffix not in TYPES:
        continue
    data = path.read_bytes()
    brotli = subprocess.run(["brotli", "-q", "11", "-c", str(path)], capture_output=True, check=True).stdout
    immutable = "true" if path.parent.name == "assets" else "false"
    rows.append(
        f'        {{"/{path.relative_to(dist)}", "{TYPES[path.suffix]}", {keep(brotli)}, '
        f'{keep(gzip.compress(data, 9, mtime=0))}, "{hashlib.sha256(data).hexdigest()[:16]}", {immutable}}},'
    )
newline = "\n"
(out / "assets.bin").write_bytes(bytes(blob) or b"\0")
(out / "assets.cpp").write_text(
    f"""// Generated from web/dist.
#include "server/assets.hpp"

// The assembler copies the file in; a compiler would take minutes over an array of its size.
__asm__(
    ".section .rodata\\n"
    ".global juan_assets_begin\\n"
    "juan_assets_begin: .incbin \\"{out / 'assets.bin'}\\"\\n"
    ".byte 0\\n"
    ".previous\\n");
extern "C" const char juan_assets_begin[];

namespace juan {{
namespace {{

[[maybe_unused]] std::string_view part(std::size_t start, std::size_t size)
{{
    return {{juan_assets_begin + start, size}};
}}

}}  // namespace

std::vector<http::Asset> assets()
{{
    return {{
{newline.join(rows)}
    }};
}}

}}  // namespace juan
""",
    encoding="utf-8",
)
