// A columnar copy of the records, fed from the change log. Disposable: when anything about its file is not as it should
// be, the file is deleted and made again from the store. One table per declared object, of the columns one reckons and
// groups by; what identifies a person or is free text is not copied.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/model/catalogue.hpp"
#include "core/store/database.hpp"
#include "core/store/duckdb/duckdb.hpp"

namespace juan::analysis {

struct MirrorSettings {
    std::string folder;  // of its own: everything in it may be deleted
    std::int64_t memory_bytes_max = std::int64_t{1} << 30;
    int threads = 0;  // 0: as many as the machine has
    std::chrono::milliseconds read_time_max = std::chrono::hours(1);
};

struct MirrorColumn {
    std::string name;
    model::Kind kind;
};

// Named as its object; the first column is id.
struct MirrorTable {
    std::string name;
    std::vector<MirrorColumn> columns;
};

std::vector<MirrorTable> mirror_tables(const std::vector<model::Object>& objects);

struct SyncReport {
    std::int64_t position = 0;  // the last change of the log that the mirror holds
    std::int64_t changes = 0;   // entries of the log caught up with
    std::int64_t rows = 0;      // copied
    bool is_rebuilt = false;
    double seconds = 0;
};

// For one thread of one process.
class Mirror {
public:
    Mirror(MirrorSettings settings, std::vector<MirrorTable> tables);
    ~Mirror();

    // Brings the copy to one consistent state of the store: in step by the change log, or from nothing.
    SyncReport sync(store::Database& source);
    // Requires: sync() has returned.
    store::Duckdb& engine();
    // Deletes the file; the next sync() starts from nothing.
    void drop();

private:
    struct Position;

    void open();
    bool is_usable(store::Session& source, Position& position);
    void build(store::Session& source, SyncReport& report);
    void catch_up(store::Session& source, std::int64_t from, SyncReport& report);
    void refresh(store::Session& source, const MirrorTable& table, const std::vector<std::int64_t>& ids,
                 SyncReport& report);
    void reload(store::Session& source, const MirrorTable& table, SyncReport& report);
    void note_position(store::Session& source, std::int64_t position);
    void sync_once(store::Database& source, SyncReport& report);

    MirrorSettings settings_;
    std::vector<MirrorTable> tables_;
    std::string definition_;
    std::unique_ptr<store::Duckdb> engine_;
};

}  // namespace juan::analysis
