// SPDX-License-Identifier: Apache-2.0
#include "auth/discovery.hpp"

#include "auth/strict_json.hpp"

namespace bff::auth {
namespace {

constexpr int kMaxDepth = 16;  // of which nothing but the first level is looked at

Error refused(std::string why) { return {.internal = "the discovery document " + std::move(why)}; }

Result<std::string> text_of(std::string_view document, std::string_view issuer,
                            const char* member) {
  const auto read = parse_strict_json(document, kMaxDepth);
  if (!read) return refused("is not to be read: " + read.error().internal);
  const JsonValue* const name = read->member("issuer");
  if (name == nullptr || !name->is_text()) return refused("has no text 'issuer'");
  if (name->text != issuer) return refused("is that of '" + name->text + "'");
  const JsonValue* const text = read->member(member);
  if (text == nullptr || !text->is_text())
    return refused("has no text '" + std::string{member} + "'");
  return text->text;
}

}  // namespace

std::string discovery_url(std::string_view issuer) {
  if (issuer.ends_with('/')) issuer.remove_suffix(1);
  return std::string{issuer} + "/.well-known/openid-configuration";
}

Result<std::string> jwks_uri_of(std::string_view document, std::string_view issuer) {
  return text_of(document, issuer, "jwks_uri");
}

Result<std::string> introspection_endpoint_of(std::string_view document, std::string_view issuer) {
  return text_of(document, issuer, "introspection_endpoint");
}

Result<std::string> token_endpoint_of(std::string_view document, std::string_view issuer) {
  return text_of(document, issuer, "token_endpoint");
}

}  // namespace bff::auth
