// SPDX-License-Identifier: Apache-2.0
#include "auth/base64url.hpp"

#include <array>
#include <cstdint>

namespace bff::auth {
namespace {

constexpr std::uint8_t kNone = 0xff, kNoneBit = 0x80;

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNone);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i)
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  return values;
}

constexpr auto kValues = make_values();

}  // namespace

// Four characters at a time: a token is read whole, before anything is known of it, and a character
// at a time that took a tenth of its verification.
std::optional<std::string> decode_base64url(std::string_view text) {
  const std::size_t rest = text.size() % 4;
  if (rest == 1) return std::nullopt;
  std::string bytes(text.size() / 4 * 3 + (rest == 0 ? 0 : rest - 1), '\0');
  char* out = bytes.data();
  const auto* in = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end_of_fours = in + (text.size() - rest);
  std::uint32_t seen = 0;  // every value so far: kNone has a bit that no other has
  for (; in != end_of_fours; in += 4, out += 3) {
    const std::uint32_t a = kValues[in[0]], b = kValues[in[1]], c = kValues[in[2]],
                        d = kValues[in[3]];
    seen |= a | b | c | d;
    const std::uint32_t bits = a << 18 | b << 12 | c << 6 | d;
    out[0] = static_cast<char>(bits >> 16);
    out[1] = static_cast<char>(bits >> 8);
    out[2] = static_cast<char>(bits);
  }
  std::uint32_t bits = 0;  // of the rest
  for (std::size_t i = 0; i < rest; ++i) {
    seen |= kValues[in[i]];
    bits |= static_cast<std::uint32_t>(kValues[in[i]]) << (18 - 6 * i);
  }
  for (std::size_t i = 1; i < rest; ++i, bits <<= 8) *out++ = static_cast<char>(bits >> 16);
  if ((seen & kNoneBit) != 0 || (bits & 0xffffff) != 0) return std::nullopt;
  return bytes;
}

std::string encode_base64url(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;  // not yet written
  int count = 0;           // how many of them
  for (const char c : bytes) {
    bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xffff;
    for (count += 8; count >= 6;) text += kAlphabet[bits >> (count -= 6) & 63];
  }
  if (count > 0) text += kAlphabet[bits << (6 - count) & 63];
  return text;
}

}  // namespace bff::auth
