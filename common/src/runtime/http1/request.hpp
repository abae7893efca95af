// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>
#include <vector>

namespace bff::runtime::http1 {

struct HeaderField {
  std::string_view name;   // as received; compare with iequals()
  std::string_view value;  // without surrounding blanks
};

// One complete request. Views refer to the reader's buffer and hold until consume() or prepare().
struct Request {
  std::string_view method;  // "GET"; one of the eight that RequestReader knows
  std::string_view target;  // origin-form, as received; for absolute-form its path and query; "*"
  std::string_view path;    // target before `?`
  std::string_view query;   // target behind `?`, without it
  std::string_view host;    // with its port; empty only in HTTP/1.0
  int minor_version = 1;    // HTTP/1.0 or 1.1
  bool keep_alive = true;
  // Connection names Upgrade, whose field says what for (RFC 9110 §7.8). Never in HTTP/1.0, nor
  // where there is content.
  bool upgrade = false;
  std::vector<HeaderField> headers;
  std::string_view body;  // decoded; empty where content is streamed

  // The value of the first field with this lower-case name, or nullopt.
  std::optional<std::string_view> header(std::string_view lower_name) const noexcept;
};

// Whether `a` is `lower_b` but for the case of ASCII letters.
bool iequals(std::string_view a, std::string_view lower_b) noexcept;

}  // namespace bff::runtime::http1
