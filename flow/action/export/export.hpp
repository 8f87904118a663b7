// A whole list as a file: what a person may export, and no more of it than a day allows.
#pragma once

#include <semaphore>
#include <string>
#include <vector>

#include "core/model/model.hpp"
#include "flow/action/export/sheet.hpp"

namespace juan::action {

struct ExportRequest {
    Format format = Format::csv;
    model::ListRequest list;  // filter, search, order_by, fields
    Language language = Language::zh;
    std::string via;  // provenance kind of the asking: "person", "api"
};

struct ExportFile {
    std::string path;  // the caller removes it
    std::string name;  // for the person: "customer-2026-03-01.csv"
    std::string content_type;
    std::int64_t rows = 0;
    std::string id;  // of this export, as in its watermark and in the audit
};

// Thread-safe.
class Exporter {
public:
    // What stands in `folder` from an earlier run is removed; it is made when missing.
    Exporter(const model::Model& model, std::string folder);

    // Every record of the list that the principal may read and export, from one snapshot, or a refusal: never a part of
    // them. The last column says who took the file, when, and by which export. Counted and audited in one transaction.
    // Throws Error forbidden, export_quota, export_rows_max, export_cell_long, server_busy, ... as Model::list() does.
    ExportFile run(const model::Principal& principal, const model::Object& object, const ExportRequest& request);

private:
    struct Attempt;
    void write_page(Attempt& attempt, const model::Page& page) const;
    void book(Attempt& attempt) const;

    const model::Model& model_;
    std::string folder_;
    // Each holds one of the store's few readers for as long as it takes.
    std::counting_semaphore<2> free_{2};
};

}  // namespace juan::action
