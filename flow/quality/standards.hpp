// The cleaning rules under the names that declarations use, each giving the values of a field's columns.
#pragma once

#include "core/model/value.hpp"

namespace juan::quality {

// phone, email, url, person_name, name (person or organisation), date, instant, money, number, integer, percent,
// address, credit_code, id_card.
model::Standards standards();

}  // namespace juan::quality
