"""flow/api/*/ -> routes.cpp: calls add_FOLDER_routes of every folder, so that adding one touches no list."""

import sys
from pathlib import Path

source, out = Path(sys.argv[1]), Path(sys.argv[2])
groups = sorted(
    folder.name for folder in (source / "flow/api").iterdir() if any(folder.glob("*.cpp")) and folder.is_dir()
)
declarations = "\n".join(f"void add_{group}_routes(http::Router& router, Api& api);" for group in groups)
calls = "\n".join(f"    add_{group}_routes(router, api);" for group in groups)
(out / "routes.cpp").write_text(
    f"""// Generated from the folders of flow/api.
#include "flow/api/api.hpp"

namespace juan::api {{

{declarations}

void add_routes(http::Router& router, Api& api)
{{
{calls}
}}

}}  // namespace juan::api
""",
    encoding="utf-8",
)
