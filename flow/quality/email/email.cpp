// Syntax first; domains known to be mistyped are reported with what was probably meant.
#include "flow/quality/email/email.hpp"

#include <unicode/uidna.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <memory>

#include "core/base/text.hpp"

namespace juan::quality {
namespace {

constexpr std::size_t local_bytes_max = 64;    // RFC 5321, 4.5.3.1.1
constexpr std::size_t domain_bytes_max = 253;  // RFC 1035, 2.3.4 without the closing dot
constexpr std::size_t label_bytes_max = 63;
constexpr std::size_t shown_bytes_max = 80;

struct Typo {
    std::string_view written;
    std::string_view meant;
};
constexpr std::array typos{
    Typo{"126.cm", "126.com"},          Typo{"126.con", "126.com"},        Typo{"139.con", "139.com"},
    Typo{"163.cm", "163.com"},          Typo{"163.con", "163.com"},        Typo{"163.ocm", "163.com"},
    Typo{"164.com", "163.com"},         Typo{"aliyun.con", "aliyun.com"},  Typo{"foxmai.com", "foxmail.com"},
    Typo{"foxmial.com", "foxmail.com"}, Typo{"gamil.com", "gmail.com"},    Typo{"gmai.com", "gmail.com"},
    Typo{"gmail.cm", "gmail.com"},      Typo{"gmail.co", "gmail.com"},     Typo{"gmail.con", "gmail.com"},
    Typo{"gmaill.com", "gmail.com"},    Typo{"gmal.com", "gmail.com"},     Typo{"gmial.com", "gmail.com"},
    Typo{"gnail.com", "gmail.com"},     Typo{"hotmai.com", "hotmail.com"}, Typo{"hotmail.con", "hotmail.com"},
    Typo{"hotmial.com", "hotmail.com"}, Typo{"icloud.con", "icloud.com"},  Typo{"outlok.com", "outlook.com"},
    Typo{"outlook.con", "outlook.com"}, Typo{"qq.cm", "qq.com"},           Typo{"qq.co", "qq.com"},
    Typo{"qq.con", "qq.com"},           Typo{"qq.ocm", "qq.com"},          Typo{"qqcom.com", "qq.com"},
    Typo{"sina.con", "sina.com"},       Typo{"sohu.con", "sohu.com"},      Typo{"yaho.com", "yahoo.com"},
    Typo{"yahoo.con", "yahoo.com"},     Typo{"yahooo.com", "yahoo.com"},   Typo{"yeah.ent", "yeah.net"},
};
static_assert(std::is_sorted(typos.begin(), typos.end(),
                             [](const Typo& a, const Typo& b) { return a.written < b.written; }));

// RFC 2142 names the first of them; the rest are customary.
constexpr std::array<std::string_view, 36> roles{
    "abuse",   "account",  "accounts",  "admin",    "billing",    "career",  "careers", "contact",    "enquiries",
    "enquiry", "finance",  "hello",     "help",     "hostmaster", "hr",      "info",    "jobs",       "kefu",
    "mail",    "market",   "marketing", "no-reply", "noc",        "noreply", "office",  "postmaster", "press",
    "privacy", "purchase", "recruit",   "sales",    "security",   "service", "support", "team",       "webmaster",
};
static_assert(std::is_sorted(roles.begin(), roles.end()));

Unexpected<Finding> wrong(ErrorCode code, std::string_view text)
{
    return Unexpected{Finding{code, {{"value", std::string(text.substr(0, shown_bytes_max))}}}};
}

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// atext of RFC 5322, 3.2.3; bytes from 0x80 by RFC 6531, 3.3.
bool is_atom_character(char c)
{
    return c < 0 || is_alphanumeric(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_quoted_string(std::string_view text)
{
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') {
        return false;
    }
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            return false;
        }
    }
    return true;
}

bool is_local_part(std::string_view text)
{
    if (text.empty() || text.size() > local_bytes_max) {
        return false;
    }
    if (text.front() == '"') {
        return is_quoted_string(text);
    }
    char before = '.';
    for (const char c : text) {
        if (c == '.' ? before == '.' : !is_atom_character(c)) {
            return false;
        }
        before = c;
    }
    return before != '.';
}

bool is_domain(std::string_view text)
{
    if (text.size() > domain_bytes_max || text.find('.') == text.npos) {
        return false;
    }
    std::string_view label;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t to = std::min(text.find('.', from), text.size());
        label = text.substr(from, to - from);
        const bool is_right =
            !label.empty() && label.size() <= label_bytes_max && label.front() != '-' && label.back() != '-' &&
            std::all_of(label.begin(), label.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
        if (!is_right) {
            return false;
        }
        from = to + 1;
    }
    const bool is_plain = std::all_of(label.begin(), label.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    return label.size() >= 2 && (is_plain || label.starts_with("xn--"));
}

// Lower case; labels of other scripts in punycode (UTS #46). Empty when that cannot be done.
std::string domain_key(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (std::all_of(out.begin(), out.end(), [](char c) { return c >= 0; })) {
        return out;
    }
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UIDNA, void (*)(UIDNA*)> idna(uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII, &status),
                                                        uidna_close);
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    char ascii[domain_bytes_max + 1];
    const std::int32_t size = uidna_nameToASCII_UTF8(idna.get(), out.data(), static_cast<std::int32_t>(out.size()),
                                                     ascii, static_cast<std::int32_t>(sizeof ascii), &info, &status);
    return U_FAILURE(status) || info.errors != 0 ? std::string() : std::string(ascii, static_cast<std::size_t>(size));
}

std::string_view trim(std::string_view text)
{
    const auto first = text.find_first_not_of(" ,;");
    const auto last = text.find_last_not_of(" ,;.");
    return first == text.npos || last == text.npos || last < first ? std::string_view{}
                                                                   : text.substr(first, last - first + 1);
}

// "Zhang San <a@b.cn>", "<a@b.cn>", "mailto:a@b.cn" -> "a@b.cn".
std::string_view bare_address(std::string_view text)
{
    text = trim(text);
    const auto open = text.rfind('<');
    if (open != text.npos && text.ends_with('>')) {
        text = trim(text.substr(open + 1, text.size() - open - 2));
    }
    if (text.size() > 7 && (text.starts_with("mailto:") || text.starts_with("MAILTO:"))) {
        text.remove_prefix(7);
    }
    return text;
}

std::optional<Finding> advise(std::string_view local, std::string_view domain)
{
    const auto found = std::lower_bound(typos.begin(), typos.end(), domain,
                                        [](const Typo& a, std::string_view b) { return a.written < b; });
    if (found == typos.end() || found->written != domain) {
        return {};
    }
    const std::string at = std::string(local) + "@";
    return Finding{ErrorCode::email_typo,
                   {{"value", at + std::string(domain)}, {"proposal", at + std::string(found->meant)}}};
}

}  // namespace

Expected<Email, Finding> standardise_email(std::string_view text)
{
    const std::string tidy = tidy_text(text);
    const std::string_view bare = bare_address(tidy);
    const auto at = bare.rfind('@');
    if (at == bare.npos) {
        return wrong(ErrorCode::email_invalid, tidy);
    }
    const std::string_view local = bare.substr(0, at);
    const std::string domain = domain_key(bare.substr(at + 1));
    if (!is_local_part(local) || !is_domain(domain)) {
        const bool is_several = bare.find('@') != at && bare.find_first_of(" ,;/|") != bare.npos;
        return wrong(is_several ? ErrorCode::email_several : ErrorCode::email_invalid, tidy);
    }
    Email email{std::string(local) + "@" + domain, {}, false, advise(local, domain)};
    email.key = fold_text(email.address);
    const std::string_view name = std::string_view(email.key).substr(0, email.key.rfind('@'));
    email.is_role = std::binary_search(roles.begin(), roles.end(), name);
    return email;
}

}  // namespace juan::quality
