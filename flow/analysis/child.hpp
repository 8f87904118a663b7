// The analyst: the process that holds the mirror and the engine, apart from the server, so that nothing that happens in
// them (a crash, a corrupt file, all memory taken) reaches the people at work.
#pragma once

#include <chrono>

#include "core/model/catalogue.hpp"
#include "core/store/database.hpp"
#include "flow/analysis/mirror/mirror.hpp"

namespace juan::analysis {

struct ChildSettings {
    MirrorSettings mirror;
    // Without work for so long, the process ends and gives its memory back.
    std::chrono::milliseconds idle_max = std::chrono::seconds(30);
};

// The main function of `juan analyst`: answers requests from standard input (protocol.hpp) until nothing has come for
// `idle_max`. Standard output carries answers only. When standard input is closed, because the server is gone, the
// process ends at once, also in the midst of work. `source` is the store, opened for reading; `objects` as the server
// has them.
void run_analyst(store::Database& source, const std::vector<model::Object>& objects, const ChildSettings& settings);

}  // namespace juan::analysis
