"""Common passwords (npm @zxcvbn-ts/language-common, MIT; data/passwords.csv) -> common_passwords.cpp, one text."""

import json
import sys
from pathlib import Path

LENGTH_MIN = 8  # Shorter ones are refused for their length.

source, out = Path(sys.argv[1]), Path(sys.argv[2])
listed = source / "tools/npm/node_modules/@zxcvbn-ts/language-common/src/passwords.json"
kept_here = (source / "data/passwords.csv").read_text(encoding="utf-8").split()[1:]
everywhere = [*json.loads(listed.read_text(encoding="utf-8")), *kept_here]
words = sorted({word.lower() for word in everywhere if len(word) >= LENGTH_MIN})
if len(words) < 3000:
    sys.exit(f"{listed.name}: only {len(words)} passwords of {LENGTH_MIN} characters or more; 3000 are the least")
text = "\n" + "\n".join(words) + "\n"
# As numbers, for compilers need not take a literal of more than 65,536 bytes.
numbers = [str(byte if byte < 128 else byte - 256) for byte in text.encode()]
lines = ",\n".join("    " + ", ".join(numbers[start : start + 24]) for start in range(0, len(numbers), 24))
out.mkdir(parents=True, exist_ok=True)
(out / "common_passwords.cpp").write_text(
    f"""// Generated from the npm package @zxcvbn-ts/language-common and data/passwords.csv.
#include "core/account/common_passwords.hpp"

namespace juan::account {{
namespace {{

constexpr char text[] = {{
{lines}}};

}}  // namespace

std::string_view common_passwords() {{ return {{text, sizeof text}}; }}

}}  // namespace juan::account
""",
    encoding="utf-8",
)
