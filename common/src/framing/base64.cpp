// SPDX-License-Identifier: Apache-2.0
#include "framing/base64.hpp"

#include <algorithm>

#include "json/base64.hpp"

namespace bff::framing {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Up to three bytes as four characters.
void encode_group(const char* from, std::size_t count, char* to) noexcept {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    bits = bits << 8 | (i < count ? static_cast<unsigned char>(from[i]) : 0U);
  }
  for (std::size_t i = 0; i < 4; ++i) {
    to[i] = i <= count ? kAlphabet[bits >> (18 - 6 * i) & 0x3F] : '=';
  }
}

}  // namespace

void encode_base64_from(std::string& out, std::size_t from, Padding padding) {
  const std::size_t size = out.size() - from;
  const std::size_t groups = (size + 2) / 3;
  out.resize(from + groups * 4);
  char* const begin = out.data() + from;
  // From the last group to the first: what a group overwrites belongs to those behind it.
  for (std::size_t i = groups; i-- > 0;) {
    encode_group(begin + 3 * i, std::min<std::size_t>(size - 3 * i, 3), begin + 4 * i);
  }
  if (padding == Padding::none && size % 3 != 0) out.resize(out.size() - 3 + size % 3);
}

void append_base64(std::string& out, std::string_view bytes, Padding padding) {
  const std::size_t from = out.size();
  out += bytes;
  encode_base64_from(out, from, padding);
}

char* Base64Decoder::decode(std::string_view& text, char* to, std::size_t room) noexcept {
  if (broken_) return nullptr;
  char* const begin = to;
  char* const end = to + room;
  while (!text.empty() && end - to >= 6 && !broken_) {
    if (size_ > 0 || text.size() < group_.size()) {
      group_[size_++] = text.front();
      text.remove_prefix(1);
      if (size_ < group_.size()) continue;
      size_ = 0;
      to = put(to, {group_.data(), group_.size()});
      continue;
    }
    // Whole groups, up to the first that is padded. json::decode_base64 wants room for one more.
    const std::size_t fit = static_cast<std::size_t>(end - to - 3) / 3 * 4;
    std::string_view groups = text.substr(0, std::min(text.size() / 4 * 4, fit));
    const std::size_t padded = groups.find('=');
    if (padded != std::string_view::npos) groups = groups.substr(0, padded / 4 * 4 + 4);
    text.remove_prefix(groups.size());
    to = put(to, groups);
  }
  return broken_ && to == begin ? nullptr : to;
}

char* Base64Decoder::put(char* to, std::string_view groups) noexcept {
  if (char* const end = json::decode_base64(to, groups)) return end;
  broken_ = true;
  for (; groups.size() > 4; groups.remove_prefix(4)) {
    char* const end = json::decode_base64(to, groups.substr(0, 4));
    if (end == nullptr) break;
    to = end;
  }
  return to;
}

}  // namespace bff::framing
