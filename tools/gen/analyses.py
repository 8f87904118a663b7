"""flow/analysis/NAME/NAME.json and NAME.sql -> analysis_texts.hpp, .cpp: every analysis, inside the binary."""

import json
import sys
from pathlib import Path

source, out = Path(sys.argv[1]), Path(sys.argv[2])
found = sorted(file for file in (source / "flow/analysis").glob("*/*.json") if file.stem == file.parent.name)


def text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


rows = []
for declaration in found:
    sql = declaration.with_suffix(".sql")
    if not sql.exists():
        sys.exit(f"{declaration.relative_to(source)} has no {sql.name} beside it")
    compact = json.dumps(json.loads(declaration.read_text(encoding="utf-8")), ensure_ascii=False)
    lines = sql.read_text(encoding="utf-8").splitlines(keepends=True)
    body = "\n         ".join(text(line) for line in lines)
    rows.append(f"        {{{text(declaration.stem)},\n         {text(compact)},\n         {body}}},")

out.mkdir(parents=True, exist_ok=True)
(out / "analysis_texts.hpp").write_text(
    """// Generated from flow/analysis/*/.
#pragma once

#include <span>
#include <string_view>

namespace juan::analysis {

struct AnalysisText {
    std::string_view name;
    std::string_view declaration;  // JSON
    std::string_view sql;
};

std::span<const AnalysisText> analysis_texts();

}  // namespace juan::analysis
""",
    encoding="utf-8",
)
(out / "analysis_texts.cpp").write_text(
    """// Generated from flow/analysis/*/.
#include "analysis_texts.hpp"

#include <array>

namespace juan::analysis {

std::span<const AnalysisText> analysis_texts()
{
    static constexpr std::array<AnalysisText, %d> texts{{
%s
    }};
    return texts;
}

}  // namespace juan::analysis
""" % (len(rows), "\n".join(rows)),
    encoding="utf-8",
)
