// SPDX-License-Identifier: Apache-2.0
#include "auth/discovery.hpp"

#include "auth/strict_json.hpp"

namespace bff::auth {
namespace {

constexpr int kMaxDepth = 16;  // of which nothing but the first level is looked at

Error refused(std::string why) { return {.internal = "the discovery document " + std::move(why)}; }

}  // namespace

std::string discovery_url(std::string_view issuer) {
  if (issuer.ends_with('/')) issuer.remove_suffix(1);
  return std::string{issuer} + "/.well-known/openid-configuration";
}

Result<std::string> jwks_uri_of(std::string_view document, std::string_view issuer) {
  const auto read = parse_strict_json(document, kMaxDepth);
  if (!read) return refused("is not to be read: " + read.error().internal);
  const JsonValue* const name = read->member("issuer");
  if (name == nullptr || !name->is_text()) return refused("has no text 'issuer'");
  if (name->text != issuer) return refused("is that of '" + name->text + "'");
  const JsonValue* const keys = read->member("jwks_uri");
  if (keys == nullptr || !keys->is_text()) return refused("has no text 'jwks_uri'");
  return keys->text;
}

}  // namespace bff::auth
