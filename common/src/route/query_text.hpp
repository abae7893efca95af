// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory_resource>
#include <optional>
#include <string_view>

namespace bff::route {

// The text behind a request target's `?`, as application/x-www-form-urlencoded
// (url.spec.whatwg.org, section 5.1).

// Calls visit(name, value), both still encoded, for each pair in order; a piece without `=` has
// an empty value, an empty piece is none.
template <class Visit>
void for_each_pair(std::string_view query, Visit&& visit) {
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view piece = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    visit(piece.substr(0, equals),
          equals == std::string_view::npos ? std::string_view{} : piece.substr(equals + 1));
  }
}

// A copy in the arena with `+` as a space and %XX as its byte; nullopt when a `%` is not followed
// by two hexadecimal digits.
std::optional<std::string_view> decode_form(std::string_view text,
                                            std::pmr::memory_resource& arena);

// The same, but `+` is itself.
std::optional<std::string_view> decode_percent(std::string_view text,
                                               std::pmr::memory_resource& arena);

std::string_view copy_text(std::string_view text, std::pmr::memory_resource& arena);

}  // namespace bff::route
