// Rows of a DuckDB result, read from its column vectors.
#include <algorithm>

#include "core/store/duckdb/handles.hpp"

namespace juan::store {
namespace {

struct ColumnView {
    duckdb_type type = DUCKDB_TYPE_INVALID;
    void* data = nullptr;
    std::uint64_t* validity = nullptr;  // null: every row is there
};

class DuckdbCursor final : public Cursor {
public:
    explicit DuckdbCursor(std::unique_ptr<OwnedResult> result) : result_(std::move(result))
    {
        columns_.resize(duckdb_column_count(&result_->result));
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            columns_[i].type = duckdb_column_type(&result_->result, i);
        }
    }

    bool next() override
    {
        if (++row_ < rows_) {
            return true;
        }
        duckdb_destroy_data_chunk(&chunk_.handle);
        chunk_.handle = duckdb_fetch_chunk(result_->result);
        row_ = 0;
        rows_ = chunk_.handle == nullptr ? 0 : duckdb_data_chunk_get_size(chunk_.handle);
        for (std::size_t i = 0; rows_ > 0 && i < columns_.size(); ++i) {
            duckdb_vector vector = duckdb_data_chunk_get_vector(chunk_.handle, i);
            columns_[i].data = duckdb_vector_get_data(vector);
            columns_[i].validity = duckdb_vector_get_validity(vector);
        }
        return rows_ > 0;
    }

    int columns() const override { return static_cast<int>(columns_.size()); }

    bool is_null(int column) const override
    {
        const ColumnView& view = columns_[static_cast<std::size_t>(column)];
        return view.validity != nullptr && !duckdb_validity_row_is_valid(view.validity, row_);
    }

    std::int64_t integer(int column) const override
    {
        if (is_null(column)) {
            return 0;
        }
        const ColumnView& view = columns_[static_cast<std::size_t>(column)];
        switch (view.type) {
            case DUCKDB_TYPE_BIGINT: return at<std::int64_t>(view);
            case DUCKDB_TYPE_INTEGER: return at<std::int32_t>(view);
            case DUCKDB_TYPE_SMALLINT: return at<std::int16_t>(view);
            case DUCKDB_TYPE_TINYINT: return at<std::int8_t>(view);
            case DUCKDB_TYPE_BOOLEAN: return at<bool>(view) ? 1 : 0;
            case DUCKDB_TYPE_HUGEINT: return narrow(at<duckdb_hugeint>(view));
            case DUCKDB_TYPE_DOUBLE: return static_cast<std::int64_t>(at<double>(view));
            default: wrong_type();
        }
    }

    double real(int column) const override
    {
        const ColumnView& view = columns_[static_cast<std::size_t>(column)];
        if (view.type == DUCKDB_TYPE_DOUBLE) {
            return is_null(column) ? 0 : at<double>(view);
        }
        return static_cast<double>(integer(column));
    }

    std::string_view text(int column) const override
    {
        const ColumnView& view = columns_[static_cast<std::size_t>(column)];
        if (view.type != DUCKDB_TYPE_VARCHAR) {
            wrong_type();
        }
        if (is_null(column)) {
            return {};
        }
        duckdb_string_t& string = static_cast<duckdb_string_t*>(view.data)[row_];
        return {duckdb_string_t_data(&string), duckdb_string_t_length(string)};
    }

    Value value(int column) const override
    {
        if (is_null(column)) {
            return {};
        }
        switch (columns_[static_cast<std::size_t>(column)].type) {
            case DUCKDB_TYPE_VARCHAR: return std::string(text(column));
            case DUCKDB_TYPE_DOUBLE: return real(column);
            default: return integer(column);
        }
    }

private:
    template <class T>
    T at(const ColumnView& view) const
    {
        return static_cast<const T*>(view.data)[row_];
    }

    static std::int64_t narrow(duckdb_hugeint value)
    {
        const auto low = static_cast<std::int64_t>(value.lower);
        if (value.upper != (low < 0 ? -1 : 0)) {
            throw Error(ErrorCode::mirror_failed, {{"what", "a sum does not fit 64 bits"}});
        }
        return low;
    }

    [[noreturn]] static void wrong_type()
    {
        throw Error(ErrorCode::mirror_failed, {{"what", "a result column is neither integer, real nor text"}});
    }

    std::unique_ptr<OwnedResult> result_;
    OwnedChunk chunk_;
    std::vector<ColumnView> columns_;
    idx_t row_ = 0;
    idx_t rows_ = 0;
};

}  // namespace

std::unique_ptr<Cursor> make_cursor(std::unique_ptr<OwnedResult> result)
{
    return std::make_unique<DuckdbCursor>(std::move(result));
}

}  // namespace juan::store
