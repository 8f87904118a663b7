// A data folder opened with everything that works on it.
#pragma once

#include <memory>
#include <string>

#include "core/base/time.hpp"
#include "core/base/vault.hpp"
#include "core/store/database.hpp"
#include "flow/flow.hpp"
#include "server/commands.hpp"

namespace juan {

struct House {
    SystemClock clock;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<Flow> flow;
};

// Where the keys of this folder are, by the command line and the environment.
KeySource keys_of(const CommonOptions& options);

// Throws Error key_file_missing, store_in_use, store_newer, declaration_invalid, ...
std::unique_ptr<House> open_house(const CommonOptions& options, const std::string& program);

// Where uploads arrive; on the same disk as the imports, so that taking them over is a rename. Made when missing.
std::string upload_folder(const CommonOptions& options);

// Waits for a job to its end, telling `tell` a line of progress now and then. Throws Error when the job failed.
std::string finish_job(jobs::Queue& jobs, Id job, const std::function<void(const std::string& progress_json)>& tell);

// Writes the sample company's files and imports them; the analyses run after it.
void fill_with_sample(Flow& flow, const std::string& data_folder, std::int64_t customer_count, std::uint64_t seed);

}  // namespace juan
