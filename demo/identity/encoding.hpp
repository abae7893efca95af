// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace demo::identity {

std::string base64url(std::string_view bytes);
std::optional<std::string> base64_decode(std::string_view text);

std::string sha256(std::string_view bytes);  // 32 bytes

// What nobody can guess: 256 random bits in base64url.
std::string random_text();

// Takes as long wherever the texts differ.
bool same(std::string_view one, std::string_view other);

// application/x-www-form-urlencoded, as RFC 6749 appendix B has it. Empty values are left out.
std::string form_encode(const std::vector<std::pair<std::string, std::string>>& fields);
std::string form_decode(std::string_view text);

// For text and for attributes in quotes.
std::string html(std::string_view text);

// The words between single spaces, as scopes are written.
std::vector<std::string> words(std::string_view text);
bool has_word(std::string_view text, std::string_view word);

}  // namespace demo::identity
