// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bff/error.hpp"

namespace bff::auth {

// Seals what only this gateway may read into cookies: AES-256-GCM (NIST SP 800-38D) with a random
// nonce of 96 bits, and the cookie's name among the associated data, so that one cookie cannot
// stand for another. A key seals at most 2^32 cookies (§8.3); operators who rotate stay far below.
//
//   base64url( version, 1 byte | key, 4 bytes | nonce, 12 | sealed bytes | tag, 16 )
class CookieBox {
 public:
  static constexpr std::size_t kKeySize = 32;
  using Key = std::array<unsigned char, kKeySize>;

  // The first key seals; all of them open. Precondition: there is one.
  explicit CookieBox(const std::vector<Key>& keys);

  std::string seal(std::string_view name, std::string_view plain) const;
  // Nothing where the text is not what seal() makes with one of the keys, for whatever reason: that
  // is not told apart, and takes the same time.
  std::optional<std::string> open(std::string_view name, std::string_view text) const;

 private:
  struct Known {
    std::array<unsigned char, 4> id;  // of the key's SHA-256
    Key key;
  };
  std::vector<Known> keys_;
};

// A file of keys: one a line, 32 bytes in hexadecimal digits or base64url, the newest first; `#`
// begins a comment.
// Error.internal says what is wrong, and in which line; never what stands there.
Result<std::vector<CookieBox::Key>> parse_cookie_keys(std::string_view text);

}  // namespace bff::auth
