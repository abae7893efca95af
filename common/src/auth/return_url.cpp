// SPDX-License-Identifier: Apache-2.0
#include "auth/return_url.hpp"

#include <algorithm>
#include <optional>

namespace bff::auth {
namespace {

constexpr std::size_t kMaxSize = 2048;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// One layer of percent-encoding; nothing where it is broken.
std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (text.size() - i < 3) return std::nullopt;
    const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 127 && c != '\\'; });
}

// No segment is empty, but for a last one, or of dots only.
bool is_canonical(std::string_view path) {
  path.remove_prefix(1);
  while (!path.empty()) {
    const auto slash = path.find('/');
    const std::string_view segment = path.substr(0, slash);
    if (segment.empty() || segment == "." || segment == "..") return false;
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  return true;
}

bool is_good(std::string_view text) {
  if (text.size() > kMaxSize || !text.starts_with('/')) return false;
  if (!is_plain(text) || text.find_first_of(" #") != std::string_view::npos) return false;
  const std::string_view path = text.substr(0, text.find('?'));
  const auto once = decoded(path);
  // Encoded twice is refused too: some proxy decodes twice.
  return once && is_plain(*once) && once->find('%') == std::string::npos && is_canonical(path) &&
         is_canonical(*once);
}

}  // namespace

std::string safe_return_url(std::string_view text) {
  return is_good(text) ? std::string{text} : "/";
}

}  // namespace bff::auth
