// Any bytes as a condition: refused with an error of the user's, or read, written and read again as the same tree.
#include <cstdlib>

#include "core/base/error.hpp"
#include "core/model/condition/sample.hpp"
#include "core/store/sqlite/dialect.hpp"

namespace juan::model::condition {
namespace {

// No record at all: everything is missing.
class NoFacts final : public Facts {
public:
    store::Value value(const Column&) const override { return {}; }
    const Facts* linked(const Field&) const override { return nullptr; }
    void each_record(const Object&, const Visit&) const override {}
    void each_entry(std::string_view, const VisitEntry&) const override {}
};

void require(bool claim)
{
    if (!claim) {
        std::abort();
    }
}

void try_out(std::string_view text, const Catalogue& catalogue)
{
    const Object& customer = catalogue.require("customer");
    const sample::SampleNames names(catalogue, {"customer.secret"});
    const Condition condition = parse(text, customer, names);
    require(parse(format(condition), customer, names) == condition);
    const store::SqliteDialect dialect;
    const Setting setting = sample::setting();
    Sql sql;
    to_sql(condition, {setting, dialect, {}, "t"}, sql);
    // Only what sql.cpp itself writes; a value would bring other characters sooner or later.
    require(sql.text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_\"'[]$.,()<>=*+- ") == sql.text.npos);
    require(sql.text.find("secret") == sql.text.npos);
    matches(condition, setting, NoFacts());
}

}  // namespace
}  // namespace juan::model::condition

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    static const juan::model::Catalogue catalogue = juan::model::condition::sample::catalogue();
    try {
        juan::model::condition::try_out({reinterpret_cast<const char*>(data), size}, catalogue);
    } catch (const juan::Error& error) {
        juan::model::condition::require(juan::error_text(error.code()).kind == juan::ErrorKind::user);
    }
    return 0;
}
