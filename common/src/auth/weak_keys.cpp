// SPDX-License-Identifier: Apache-2.0
#include "auth/weak_keys.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

namespace bff::auth {
namespace {

constexpr std::uint32_t kPrimes[] = {
    3,  5,  7,  11, 13, 17,  19,  23,  29,  31,  37,  41,  43,  47,  53,  59,  61,  67,  71,
    73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167};
constexpr std::uint32_t kGenerator = 65537;

// Whether `value` is a power of kGenerator modulo `prime`.
bool is_power(std::uint64_t value, std::uint32_t prime) {
  std::uint32_t power = 1;
  do {
    if (power == value) return true;
    power = power * (kGenerator % prime) % prime;
  } while (power != 1);
  return false;
}

// The y coordinates of all points whose order divides 8, little-endian without the sign bit of x,
// in both encodings where y < 19 has two.
std::array<std::string, 7> small_order_points() {
  const std::string high(30, '\xff');
  return {std::string(32, '\0'),
          '\x01' + std::string(31, '\0'),
          "\x26\xe8\x95\x8f\xc2\xb2\x27\xb0\x45\xc3\xf4\x89\xf2\xef\x98\xf0"
          "\xd5\xdf\xac\x05\xd3\xc6\x33\x39\xb1\x38\x02\x88\x6d\x53\xfc\x05",
          "\xc7\x17\x6a\x70\x3d\x4d\xd8\x4f\xba\x3c\x0b\x76\x0d\x10\x67\x0f"
          "\x2a\x20\x53\xfa\x2c\x39\xcc\xc6\x4e\xc7\xfd\x77\x92\xac\x03\x7a",
          '\xec' + high + '\x7f',
          '\xed' + high + '\x7f',
          '\xee' + high + '\x7f'};
}

}  // namespace

bool has_roca_fingerprint(const BIGNUM& modulus) {
  return std::all_of(std::begin(kPrimes), std::end(kPrimes), [&](std::uint32_t prime) {
    return is_power(BN_mod_word(&modulus, prime), prime);
  });
}

bool has_small_order(std::string_view ed25519_key) {
  static const auto points = small_order_points();
  std::string y{ed25519_key};
  y.back() = static_cast<char>(y.back() & 0x7f);
  return std::find(points.begin(), points.end(), y) != points.end();
}

}  // namespace bff::auth
