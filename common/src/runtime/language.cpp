// SPDX-License-Identifier: Apache-2.0
#include "runtime/language.hpp"

#include <algorithm>
#include <array>

#include "runtime/http1/characters.hpp"
#include "runtime/http1/request.hpp"

namespace bff::runtime {
namespace {

// Ranges beyond are not looked at: nobody speaks more languages.
constexpr std::size_t kMaxRanges = 32;

struct Range {
  std::string_view tag;
  int weight = 1000;  // thousandths
};

// "0.8" as 800 (RFC 9110 section 12.4.2); what is no weight counts as none given.
int weight_or_full(std::string_view text) noexcept {
  if (text.empty() || (text[0] != '0' && text[0] != '1')) return 1000;
  int weight = (text[0] - '0') * 1000;
  if (text.size() > 1 && text[1] != '.') return 1000;
  int digit = 100;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c < '0' || c > '9') return 1000;
    weight += (c - '0') * digit;
    digit /= 10;
  }
  return std::min(weight, 1000);
}

Range range_of(std::string_view piece) noexcept {
  const std::size_t end = piece.find(';');
  Range range{http1::trimmed(piece.substr(0, end))};
  if (end == std::string_view::npos) return range;
  const std::string_view parameter = http1::trimmed(piece.substr(end + 1));
  if (parameter.starts_with("q=") || parameter.starts_with("Q=")) {
    range.weight = weight_or_full(parameter.substr(2));
  }
  return range;
}

bool same_tag(std::string_view a, std::string_view b) noexcept {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

// A tag without its last subtag, and without a single letter that would then end it.
std::string_view shortened(std::string_view tag) noexcept {
  const std::size_t dash = tag.rfind('-');
  if (dash == std::string_view::npos) return {};
  tag = tag.substr(0, dash);
  if (tag.size() >= 2 && tag[tag.size() - 2] == '-') tag.remove_suffix(2);
  return tag;
}

}  // namespace

std::string_view negotiate_language(std::string_view accepted,
                                    std::span<const std::string> offered) {
  if (offered.empty()) return {};
  std::array<Range, kMaxRanges> ranges;
  std::size_t count = 0;
  while (!accepted.empty() && count < kMaxRanges) {
    const std::size_t end = accepted.find(',');
    const Range range = range_of(accepted.substr(0, end));
    accepted.remove_prefix(end == std::string_view::npos ? accepted.size() : end + 1);
    if (!range.tag.empty() && range.weight > 0) ranges[count++] = range;
  }
  std::stable_sort(ranges.begin(), ranges.begin() + static_cast<std::ptrdiff_t>(count),
                   [](const Range& a, const Range& b) { return a.weight > b.weight; });
  for (std::size_t i = 0; i < count; ++i) {
    if (ranges[i].tag == "*") break;
    for (std::string_view tag = ranges[i].tag; !tag.empty(); tag = shortened(tag)) {
      const auto found = std::find_if(offered.begin(), offered.end(),
                                      [&](const std::string& one) { return same_tag(one, tag); });
      if (found != offered.end()) return *found;
    }
  }
  return offered.front();
}

}  // namespace bff::runtime
