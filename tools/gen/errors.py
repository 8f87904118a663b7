"""errors.json -> errors.hpp, errors.cpp: the codes, their HTTP status, kind and sentences."""

import json
import sys
from pathlib import Path

source, out = Path(sys.argv[1]), Path(sys.argv[2])
errors = json.loads((source / "core/base/errors.json").read_text(encoding="utf-8"))
names = [error["name"] for error in errors]
for name in names:
    if names.count(name) > 1:
        sys.exit(f"core/base/errors.json: {name} stands there twice")


def text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


out.mkdir(parents=True, exist_ok=True)
(out / "errors.hpp").write_text(
    """// Generated from core/base/errors.json.
#pragma once

#include <string_view>

namespace juan {

enum class ErrorCode {
%s
};

// user: the person can mend it; retry: the same request may succeed later; ours: a fault of the installation.
enum class ErrorKind { user, retry, ours };

struct ErrorText {
    std::string_view name;
    int status;  // of HTTP
    ErrorKind kind;
    std::string_view zh;  // with {parameter} places
    std::string_view en;
};

const ErrorText& error_text(ErrorCode code);

}  // namespace juan
""" % "\n".join(f"    {name}," for name in names),
    encoding="utf-8",
)
(out / "errors.cpp").write_text(
    """// Generated from core/base/errors.json.
#include "errors.hpp"

#include <array>

namespace juan {

const ErrorText& error_text(ErrorCode code)
{
    static constexpr std::array<ErrorText, %d> texts{{
%s
    }};
    return texts.at(static_cast<std::size_t>(code));
}

}  // namespace juan
"""
    % (
        len(errors),
        "\n".join(
            "        {%s, %d, ErrorKind::%s, %s, %s},"
            % (text(e["name"]), e["status"], e["kind"], text(e["zh"]), text(e["en"]))
            for e in errors
        ),
    ),
    encoding="utf-8",
)
