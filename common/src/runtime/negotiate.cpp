// SPDX-License-Identifier: Apache-2.0
#include "runtime/negotiate.hpp"

#include "runtime/http1/characters.hpp"
#include "runtime/http1/request.hpp"

namespace bff::runtime {
namespace {

// What stands before the next `separator`, and takes it off `text`.
std::string_view next_piece(std::string_view& text, char separator) noexcept {
  const std::size_t end = text.find(separator);
  const std::string_view piece = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return http1::trimmed(piece);
}

// A weight in thousandths (§12.4.2), or -1: "0.5", "1", "0.125".
int weight_of(std::string_view text) noexcept {
  if (text.empty() || (text[0] != '0' && text[0] != '1') || text.size() > 5) return -1;
  int weight = (text[0] - '0') * 1000;
  if (text.size() > 1 && text[1] != '.') return -1;
  int place = 100;
  for (const char c : text.substr(text.size() < 2 ? text.size() : 2)) {
    if (c < '0' || c > '9') return -1;
    weight += (c - '0') * place;
    place /= 10;
  }
  return weight > 1000 ? -1 : weight;
}

// How exactly a range of types names one: 3 itself, 2 by "text/*", 1 by "*/*", 0 not at all.
int closeness(std::string_view range, std::string_view type) noexcept {
  if (range == "*/*") return 1;
  if (http1::iequals(range, type)) return 3;
  if (!range.ends_with("/*")) return 0;
  const std::string_view group = range.substr(0, range.size() - 1);
  return type.size() > group.size() && http1::iequals(group, type.substr(0, group.size())) ? 2 : 0;
}

// The weight that the closest range gives the type; 0: not taken.
int weight_in(std::string_view accept, std::string_view type) noexcept {
  int best = 0, weight = 0;
  while (!accept.empty()) {
    std::string_view element = next_piece(accept, ',');
    const std::string_view range = next_piece(element, ';');
    int own = 1000;
    while (!element.empty()) {
      std::string_view parameter = next_piece(element, ';');
      const std::string_view name = next_piece(parameter, '=');
      if (name == "q" || name == "Q") own = weight_of(http1::trimmed(parameter));
    }
    const int close = closeness(range, type);
    if (own >= 0 && close > best) {
      best = close;
      weight = own;
    }
  }
  return weight;
}

}  // namespace

std::optional<std::size_t> negotiate(std::optional<std::string_view> accept,
                                     std::span<const std::string_view> offered) {
  if (!accept || http1::trimmed(*accept).empty()) return 0;
  std::optional<std::size_t> chosen;
  int highest = 0;
  for (std::size_t i = 0; i < offered.size(); ++i) {
    const int weight = weight_in(*accept, offered[i]);
    if (weight <= highest) continue;
    highest = weight;
    chosen = i;
  }
  return chosen;
}

std::string_view media_type(std::string_view content_type) noexcept {
  return next_piece(content_type, ';');
}

}  // namespace bff::runtime
