// Names of people and of organisations.
#pragma once

#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/expected.hpp"

namespace juan::quality {

struct PersonName {
    std::string text;     // "张子涵", "欧阳修", "Ada Lovelace": without the form of address
    std::string surname;  // of Chinese names; empty otherwise
    std::string given;    // of Chinese names; empty when only the surname is known ("张总")
    std::string title;    // the form of address that stood with it: "先生", "总经理", "Dr."; empty when none
};

// A name of one Chinese character with a title ("张总", "王先生") stays as written: nothing better is known of that
// person. Findings: name_placeholder ("无", "test"), name_invalid (a number, an e-mail address), with the parameter
// "value".
Expected<PersonName, Finding> standardise_person_name(std::string_view text);

// Whether a name is that of a company, school, hospital, authority, ... by the words it holds.
bool is_organisation_name(std::string_view text);

// Tidied; brackets in Chinese names full-width, as they are registered. Findings as above.
Expected<std::string, Finding> standardise_organisation_name(std::string_view text);

// Whichever of the two it is.
Expected<std::string, Finding> standardise_name(std::string_view text);

// What tells an organisation from others, folded for comparing: without province or city before it, legal form and
// brackets: "上海某某贸易有限公司" and "某某贸易（上海）股份有限公司" -> "某某贸易"; "Acme Co., Ltd." -> "acme".
// The whole folded name when nothing would be left.
std::string organisation_core(std::string_view text);

}  // namespace juan::quality
