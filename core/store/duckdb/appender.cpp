// Fills data chunks in place and hands them over whole: half as much again as row by row.
#include "core/store/duckdb/handles.hpp"

namespace juan::store {
namespace {

struct AppenderHandle {
    duckdb_appender handle = nullptr;
    AppenderHandle() = default;
    ~AppenderHandle() { duckdb_appender_destroy(&handle); }
    AppenderHandle(const AppenderHandle&) = delete;
    AppenderHandle& operator=(const AppenderHandle&) = delete;
};

struct ColumnTarget {
    duckdb_type type = DUCKDB_TYPE_INVALID;
    duckdb_vector vector = nullptr;
    void* data = nullptr;
};

class ChunkAppender final : public Appender {
public:
    ChunkAppender(duckdb_connection connection, const std::string& table) : rows_max_(duckdb_vector_size())
    {
        check(duckdb_appender_create(connection, nullptr, table.c_str(), &appender_.handle));
        std::vector<duckdb_logical_type> types(duckdb_appender_column_count(appender_.handle));
        columns_.resize(types.size());
        for (std::size_t i = 0; i < types.size(); ++i) {
            types[i] = duckdb_appender_column_type(appender_.handle, i);
            columns_[i].type = duckdb_get_type_id(types[i]);
        }
        chunk_.handle = duckdb_create_data_chunk(types.data(), types.size());
        for (duckdb_logical_type& type : types) {
            duckdb_destroy_logical_type(&type);
        }
        CHECK(chunk_.handle != nullptr);
        aim();
    }

    void null() override
    {
        ColumnTarget& target = next_column();
        duckdb_vector_ensure_validity_writable(target.vector);
        duckdb_validity_set_row_invalid(duckdb_vector_get_validity(target.vector), row_);
    }

    void integer(std::int64_t value) override
    {
        ColumnTarget& target = next_column();
        if (target.type == DUCKDB_TYPE_BIGINT) {
            static_cast<std::int64_t*>(target.data)[row_] = value;
        } else {
            CHECK(target.type == DUCKDB_TYPE_DOUBLE);
            static_cast<double*>(target.data)[row_] = static_cast<double>(value);
        }
    }

    void real(double value) override
    {
        ColumnTarget& target = next_column();
        CHECK(target.type == DUCKDB_TYPE_DOUBLE);
        static_cast<double*>(target.data)[row_] = value;
    }

    void text(std::string_view value) override
    {
        ColumnTarget& target = next_column();
        CHECK(target.type == DUCKDB_TYPE_VARCHAR);
        duckdb_vector_assign_string_element_len(target.vector, row_, value.data(), value.size());
    }

    void end_row() override
    {
        CHECK(column_ == columns_.size());
        column_ = 0;
        if (++row_ == rows_max_) {
            flush_chunk();
        }
    }

    void finish() override
    {
        CHECK(column_ == 0);
        flush_chunk();
        check(duckdb_appender_close(appender_.handle));
    }

private:
    ColumnTarget& next_column()
    {
        CHECK(column_ < columns_.size());
        return columns_[column_++];
    }

    void flush_chunk()
    {
        duckdb_data_chunk_set_size(chunk_.handle, row_);
        check(duckdb_append_data_chunk(appender_.handle, chunk_.handle));
        duckdb_data_chunk_reset(chunk_.handle);
        row_ = 0;
        aim();
    }

    // A reset may move the vectors' memory.
    void aim()
    {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            columns_[i].vector = duckdb_data_chunk_get_vector(chunk_.handle, i);
            columns_[i].data = duckdb_vector_get_data(columns_[i].vector);
        }
    }

    void check(duckdb_state state)
    {
        if (state == DuckDBSuccess) {
            return;
        }
        duckdb_error_data error = duckdb_appender_error_data(appender_.handle);
        const duckdb_error_type type = duckdb_error_data_error_type(error);
        const std::string message = duckdb_error_data_message(error) == nullptr ? "" : duckdb_error_data_message(error);
        duckdb_destroy_error_data(&error);
        throw_duckdb(type, message.c_str());
    }

    AppenderHandle appender_;
    OwnedChunk chunk_;
    std::vector<ColumnTarget> columns_;
    std::size_t column_ = 0;
    idx_t row_ = 0;
    idx_t rows_max_;
};

}  // namespace

std::unique_ptr<Appender> make_appender(duckdb_connection connection, const std::string& table)
{
    return std::make_unique<ChunkAppender>(connection, table);
}

}  // namespace juan::store
