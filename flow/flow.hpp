// The whole product, wired: what comes in is cleaned, bound to a customer, understood, and asked for.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/account/accounts.hpp"
#include "core/account/openid/openid.hpp"
#include "core/backup/backups.hpp"
#include "core/base/vault.hpp"
#include "core/http/http.hpp"
#include "core/jobs/queue.hpp"
#include "core/jobs/ticker.hpp"
#include "core/model/audit_keeper.hpp"
#include "core/model/model.hpp"
#include "core/net/dialer.hpp"
#include "flow/action/export/export.hpp"
#include "flow/analysis/analyst/analyst.hpp"
#include "flow/api/api.hpp"
#include "flow/api/streams.hpp"
#include "flow/input/intake.hpp"

namespace juan {

struct FlowSettings {
    std::string data_folder;
    std::string version;
    std::string currency = "CNY";
    std::vector<std::string> analyst_command;
    KeySource keys;           // none: the file beside the data folder
    std::string anchor_path;  // empty: beside the key file
    account::AccountSettings accounts;
    std::string ca_file;  // PEM: whom to trust besides the system's store when reaching others; may be empty
};

class Flow {
public:
    Flow(store::Database& database, const Clock& clock, FlowSettings settings);
    ~Flow();

    // Begins the long work: jobs, streams.
    void start();
    void add_routes(http::Router& router);
    // Leaves a line in the audit. For http::ServerSettings::refused.
    void note_refusal(const http::Request& request, const Error& error);
    void authenticate(http::Request& request, const http::Route& route);
    void explain(const http::Request& request, Finding& finding) const;

    model::Model& model() { return model_; }
    jobs::Queue& jobs() { return *jobs_; }
    input::Intake& intake() { return intake_; }
    account::Accounts& accounts() { return accounts_; }

    // As a job.
    void analyse_later(const std::string& analysis);

    // For /metrics.
    std::vector<http::Measure> measures() const;

private:
    FlowSettings settings_;
    IdMaker ids_;
    model::Model model_;
    model::AuditKeeper audit_;
    std::unique_ptr<jobs::Queue> jobs_;
    input::Intake intake_;
    backup::Backups backups_;
    analysis::Analyst analyst_;
    action::Exporter exporter_;
    account::Accounts accounts_;
    net::Dialer dialer_;
    account::OpenId openid_;
    std::unique_ptr<api::Streams> streams_;
    std::unique_ptr<api::Api> api_;
    jobs::Ticker flushing_;  // last, so that they end first
    jobs::Ticker anchoring_;
};

}  // namespace juan
