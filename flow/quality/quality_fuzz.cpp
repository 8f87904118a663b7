// Any text through every cleaning rule; what a rule gives, it gives again for its own result.
#include "core/base/text.hpp"
#include "flow/quality/amount/amount.hpp"
#include "flow/quality/credit_code/credit_code.hpp"
#include "flow/quality/date/date.hpp"
#include "flow/quality/email/email.hpp"
#include "flow/quality/id_card/id_card.hpp"
#include "flow/quality/name/name.hpp"
#include "flow/quality/phone/phone.hpp"
#include "flow/quality/region/region.hpp"
#include "flow/quality/url/url.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace juan;
    using namespace juan::quality;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    CHECK(tidy_text(tidy_text(text)) == tidy_text(text));
    CHECK(fold_text(fold_text(text)) == fold_text(text));
    search_tokens(text);
    search_query(text);
    if (const auto phone = standardise_phone(text)) {
        CHECK(standardise_phone(phone->e164)->e164 == phone->e164);
    }
    if (const auto email = standardise_email(text)) {
        CHECK(standardise_email(email->address)->address == email->address);
    }
    if (const auto url = standardise_url(text)) {
        CHECK(*standardise_url(*url) == *url);
    }
    if (const auto date = standardise_date(text)) {
        CHECK(*standardise_date(format_date(*date)) == *date);
    }
    if (const auto instant = standardise_instant(text)) {
        CHECK(*standardise_instant(format_instant(*instant)) == *instant);
    }
    if (const auto amount = standardise_amount(text)) {
        CHECK(standardise_amount(amount->decimal)->decimal == amount->decimal);
    }
    if (const auto code = standardise_credit_code(text)) {
        CHECK(*standardise_credit_code(*code) == *code);
    }
    standardise_name(text);
    organisation_core(text);
    standardise_region(text);
    standardise_id_card(text);
    return 0;
}
