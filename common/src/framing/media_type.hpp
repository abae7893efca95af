// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>

namespace bff::framing {

// How a message is written.
enum class Codec : std::uint8_t { proto, json };

// Whether `a` is `lower_b` but for the case of ASCII letters.
bool iequals(std::string_view a, std::string_view lower_b) noexcept;

// `type/subtype` of a Content-Type, or of one member of an Accept, without parameters and blanks
// (RFC 9110 §8.3.1); compare with iequals().
std::string_view essence(std::string_view media_type) noexcept;

// Calls visit(member) for each member of a comma-separated list (RFC 9110 §5.6.1), without blanks
// around it; empty ones are none. Not for lists whose members may hold quoted commas.
template <class Visit>
void for_each_member(std::string_view list, Visit&& visit) {
  while (!list.empty()) {
    const std::size_t end = list.find(',');
    std::string_view member = list.substr(0, end);
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
    while (!member.empty() && (member.front() == ' ' || member.front() == '\t')) {
      member.remove_prefix(1);
    }
    while (!member.empty() && (member.back() == ' ' || member.back() == '\t')) {
      member.remove_suffix(1);
    }
    if (!member.empty()) visit(member);
  }
}

}  // namespace bff::framing
