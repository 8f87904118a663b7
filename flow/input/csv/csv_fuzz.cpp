// Any bytes as a CSV file: detected and read to the end, or refused with an Error.
#include "core/base/text.hpp"
#include "flow/input/csv/reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace juan;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    input::CsvBudget budget;
    budget.cell_bytes_max = 512;  // small, so that the paths for long cells are reached
    budget.row_bytes_max = 2048;
    budget.skipped_bytes_max = 4096;
    budget.columns_max = 50;
    try {
        const input::CsvFormat format = input::detect_csv(bytes, true, budget);
        input::MemoryBytes source(bytes, format.data_start.offset);
        input::CsvReader reader(source, format, format.data_start, budget);
        input::CsvRow row;
        std::uint64_t offset = 0;
        while (reader.next(row)) {
            CHECK(row.at.offset >= offset && row.at.offset <= size);
            CHECK(!row.is_usable || row.cells.size() == format.columns.size());
            offset = row.at.offset;
            for (const std::string_view cell : row.cells) {
                CHECK(valid_utf8(cell) == cell);
            }
        }
    } catch (const Error& error) {
        if (error.code() == ErrorCode::internal) {
            throw;
        }
    }
    return 0;
}
