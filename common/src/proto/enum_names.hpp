// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "proto/message_table.hpp"

namespace bff::proto {

// "OrderStatus" -> "ORDER_STATUS_", "HTTPMethod" -> "HTTP_METHOD_": the prefix that the style
// guides want of an enum's values. It follows from the type's name alone and never from its
// values, so a value that is added renames none of the others.
std::string enum_prefix(std::string_view type_name);

// Sets every short_name: full_name without the prefix. It stays whole where it does not begin
// with the prefix, has nothing behind it, or would be some other value's name.
void shorten_names(EnumTable& table, std::string_view prefix);

}  // namespace bff::proto
