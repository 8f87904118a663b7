"""objects/*/ -> declarations.cpp (their JSON, embedded) and rules.cpp (calls add_X_rules of every objects/x/x.cpp)."""

import sys
from pathlib import Path

source, out = Path(sys.argv[1]), Path(sys.argv[2])
folders = sorted(folder for folder in (source / "objects").iterdir() if (folder / f"{folder.name}.json").exists())
entries = []
for folder in folders:
    text = (folder / f"{folder.name}.json").read_text(encoding="utf-8")
    entries.append(f'        {{"objects/{folder.name}/{folder.name}.json", R"~~~({text})~~~"}},')
newline = "\n"
(out / "declarations.cpp").write_text(
    f"""// Generated from objects/*/*.json.
#include "objects/objects.hpp"

namespace juan::objects {{

const std::vector<std::pair<std::string, std::string>>& declarations()
{{
    static const std::vector<std::pair<std::string, std::string>> all = {{
{newline.join(entries)}
    }};
    return all;
}}

}}  // namespace juan::objects
""",
    encoding="utf-8",
)
ruled = [folder.name for folder in folders if (folder / f"{folder.name}.cpp").exists()]
(out / "rules.cpp").write_text(
    f"""// Generated from the folders of objects that have rules.
#include "objects/objects.hpp"

namespace juan::objects {{

{newline.join(f"void add_{name}_rules(model::Model& model);" for name in ruled)}

void add_rules(model::Model& model)
{{
{newline.join(f"    add_{name}_rules(model);" for name in ruled)}
}}

}}  // namespace juan::objects
""",
    encoding="utf-8",
)
