// SPDX-License-Identifier: Apache-2.0
// What services are told of who asks: `caller` of an upstream.
#include <algorithm>

#include "config/caller_forwarding.hpp"
#include "config/gateway_sections.hpp"
#include "config/map_reader.hpp"

namespace bff::config {
namespace {

using namespace std::chrono_literals;

// What gRPC, HTTP and the gateway itself write, or what a client's own goes by.
constexpr std::string_view kTaken[] = {"accept",
                                       "accept-encoding",
                                       "authorization",
                                       "connection",
                                       "content-encoding",
                                       "content-length",
                                       "content-type",
                                       "cookie",
                                       "host",
                                       "idempotency-key",
                                       "keep-alive",
                                       "last-event-id",
                                       "proxy-connection",
                                       "proxy-authorization",
                                       "te",
                                       "traceparent",
                                       "tracestate",
                                       "trailer",
                                       "transfer-encoding",
                                       "upgrade",
                                       "user-agent",
                                       "x-request-id"};

// "" or what is wrong with the name.
std::string why_no_metadata(std::string_view name) {
  const bool good = !name.empty() && std::ranges::all_of(name, [](char c) {
    return c == '-' || c == '.' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
  if (!good) return "is no name of metadata: small letters, digits, '-' and '.'";
  if (name.starts_with("grpc-")) return "belongs to gRPC itself";
  if (name.ends_with("-bin")) return "would be binary, and claims are texts";
  if (std::ranges::find(kTaken, name) != std::end(kTaken)) return "is not for claims";
  return "";
}

void read_claims(const Node& node, const std::string& name, CallerForwarding& caller,
                 Diagnostics& out) {
  if (!node.is_map()) return report_kind(node, name, "a map", out);
  if (node.members.empty()) {
    out.add("BFF119", node.place, "'" + name + "' must not be empty", "write 'x-user-id: sub'");
  }
  for (const Node::Member& member : node.members) {
    if (const std::string wrong = why_no_metadata(member.key); !wrong.empty()) {
      out.add("BFF162", member.key_place, "'" + member.key + "' " + wrong,
              "write a name of your own, such as 'x-user-id'");
      continue;
    }
    std::string claim;
    if (!read_text(member.value, name + "." + member.key, claim, out)) continue;
    caller.claims.push_back({member.key, std::move(claim), member.value.place});
  }
}

void read_mint(const Node& node, std::string name, CallerForwarding& caller, Diagnostics& out) {
  TokenMint mint{.place = node.place};
  MapReader map(&node, std::move(name), out);
  if (const Node* audience = map.require("audience", "audience: orders"))
    read_text(*audience, map.name("audience"), mint.audience, out);
  map.duration("lifetime", 5s, 1h, mint.lifetime);
  if (const Node* claims = map.find("claims")) {
    map.texts(claims, "claims", [&](const std::string& claim, const Node& item) {
      constexpr std::string_view kOurs[] = {"iss", "aud", "exp", "iat", "nbf", "jti", "idp", "cnf"};
      if (std::ranges::find(kOurs, claim) != std::end(kOurs)) {
        out.add("BFF163", item.place, "the claim '" + claim + "' of a new token is the gateway's",
                "remove it; 'idp' says who issued the caller's own token");
      } else if (claim != "sub") {  // is always there
        mint.claims.push_back(claim);
        mint.claim_places.push_back(item.place);
      }
    });
  }
  map.refuse_unknown();
  caller.mint = std::move(mint);
}

void read_provider(const Node& whole, const std::string& name, MapReader& map,
                   TokenExchange& exchange, Diagnostics& out) {
  const Node* const url = map.find("url");
  const Node* const issuer = map.find("issuer");
  if (url != nullptr && issuer != nullptr) {
    out.add("BFF122", issuer->place, "'url' and 'issuer' both say who exchanges tokens",
            "keep one of them");
  } else if (url != nullptr) {
    std::string text;
    if (read_text(*url, map.name("url"), text, out))
      read_provider_url(*url, map.name("url"), text, exchange.url, out);
  } else if (issuer != nullptr) {
    if (!read_text(*issuer, map.name("issuer"), exchange.issuer, out)) return;
    std::string base = exchange.issuer;
    while (base.ends_with('/')) base.pop_back();
    read_provider_url(*issuer, map.name("issuer"), base + "/.well-known/openid-configuration",
                      exchange.discovery, out);
  } else if (whole.is_map()) {
    out.add("BFF117", whole.place, "'" + name + "' does not say who exchanges tokens",
            "write 'url: https://id.example/token' or 'issuer: https://id.example'");
  }
}

void read_exchange(const Node& node, const std::string& name, const Gateway& gateway,
                   CallerForwarding& caller, Diagnostics& out) {
  TokenExchange exchange{.place = node.place};
  MapReader map(&node, name, out);
  read_provider(node, name, map, exchange, out);
  std::string text;
  if (const Node* ca = map.find("ca"); ca != nullptr && read_text(*ca, map.name("ca"), text, out)) {
    exchange.ca = resolve(gateway, text);
    exchange.ca_place = ca->place;
  }
  if (const Node* id = map.require("client_id", "client_id: bff-web"))
    read_text(*id, map.name("client_id"), exchange.client_id, out);
  if (const Node* secret = map.find("client_secret_file")) {
    exchange.secret_place = secret->place;
    if (read_text(*secret, map.name("client_secret_file"), text, out))
      exchange.client_secret_file = resolve(gateway, text);
  }
  if (const Node* audience = map.find("audience"))
    read_text(*audience, map.name("audience"), exchange.audience, out);
  if (const Node* scope = map.find("scope"))
    map.texts(scope, "scope",
              [&](const std::string& one, const Node&) { exchange.scopes.push_back(one); });
  map.flag("cache", exchange.cache);
  map.refuse_unknown();
  caller.exchange = std::move(exchange);
}

void read_token(const Node& node, const std::string& name, const Gateway& gateway,
                CallerForwarding& caller, Diagnostics& out) {
  caller.token_place = node.place;
  if (node.unknown) return;
  if (node.is_text() && node.scalar == "pass") {
    caller.pass = true;
    return;
  }
  if (!node.is_map()) {
    out.add("BFF119", node.place, "'" + name + "' is none of the ways to send a token",
            "write pass, { exchange: {…} } or { mint: {…} }");
    return;
  }
  MapReader map(&node, name, out);
  const Node* const exchange = map.find("exchange");
  const Node* const mint = map.find("mint");
  if (exchange != nullptr && mint != nullptr) {
    out.add("BFF122", mint->place, "'exchange' and 'mint' both say which token is sent",
            "keep one of them");
  } else if (exchange != nullptr) {
    read_exchange(*exchange, map.name("exchange"), gateway, caller, out);
  } else if (mint != nullptr) {
    read_mint(*mint, map.name("mint"), caller, out);
  } else {
    out.add("BFF117", node.place, "'" + name + "' does not say which token is sent",
            "write pass, { exchange: {…} } or { mint: {…} }");
  }
  map.refuse_unknown();
}

// That claims which are sent are declared, since those alone are known to be texts or lists.
void check_claim(const std::string& claim, const Place& place, const Gateway& gateway,
                 Diagnostics& out) {
  std::vector<std::string_view> known{"sub", "iss", "scope"};
  for (const auto& [name, type] : gateway.auth.claims) known.push_back(name);
  if (std::ranges::find(known, claim) != known.end()) return;
  std::string remedy = did_you_mean(claim, known);
  if (remedy.empty()) remedy = "declare it: auth: { claims: { " + claim + ": string } }";
  out.add("BFF163", place, "the claim '" + claim + "' is not declared", std::move(remedy));
}

// A token that is bound to its caller's key holds for nobody else (RFC 9449 §7.1).
void check_pass(const CallerForwarding& caller, const Gateway& gateway, Diagnostics& out) {
  for (const Issuer& issuer : gateway.auth.issuers) {
    if (issuer.dpop == Issuer::Dpop::off) continue;
    out.add("BFF164", caller.token_place,
            "tokens of '" + issuer.issuer +
                "' may be bound to a key that the caller alone has: no service can take them from "
                "the gateway",
            "write { exchange: {…} } or { mint: {…} }");
  }
}

}  // namespace

void read_caller(const Node& node, const std::string& name, const Gateway& gateway,
                 Upstream& upstream, Diagnostics& out) {
  auto caller = std::make_shared<CallerForwarding>();
  caller->place = node.place;
  MapReader map(&node, name, out);
  if (const Node* claims = map.find("claims"))
    read_claims(*claims, map.name("claims"), *caller, out);
  if (const Node* token = map.find("token"))
    read_token(*token, map.name("token"), gateway, *caller, out);
  map.refuse_unknown();
  upstream.caller = std::move(caller);
}

void check_callers(const Gateway& gateway, Diagnostics& out) {
  for (const Upstream& upstream : gateway.upstreams) {
    if (!upstream.caller) continue;
    const CallerForwarding& caller = *upstream.caller;
    for (const ForwardedClaim& one : caller.claims) check_claim(one.claim, one.place, gateway, out);
    if (caller.pass) check_pass(caller, gateway, out);
    if (!caller.mint) continue;
    for (std::size_t i = 0; i < caller.mint->claims.size(); ++i)
      check_claim(caller.mint->claims[i], caller.mint->claim_places[i], gateway, out);
    if (!gateway.auth.signing) {
      out.add("BFF164", caller.mint->place, "tokens cannot be made without keys to sign them",
              "add auth: { signing: { keys_file: signing.json } }; 'signing-key' makes one");
    }
  }
}

}  // namespace bff::config
