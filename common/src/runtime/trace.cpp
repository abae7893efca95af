// SPDX-License-Identifier: Apache-2.0
#include "runtime/trace.hpp"

#include <algorithm>
#include <cstring>

namespace bff::runtime {
namespace {

constexpr std::string_view kBase32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view kHex = "0123456789abcdef";

void write_hex(char* out, std::uint64_t value) {
  for (int i = 15; i >= 0; --i, value >>= 4) out[i] = kHex[value & 15];
}

std::uint64_t nonzero(Random& random) {
  std::uint64_t value = 0;
  while (value == 0) value = random();
  return value;
}

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return kHex.find(c) != std::string_view::npos; });
}

bool is_zero(std::string_view text) {
  return text.find_first_not_of('0') == std::string_view::npos;
}

// W3C Trace Context §3.2: a higher version may append fields after a dash; "ff" is invalid.
bool is_valid(std::string_view t) {
  if (t.size() < 55 || t[2] != '-' || t[35] != '-' || t[52] != '-') return false;
  const auto version = t.substr(0, 2);
  if (!is_hex(version) || version == "ff") return false;
  if (version == "00" ? t.size() != 55 : t.size() > 55 && t[55] != '-') return false;
  const auto trace = t.substr(3, 32), parent = t.substr(36, 16), flags = t.substr(53, 2);
  return is_hex(trace) && is_hex(parent) && is_hex(flags) && !is_zero(trace) && !is_zero(parent);
}

}  // namespace

RequestId::RequestId(std::chrono::system_clock::time_point now, Random& random) {
  auto time = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count());
  for (int i = 9; i >= 0; --i, time >>= 5) text_[static_cast<std::size_t>(i)] = kBase32[time & 31];
  for (std::size_t half = 0; half < 2; ++half) {
    auto chance = random();
    for (std::size_t i = 0; i < 8; ++i, chance >>= 5)
      text_[10 + half * 8 + i] = kBase32[chance & 31];
  }
}

TraceParent::TraceParent(std::optional<std::string_view> received, Random& random) {
  std::memcpy(text_.data(), "00-", 3);
  if (received && is_valid(*received)) {
    std::memcpy(text_.data() + 3, received->data() + 3, 32);
    std::memcpy(text_.data() + 53, received->data() + 53, 2);
  } else {
    write_hex(text_.data() + 3, nonzero(random));
    write_hex(text_.data() + 19, nonzero(random));
    std::memcpy(text_.data() + 53, "00", 2);
  }
  text_[35] = text_[52] = '-';
  write_hex(text_.data() + 36, nonzero(random));
}

}  // namespace bff::runtime
