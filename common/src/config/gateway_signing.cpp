// SPDX-License-Identifier: Apache-2.0
// By what the gateway signs tokens of its own: `auth.signing`.
#include "config/gateway_sections.hpp"
#include "config/map_reader.hpp"
#include "config/token_signing.hpp"

namespace bff::config {
namespace {

void read_jwks(MapReader& map, TokenSigning& signing, Diagnostics& out) {
  const Node* const node = map.find("jwks");
  std::string text;
  if (node == nullptr || !read_text(*node, map.name("jwks"), text, out)) return;
  signing.jwks_place = node->place;
  if (text == "clients") {
    signing.jwks = TokenSigning::Jwks::clients;
  } else if (text != "admin") {
    out.add("BFF119", node->place,
            "'" + map.name("jwks") + "' must be admin or clients, not '" + text + "'",
            did_you_mean(text, {"admin", "clients"}));
  }
}

}  // namespace

void read_signing(const Node& node, Gateway& gateway, Diagnostics& out) {
  auto signing = std::make_shared<TokenSigning>();
  MapReader map(&node, "auth.signing", out);
  std::string text;
  if (const Node* file = map.require("keys_file", "keys_file: signing.json")) {
    signing->keys_place = file->place;
    if (read_text(*file, map.name("keys_file"), text, out))
      signing->keys_file = resolve(gateway, text);
  }
  const Node* const issuer = map.find("issuer");
  if (issuer != nullptr) {
    signing->issuer_place = issuer->place;
    read_text(*issuer, map.name("issuer"), signing->issuer, out);
  } else if (gateway.external_url) {
    signing->issuer = gateway.external_url->text();
    if (signing->issuer.ends_with('/')) signing->issuer.pop_back();
  } else if (node.is_map()) {
    out.add("BFF117", node.place, "tokens need a name for who issues them",
            "write 'issuer: https://bff.internal', or 'external_url' at the top");
  }
  read_jwks(map, *signing, out);
  if (signing->jwks == TokenSigning::Jwks::admin && !gateway.admin) {
    out.add("BFF117", signing->jwks_place.source ? signing->jwks_place : node.place,
            "the public keys are told on the admin endpoint, and there is none",
            "add 'admin', or write 'jwks: clients'");
  }
  map.refuse_unknown();
  gateway.auth.signing = std::move(signing);
}

}  // namespace bff::config
