// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bff/error.hpp"

namespace bff::auth {

// A JSON value of a token or a key set. Numbers keep their text, so that a claim such as
// 12345678901234567890 is not rounded.
struct JsonValue {
  enum class Kind { null, boolean, number, text, list, object } kind = Kind::null;
  std::string text;  // of a text; the JSON text of a number or a boolean
  std::vector<JsonValue> items;
  std::map<std::string, JsonValue, std::less<>> members;

  bool is_text() const noexcept { return kind == Kind::text; }
  bool is_list() const noexcept { return kind == Kind::list; }
  bool is_object() const noexcept { return kind == Kind::object; }

  // Null when there is no such member, or this is no object.
  const JsonValue* member(std::string_view name) const {
    const auto it = members.find(name);
    return it == members.end() ? nullptr : &it->second;
  }
  // "" when there is no such member, or it is no text.
  std::string text_of(std::string_view name) const {
    const JsonValue* const value = member(name);
    return value != nullptr && value->is_text() ? value->text : "";
  }
};

// Parses JSON of which each reader must understand the same: duplicate members (RFC 7515 §4, RFC
// 7519 §4), nesting over `max_depth`, a byte order mark, NUL bytes, invalid UTF-8, lone surrogates
// and numbers beyond double are refused. Error.internal says which.
Result<JsonValue> parse_strict_json(std::string_view text, int max_depth);

}  // namespace bff::auth
