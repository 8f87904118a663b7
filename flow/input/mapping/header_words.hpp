// How alike a header and a word for a field are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/catalogue.hpp"

namespace juan::input {

// "First_Name", "firstName" and "FIRST NAME" -> "first name"; "手机号（必填）" -> "手机号".
std::string header_key(std::string_view header);

// 0 to 1; both are header keys. 1: the same; less when one holds the other or they share words.
double header_likeness(std::string_view header, std::string_view word);

// Words people use for any field of a type, beyond those its declaration gives.
const std::vector<std::string>& type_words(model::FieldType type);

}  // namespace juan::input
