// SPDX-License-Identifier: Apache-2.0
#include "auth/jws.hpp"

#include <utility>

#include "auth/base64url.hpp"
#include "auth/key_set.hpp"
#include "auth/strict_json.hpp"

namespace bff::auth {
namespace {

Result<void> read_header(std::string_view text, Jws& jws) {
  auto header = parse_strict_json(text, kMaxTokenDepth);
  if (!header) return invalid_token("header: " + header.error().internal);
  if (!header->is_object()) return invalid_token("header: no object");
  // Both change what is signed or must be understood, and nothing here understands any (RFC 7515
  // §4.1.11, RFC 7797).
  for (const char* name : {"crit", "b64"})
    if (header->member(name) != nullptr)
      return invalid_token("header: '" + std::string{name} + "' is not accepted");
  const JsonValue* const alg = header->member("alg");
  const auto algorithm =
      alg != nullptr && alg->is_text() ? algorithm_named(alg->text) : std::optional<Algorithm>{};
  if (!algorithm) return invalid_token("header: 'alg' is none that is known");
  jws.algorithm = *algorithm;
  if (const JsonValue* const type = header->member("typ")) {
    if (!type->is_text() || type->text.empty()) return invalid_token("header: 'typ' is no text");
    jws.type = token_type(type->text);
  }
  if (const JsonValue* const id = header->member("kid")) {
    if (!id->is_text()) return invalid_token("header: 'kid' is no text");
    jws.key_id = id->text;
  }
  jws.header = *std::move(header);
  return {};
}

}  // namespace

Error invalid_token(std::string why, std::string detail) {
  return {.code = Errc::invalid_token, .detail = std::move(detail), .internal = std::move(why)};
}

Result<Jws> parse_jws(std::string_view token) {
  // Before anything else looks at it: a megabyte of dots must cost nothing.
  if (token.size() > kMaxToken) return invalid_token("longer than 16 KiB");
  const std::size_t first = token.find('.');
  const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos)
    return invalid_token("not of three parts");
  const auto header = decode_base64url(token.substr(0, first));
  auto payload = decode_base64url(token.substr(first + 1, second - first - 1));
  auto signature = decode_base64url(token.substr(second + 1));
  if (!header || !payload || !signature) return invalid_token("a part is no strict base64url");
  if (signature->empty()) return invalid_token("the signature is empty");
  Jws jws{.algorithm = {},
          .key_id = {},
          .type = {},
          .header = {},
          .payload = *std::move(payload),
          .signature = *std::move(signature),
          .signed_part = token.substr(0, second)};
  if (const auto read = read_header(*header, jws); !read) return read.error();
  return jws;
}

std::string token_type(std::string_view type) {
  std::string lower{type};
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower.starts_with("application/") ? lower.substr(12) : lower;
}

const PublicKey* key_of(const Jws& jws, const KeySet& keys) {
  return keys.find(jws.algorithm, jws.key_id ? &*jws.key_id : nullptr);
}

}  // namespace bff::auth
