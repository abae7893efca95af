// SPDX-License-Identifier: Apache-2.0
#include "config/gateway_sections.hpp"
#include "config/introspection.hpp"
#include "config/map_reader.hpp"

namespace bff::config {
namespace {

using namespace std::chrono_literals;

bool is_alone(const Issuer& issuer) {
  return issuer.jwks_file.empty() && issuer.secret_file.empty() && !issuer.fetches_keys();
}

// A URL, or `true`: as the issuer's description says.
void read_endpoint(const Node& node, MapReader& map, const Issuer& issuer,
                   Introspection& introspection, Diagnostics& out) {
  const std::string name = map.name("url");
  std::string text;
  if (node.is_text()) {
    if (read_text(node, name, text, out)) {
      read_provider_url(node, name, text, introspection.url, out);
    }
    return;
  }
  bool on = false;
  if (!read_flag(node, name, on, out)) return;
  if (!on) {
    out.add("BFF119", node.place, "'" + name + "' must be true or a URL",
            "write true where the issuer's OpenID configuration names it");
  } else if (issuer.discovery) {
    introspection.discovery = issuer.discovery;
  } else {
    text = issuer.issuer;
    while (text.ends_with('/')) text.pop_back();
    read_provider_url(node, name, text + "/.well-known/openid-configuration",
                      introspection.discovery, out);
  }
}

}  // namespace

void read_introspection(const Node& node, Issuer& issuer, const Gateway& gateway,
                        Diagnostics& out) {
  Introspection introspection{.place = node.place};
  MapReader map(&node, "auth.issuers.introspection", out);
  if (const Node* url = map.require("url", "url: true")) {
    read_endpoint(*url, map, issuer, introspection, out);
  }
  if (const Node* id = map.require("client_id", "client_id: NAME")) {
    read_text(*id, map.name("client_id"), introspection.client_id, out);
  }
  std::string file;
  const Node* const secret = map.require("client_secret_file", "client_secret_file: FILE");
  if (secret != nullptr && read_text(*secret, map.name("client_secret_file"), file, out)) {
    introspection.client_secret_file = resolve(gateway, file);
    introspection.secret_place = secret->place;
  }
  map.flag("opaque", introspection.opaque);
  map.flag("always", introspection.always);
  map.duration("cache", 0ms, 1h, introspection.cache);
  map.duration("negative_cache", 0ms, 1h, introspection.negative_cache);
  map.duration("timeout", 100ms, 10s, introspection.timeout);
  map.refuse_unknown();
  // Nobody else can tell of its tokens.
  if (is_alone(issuer)) introspection.always = true;
  if (!introspection.opaque && !introspection.always) {
    out.add("BFF119", node.place, "this issuer is never asked",
            "write 'always: true' to ask about its JWTs, or remove 'opaque: false'");
  }
  issuer.introspection = std::make_shared<const Introspection>(std::move(introspection));
}

void check_introspection(const Gateway& gateway, Diagnostics& out) {
  const Issuer* first = nullptr;
  for (const Issuer& issuer : gateway.auth.issuers) {
    if (!issuer.introspection || !issuer.introspection->opaque) continue;
    if (first == nullptr) {
      first = &issuer;
      continue;
    }
    out.add("BFF122", issuer.introspection->place,
            "'" + first->issuer + "' and '" + issuer.issuer +
                "' would both be asked about a token that is no JWT",
            "write 'opaque: false' beside 'always: true' for all but one of them");
  }
}

}  // namespace bff::config
