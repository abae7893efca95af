// SPDX-License-Identifier: Apache-2.0
#include "auth/session_cookies.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace bff::auth {
namespace {

std::string part_name(std::string_view name, std::size_t part) {
  return part == 0 ? std::string{name} : std::string{name} + "-" + std::to_string(part);
}

std::string attributes(const CookieTerms& terms, std::optional<int> max_age) {
  std::string text = terms.secure ? "; Path=/; Secure; HttpOnly" : "; Path=/; HttpOnly";
  text += terms.strict ? "; SameSite=Strict" : "; SameSite=Lax";
  if (max_age) text += "; Max-Age=" + std::to_string(*max_age);
  return text;
}

std::string clearing(const CookieTerms& terms, std::size_t part) {
  return part_name(terms.name, part) + "=" + attributes(terms, 0);
}

// Which part a cookie is: kMaxCookieParts: none of this name.
std::size_t part_of(std::string_view cookie, std::string_view name) {
  if (!cookie.starts_with(name)) return kMaxCookieParts;
  cookie.remove_prefix(name.size());
  if (cookie.empty()) return 0;
  for (std::size_t i = 1; i < kMaxCookieParts; ++i) {
    if (cookie == "-" + std::to_string(i)) return i;
  }
  return kMaxCookieParts;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<std::vector<std::string>> set_cookies(const CookieTerms& terms,
                                                    std::string_view value, std::size_t before) {
  const std::size_t parts =
      std::max<std::size_t>(1, (value.size() + kCookiePart - 1) / kCookiePart);
  if (parts > kMaxCookieParts) return std::nullopt;
  std::vector<std::string> all;
  for (std::size_t i = 0; i < parts; ++i) {
    std::string one = part_name(terms.name, i) + "=";
    if (i == 0) one += std::to_string(parts) + ".";
    one += value.substr(i * kCookiePart, kCookiePart);
    all.push_back(one + attributes(terms, terms.max_age));
  }
  for (std::size_t i = parts; i < before; ++i) all.push_back(clearing(terms, i));
  return all;
}

std::vector<std::string> clear_cookies(const CookieTerms& terms, std::size_t before) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < std::max<std::size_t>(1, before); ++i) {
    all.push_back(clearing(terms, i));
  }
  return all;
}

FoundCookie find_cookie(const std::vector<std::string_view>& fields, std::string_view name) {
  std::array<std::optional<std::string_view>, kMaxCookieParts> parts;
  FoundCookie found;
  bool twice = false;
  for (std::string_view field : fields) {
    while (!field.empty()) {
      const std::string_view pair = field.substr(0, field.find(';'));
      field.remove_prefix(std::min(pair.size() + 1, field.size()));
      const auto equals = pair.find('=');
      if (equals == std::string_view::npos) continue;
      const std::size_t part = part_of(trimmed(pair.substr(0, equals)), name);
      if (part == kMaxCookieParts) continue;
      twice = twice || parts[part].has_value();
      parts[part] = trimmed(pair.substr(equals + 1));
      found.parts = std::max(found.parts, part + 1);
    }
  }
  if (found.parts == 0) return found;
  found.state = FoundCookie::State::ambiguous;
  if (twice || !parts[0]) return found;
  std::size_t wanted = 0;
  const std::string_view first = *parts[0];
  const auto [end, error] = std::from_chars(first.data(), first.data() + first.size(), wanted);
  const auto digits = static_cast<std::size_t>(end - first.data());
  if (error != std::errc{} || wanted != found.parts || first.substr(digits, 1) != ".") return found;
  found.value = first.substr(digits + 1);
  for (std::size_t i = 1; i < found.parts; ++i) {
    if (!parts[i]) return found;
    found.value += *parts[i];
  }
  found.state = FoundCookie::State::found;
  return found;
}

}  // namespace bff::auth
