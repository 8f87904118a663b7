// What happens to data, in order. Each step is one folder beside this file.
#include "flow/flow.hpp"

#include "core/base/json.hpp"
#include "core/model/keys.hpp"
#include "flow/action/action.hpp"
#include "flow/analyse.hpp"
#include "flow/quality/standards.hpp"
#include "flow/reseal.hpp"
#include "flow/volume/entry.hpp"
#include "flow/volume/identity.hpp"
#include "objects/objects.hpp"

namespace juan {
namespace {

// What was left out gets its place beside the data folder.
FlowSettings completed(FlowSettings settings)
{
    if (settings.keys.path.empty() && settings.keys.text.empty()) {
        settings.keys = key_source("", "", settings.data_folder);
    }
    if (settings.anchor_path.empty()) {
        settings.anchor_path = model::anchor_path(settings.keys, settings.data_folder);
    }
    return settings;
}

std::vector<net::Url> allowed_hosts(const account::Accounts& accounts)
{
    std::vector<net::Url> hosts;
    for (const std::string& text : accounts.settings().allowed_hosts) {
        if (auto host = net::parse_allowed_host(text)) hosts.push_back(*std::move(host));
    }
    return hosts;
}

account::AccountSettings with_keys(account::AccountSettings accounts, const Vault& vault)
{
    for (const std::uint32_t id : vault.ids()) {
        const VaultKey key = vault.key("account", id);
        accounts.keys.emplace_back(key.begin(), key.end());
    }
    return accounts;
}

}  // namespace

Flow::Flow(store::Database& database, const Clock& clock, FlowSettings settings)
    : settings_(completed(std::move(settings))),
      ids_(clock),
      model_(database, model::Catalogue(objects::declarations()), clock, ids_,
             model::open_keys(database, settings_.keys)),
      audit_(model_, settings_.anchor_path),
      jobs_(jobs::make_queue(database, clock, ids_)),
      // input: it arrives, and is kept exactly as received
      intake_(model_, *jobs_, settings_.data_folder + "/imports"),
      backups_(
          model_, *jobs_, [this] { return model_.keys()->vault(); }, settings_.data_folder),
      analyst_({settings_.analyst_command, settings_.data_folder + "/mirror"}),
      // action: it leaves as a file, or passes to another owner
      exporter_(model_, settings_.data_folder + "/exports"),
      accounts_(model_, with_keys(settings_.accounts, model_.keys()->vault())),
      dialer_({[this] { return allowed_hosts(accounts_); }, settings_.ca_file}),
      openid_(accounts_, model_, dialer_),
      flushing_("audit_flush_failed", std::chrono::seconds(1), [this] { audit_.flush(); }),
      anchoring_("audit_anchor_failed", std::chrono::hours(1), [this] { audit_.anchor(); })
{
    // quality: it is checked and standardised, whichever way it came
    for (auto& [name, standard] : quality::standards()) {
        model_.add_standard(name, standard);
    }
    objects::add_rules(model_);
    model_.set_reading({settings_.currency, 480, "ymd"});

    // volume: it is bound to one customer, and leaves an entry on the timeline
    database.write(volume::create_tables);
    database.write(action::create_tables);
    model_.set_identity_lookup(volume::find_customer);
    model_.set_entry_kinds(volume::kind_names());
    model_.add_observer(volume::identity_observer());
    model_.add_observer(volume::timeline_observer(ids_));
    model_.keep_derived();

    // analysis: it is understood, and what was understood stands on the customer
    model_.set_witness([this](model::AuditRecord record) { audit_.note(std::move(record)); });
    jobs_->add_worker("keys", [this](jobs::Context& context) { return reseal(model_, context); });
    jobs_->add_worker("analysis", [this](jobs::Context& context) { return analyse(model_, analyst_, context); });
}

Flow::~Flow()
{
    analyst_.stop();
    jobs_->stop();
    flushing_.stop(true);
    anchoring_.stop(true);
    backups_.stop();
}

void Flow::start()
{
    reseal_later(model_, *jobs_);
    jobs_->start(2);
    flushing_.start();
    anchoring_.start();
    backups_.start();
}

// api: it is asked for
void Flow::add_routes(http::Router& router)
{
    streams_ = std::make_unique<api::Streams>(model_, accounts_);
    api_ = std::make_unique<api::Api>(api::Api{model_, *jobs_, accounts_, analyst_, *streams_, intake_, exporter_,
                                               settings_.data_folder, settings_.version, audit_, settings_.keys,
                                               backups_, openid_});
    api::add_routes(router, *api_);
}

void Flow::authenticate(http::Request& request, const http::Route& route) { api::authenticate(*api_, request, route); }

void Flow::explain(const http::Request& request, Finding& finding) const { api::explain(*api_, request, finding); }
void Flow::note_refusal(const http::Request& request, const Error& error) { api::note_refusal(*api_, request, error); }

std::vector<http::Measure> Flow::measures() const
{
    std::vector<http::Measure> measures;
    if (const auto age = backups_.age()) {
        const double seconds = std::chrono::duration<double>(*age).count();
        measures.push_back(
            {"juan_backup_age_seconds", "Since all commits were last known to be in the backup.", {}, seconds});
    }
    measures.push_back({"juan_backup_verified",
                        "1: the newest full backup was restored for a test and is sound, and none has failed.",
                        {},
                        backups_.is_verified() ? 1.0 : 0.0});
    return measures;
}

void Flow::analyse_later(const std::string& analysis)
{
    jobs_->submit("analysis", Json{{"analysis", analysis}}.dump(), Id::none);
}

}  // namespace juan
