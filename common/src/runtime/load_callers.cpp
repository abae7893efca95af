// SPDX-License-Identifier: Apache-2.0
#include "runtime/load_callers.hpp"

#include <algorithm>
#include <map>

#include "base/files.hpp"
#include "config/caller_forwarding.hpp"
#include "config/token_signing.hpp"
#include "runtime/client_secret.hpp"
#include "runtime/generation.hpp"
#include "upstream/http_client.hpp"

namespace bff::runtime {
namespace {

auth::ClaimForm form_of(const config::Gateway& config, const std::string& claim) {
  const auto declared = config.auth.claims.find(claim);
  if (declared == config.auth.claims.end() || declared->second == "string")
    return auth::ClaimForm::text;
  if (declared->second == "bool") return auth::ClaimForm::boolean;
  if (declared->second == "list") return auth::ClaimForm::list;
  return auth::ClaimForm::number;
}

auth::MintTerms mint_terms(const config::Gateway& config, const config::TokenMint& mint) {
  auth::MintTerms terms{
      .issuer = config.auth.signing->issuer,
      .audience = mint.audience,
      .lifetime = std::chrono::duration_cast<std::chrono::seconds>(mint.lifetime)};
  for (const auto& claim : mint.claims) terms.claims.push_back({claim, form_of(config, claim)});
  return terms;
}

KeyFile secret_file(const config::TokenExchange& exchange, std::size_t upstream) {
  return {.event = "client_secret",
          .path = exchange.client_secret_file,
          .stamp = stamp_of(exchange.client_secret_file),
          .read = [upstream](const std::string& text) -> Result<KeyChange> {
            auto secret = client_secret_of(text);
            if (!secret) return secret.error();
            return KeyChange{.apply = [upstream, secret = *secret](Generation& generation) {
              auto& callers = generation.callers;
              if (upstream >= callers.size() || !callers[upstream]) return;
              if (!callers[upstream]->exchange) return;
              ExchangeTerms terms = *callers[upstream]->exchange;
              terms.secret = secret;
              callers[upstream]->exchange = std::make_shared<const ExchangeTerms>(std::move(terms));
            }};
          }};
}

std::shared_ptr<const ExchangeTerms> exchange_terms(const config::TokenExchange& exchange,
                                                    Diagnostics& out) {
  ExchangeTerms terms{.url = exchange.url ? *exchange.url : *exchange.discovery,
                      .issuer = exchange.issuer,
                      .ca_file = exchange.ca.string(),
                      .client_id = exchange.client_id,
                      .audience = exchange.audience,
                      .scopes = exchange.scopes,
                      .cache = exchange.cache};
  terms.id = terms.url.text() + '\n' + terms.issuer + '\n' + terms.ca_file + '\n' +
             terms.client_id + '\n' + terms.audience;
  for (const auto& scope : terms.scopes) terms.id += '\n' + scope;
  if (!exchange.ca.empty()) {
    if (const auto why = upstream::check_ca_file(terms.ca_file); !why.empty()) {
      out.add("BFF146", exchange.ca_place,
              "'" + display_path(exchange.ca) + "' holds no certificates to trust: " + why,
              "name a PEM file with the certificate of the authority");
    }
  }
  if (!exchange.client_secret_file.empty()) {
    std::string why;
    const auto text = read_file(exchange.client_secret_file, why);
    const auto secret =
        text ? client_secret_of(*text) : Result<std::string>{Error{.internal = why}};
    if (secret) {
      terms.secret = *secret;
    } else {
      out.add("BFF167", exchange.secret_place,
              "cannot read the secret in '" + display_path(exchange.client_secret_file) +
                  "': " + secret.error().internal,
              "put the secret there that the provider knows of the client");
    }
  }
  return std::make_shared<const ExchangeTerms>(std::move(terms));
}

void load_signer(const config::TokenSigning& signing, Snapshot& snapshot, Diagnostics& out) {
  snapshot.key_files.push_back({.event = "signing_keys",
                                .path = signing.keys_file,
                                .stamp = stamp_of(signing.keys_file),
                                .read = [](const std::string& text) -> Result<KeyChange> {
                                  auto signer = auth::TokenSigner::parse(text);
                                  if (!signer) return signer.error();
                                  return KeyChange{.keys = (*signer)->size(),
                                                   .apply =
                                                       [signer = *signer](Generation& generation) {
                                                         generation.signer = signer;
                                                         for (auto& told : generation.callers)
                                                           if (told) told->tokens.clear();
                                                       },
                                                   .signer = *signer};
                                }});
  std::string why;
  const auto text = read_file(signing.keys_file, why);
  if (text) {
    auto signer = auth::TokenSigner::parse(*text);
    if (signer) {
      snapshot.signer = *std::move(signer);
      return;
    }
    why = signer.error().internal;
  }
  out.add("BFF166", signing.keys_place,
          "no key to sign with is in '" + display_path(signing.keys_file) + "': " + why,
          "make one with 'signing-key'");
}

// As a service may read it that takes its metadata for variables of CGI.
std::string same_name(std::string name) {
  std::ranges::replace(name, '_', '-');
  return name;
}

}  // namespace

void load_callers(const config::Gateway& config, bool keys, Snapshot& snapshot, Diagnostics& out) {
  if (keys && config.auth.signing) load_signer(*config.auth.signing, snapshot, out);
  const auto tells = [](const auto& upstream) { return upstream.caller != nullptr; };
  if (std::ranges::none_of(config.upstreams, tells)) return;
  for (std::size_t i = 0; i < config.upstreams.size(); ++i) {
    auto& terms = snapshot.callers.emplace_back();
    const auto& caller = config.upstreams[i].caller;
    if (!caller) continue;
    auto made = std::make_shared<CallerTerms>();
    for (const auto& [name, claim, place] : caller->claims) made->claims.emplace_back(name, claim);
    made->pass = caller->pass;
    if (keys && caller->mint) made->mint = mint_terms(config, *caller->mint);
    if (keys && caller->exchange) {
      if (!caller->exchange->client_secret_file.empty())
        snapshot.key_files.push_back(secret_file(*caller->exchange, i));
      made->exchange = exchange_terms(*caller->exchange, out);
    }
    terms = std::move(made);
  }
}

void refuse_lookalikes(const config::Gateway& config, const std::vector<plan::RouteFile>& files,
                       Diagnostics& out) {
  std::map<std::string, std::pair<std::string, Place>> names;  // to where they are set
  for (const auto& upstream : config.upstreams) {
    if (!upstream.caller) continue;
    for (const auto& claim : upstream.caller->claims)
      names.try_emplace(claim.metadata, upstream.name, claim.place);
    if (upstream.caller->sends_token())
      names.try_emplace("authorization", upstream.name, upstream.caller->token_place);
  }
  if (names.empty()) return;
  for (const auto& file : files) {
    for (const auto& route : file.routes) {
      for (const auto& call : route.calls) {
        for (const auto& [name, value] : call.metadata) {
          const auto known = names.find(same_name(name.value));
          if (known == names.end()) continue;
          const auto& [upstream, place] = known->second;
          out.add("BFF165", name.place,
                  "'" + name.value + "' is what services are told of callers by: '" + upstream +
                      "' is (" + display_path(config.file) + ":" + std::to_string(place.line) + ")",
                  "leave it out; `caller` of the upstream sends it, if it is to be told");
        }
      }
    }
  }
}

}  // namespace bff::runtime
