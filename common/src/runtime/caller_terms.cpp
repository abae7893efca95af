// SPDX-License-Identifier: Apache-2.0
#include "runtime/caller_terms.hpp"

#include <algorithm>

namespace bff::runtime {
namespace {

bool is_safe(char c) { return c >= 0x20 && c < 0x7f && c != '%'; }

// A blank at either end would be lost on the way.
bool is_safe(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return is_safe(c); }) &&
         (text.empty() || (text.front() != ' ' && text.back() != ' '));
}

// `at` has room for three bytes a byte. Returns the end.
char* encode(char* at, std::string_view text, bool item) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool edge = c == ' ' && (i == 0 || i + 1 == text.size());
    if (is_safe(c) && !edge && !(item && c == ',')) {
      *at++ = c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    *at++ = '%';
    *at++ = kDigits[byte >> 4];
    *at++ = kDigits[byte & 15];
  }
  return at;
}

std::string_view encoded(std::string_view text, std::pmr::memory_resource& arena) {
  if (is_safe(text)) return text;
  char* const begin = static_cast<char*>(arena.allocate(3 * text.size(), 1));
  return {begin, static_cast<std::size_t>(encode(begin, text, false) - begin)};
}

std::string_view joined(const std::vector<std::string>& items, char separator,
                        std::pmr::memory_resource& arena) {
  std::size_t most = 0;
  for (const auto& item : items) most += 3 * item.size() + 1;
  char* const begin = static_cast<char*>(arena.allocate(most, 1));
  char* end = begin;
  for (const auto& item : items) {
    if (end != begin) *end++ = separator;
    end = encode(end, item, separator == ',');
  }
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

void add_claims(MetadataFields& fields, const CallerTerms& terms, const auth::Principal& caller,
                std::pmr::memory_resource& arena) {
  for (const auto& [name, claim] : terms.claims) {
    if (const std::string* const text = caller.claim(claim)) {
      fields.emplace_back(name, encoded(*text, arena));
    } else if (const auto list = caller.lists.find(claim); list != caller.lists.end()) {
      fields.emplace_back(name, joined(list->second, ',', arena));
    } else if (claim == "scope" && !caller.scopes.empty()) {
      fields.emplace_back(name, joined(caller.scopes, ' ', arena));  // the token has `scp`
    }
  }
}

}  // namespace bff::runtime
