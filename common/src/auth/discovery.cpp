// SPDX-License-Identifier: Apache-2.0
#include "auth/discovery.hpp"

namespace bff::auth {
namespace {

constexpr int kDiscoveryDepth = 16;  // of which nothing but the first levels is looked at

Result<std::string> text_of(std::string_view document, std::string_view issuer,
                            const char* member) {
  const auto read = parse_discovery(document, issuer);
  if (!read) return read.error();
  std::string text = read->text_of(member);
  if (text.empty()) return refused_discovery("has no text '" + std::string{member} + "'");
  return text;
}

}  // namespace

Error refused_discovery(std::string why) {
  return {.internal = "the discovery document " + std::move(why)};
}

Result<JsonValue> parse_discovery(std::string_view document, std::string_view issuer) {
  auto read = parse_strict_json(document, kDiscoveryDepth);
  if (!read) return refused_discovery("is not to be read: " + read.error().internal);
  const JsonValue* const name = read->member("issuer");
  if (name == nullptr || !name->is_text()) return refused_discovery("has no text 'issuer'");
  if (name->text != issuer) return refused_discovery("is that of '" + name->text + "'");
  return read;
}

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
