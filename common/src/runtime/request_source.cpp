// SPDX-License-Identifier: Apache-2.0
#include "runtime/request_source.hpp"

namespace bff::runtime {
namespace {

// "" where it is there more than once: no reader may choose one of them.
std::optional<std::string_view> field_of(const http1::Request& request, std::string_view name) {
  std::optional<std::string_view> value;
  for (const auto& field : request.headers) {
    if (http1::iequals(field.name, name)) value = value ? std::string_view{} : field.value;
  }
  return value;
}

}  // namespace

auth::RequestSource source_of(const http1::Request& request, std::string_view marker) {
  return {.method = request.method,
          .socket = request.upgrade,
          .origin = field_of(request, "origin"),
          .fetch_site = field_of(request, "sec-fetch-site"),
          .fetch_mode = field_of(request, "sec-fetch-mode"),
          .marker = field_of(request, marker)};
}

std::vector<std::string_view> cookies_of(const http1::Request& request) {
  std::vector<std::string_view> fields;
  for (const auto& field : request.headers) {
    if (http1::iequals(field.name, "cookie")) fields.push_back(field.value);
  }
  return fields;
}

}  // namespace bff::runtime
