// Opening, and waiting for jobs.
#include "server/house.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <thread>

#include "core/base/json.hpp"
#include "flow/volume/entry.hpp"
#include "flow/volume/identity.hpp"
#include "server/sample.hpp"

namespace juan {

std::string version() { return JUAN_VERSION; }

KeySource keys_of(const CommonOptions& options)
{
    const char* environment = std::getenv("JUAN_KEYS");
    return key_source(options.key_file, environment == nullptr ? "" : environment, options.data_folder);
}

std::unique_ptr<House> open_house(const CommonOptions& options, const std::string& program)
{
    auto house = std::make_unique<House>();
    const std::string folder = std::filesystem::absolute(options.data_folder).string();
    house->database = store::open_sqlite(folder);
    const std::string self =
        std::filesystem::exists("/proc/self/exe") ? std::filesystem::read_symlink("/proc/self/exe").string() : program;
    house->flow = std::make_unique<Flow>(*house->database, house->clock,
                                         FlowSettings{folder,
                                                      version(),
                                                      options.currency,
                                                      {self, "analyst", "--data", folder},
                                                      keys_of(options),
                                                      "",
                                                      {},
                                                      options.ca_file});
    return house;
}

std::string upload_folder(const CommonOptions& options)
{
    std::string folder = options.data_folder + "/uploads";
    std::filesystem::create_directories(folder);
    return folder;
}

std::string finish_job(jobs::Queue& jobs, Id job, const std::function<void(const std::string& progress_json)>& tell)
{
    while (true) {
        const auto found = jobs.find(job);
        CHECK(found.has_value());
        switch (found->state) {
            case jobs::State::waiting:
            case jobs::State::running: break;
            case jobs::State::done: return found->outcome;
            case jobs::State::cancelled: return found->progress;
            case jobs::State::failed: {
                const Json outcome = parse_json(found->outcome);
                throw Error(ErrorCode::job_failed, {{"zh", outcome.value("zh", "")}, {"en", outcome.value("en", "")}});
            }
        }
        if (tell && !found->progress.empty()) {
            tell(found->progress);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
}

namespace {

// Imports a file as its proposed mapping says, showing a line of progress.
void import_sample(Flow& flow, const std::string& file, const std::string& object)
{
    const model::Principal juan = model::system_principal(flow.model().catalogue());
    const Id import = flow.intake().receive(juan, std::filesystem::path(file).filename().string(), file, true);
    const input::Preview preview = flow.intake().preview(juan, import, object);
    Json plan{{"object", object}, {"mapping", Json::array()}, {"policy", "fill"}};
    for (std::size_t i = 0; i < preview.proposals.size(); ++i) {
        if (preview.proposals[i]) plan["mapping"].push_back({{"column", i}, {"path", preview.proposals[i]->path}});
    }
    const auto show = [&](const std::string& progress) {
        const Json figures = parse_json(progress);
        std::cout << "\r  " << object << ": " << figures.value("rows", std::int64_t{0}) << " / " << preview.row_estimate
                  << " rows, " << figures.value("rows_per_second", std::int64_t{0}) << " rows/s   " << std::flush;
    };
    const Json outcome = parse_json(finish_job(flow.jobs(), flow.intake().run(juan, import, plan), show));
    std::cout << "\r  " << object << ": " << outcome.value("rows", std::int64_t{0}) << " rows, "
              << outcome.value("wrong", std::int64_t{0}) << " wrong                         \n"
              << std::flush;
}

void add_sample_entries(Flow& flow, std::int64_t customer_count, std::uint64_t seed)
{
    model::Model& model = flow.model();
    const model::Principal juan = model::system_principal(model.catalogue());
    model.write(juan, {{"sample", "sample", ""}, "", "", false}, [&](model::Writer& writer) {
        const Instant now = writer.context().now;
        for (const SampleEntry& entry : sample_entries(customer_count, seed)) {
            const Id customer = volume::find_customer(writer.session(), "code", sample_customer_code(entry.customer));
            if (customer == Id::none) continue;
            volume::append(writer.session(),
                           {customer, now - std::chrono::hours(24 * entry.days_ago), model.ids().next(),
                            std::string(volume::find_kind(entry.kind)->source), entry.kind, now, Id::none, "sample", "",
                            Id::none, entry.text, "{}", writer.context().provenance});
        }
        writer.note("entries", "customer", Id::none, "{}");
        return std::string();
    });
}

}  // namespace

void fill_with_sample(Flow& flow, const std::string& data_folder, std::int64_t customer_count, std::uint64_t seed)
{
    std::cout << "Filling the empty store with " << customer_count << " made-up customers\n" << std::flush;
    const std::string folder = data_folder + "/sample";
    std::filesystem::create_directories(folder);
    const Date today = std::chrono::floor<std::chrono::days>(flow.model().clock().now());
    const SampleFiles files = write_sample(folder, customer_count, seed, today);
    import_sample(flow, files.customers, "customer");
    import_sample(flow, files.orders, files.has_lines ? "order_line" : "order");
    add_sample_entries(flow, customer_count, seed);
    std::filesystem::remove_all(folder);
    flow.analyse_later("rfm");
}

}  // namespace juan
