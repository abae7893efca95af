// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace bff::auth {

// The bytes of base64url without padding (RFC 7515 §2). One text for each byte string: padding,
// white space, `+` and `/`, and bits behind the last byte that are not zero give nothing, so that a
// token cannot be written in two ways.
std::optional<std::string> decode_base64url(std::string_view text);

std::string encode_base64url(std::string_view bytes);

}  // namespace bff::auth
