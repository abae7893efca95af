// SPDX-License-Identifier: Apache-2.0
#include "runtime/load_introspection.hpp"

#include <algorithm>

#include "base/files.hpp"
#include "config/introspection.hpp"
#include "runtime/client_secret.hpp"
#include "upstream/http_client.hpp"

namespace bff::runtime {
namespace {

// All that an answer depends on: with other rules it is another source, so that no answer outlives
// them.
std::string source_id(const config::Issuer& issuer, const config::Introspection& asked) {
  std::string id = "introspection\n" + issuer.issuer + '\n';
  id += (asked.url ? asked.url : asked.discovery)->text() + '\n' + issuer.ca.string() + '\n';
  id += asked.client_id + '\n';
  for (const auto* texts : {&issuer.audiences, &issuer.parties}) {
    for (const auto& text : *texts) id += text + '\t';
    id += '\n';
  }
  const auto add = [&](config::Milliseconds time) { id += std::to_string(time.count()) + ' '; };
  add(issuer.leeway);
  add(issuer.max_age.value_or(config::Milliseconds{0}));
  add(asked.cache);
  add(asked.negative_cache);
  add(asked.timeout);
  return id + std::to_string(static_cast<int>(issuer.dpop));
}

std::optional<std::string> read_secret(const config::Introspection& asked, Diagnostics& out) {
  std::string why;
  auto text = read_file(asked.client_secret_file, why);
  if (!text) {
    out.add("BFF140", asked.secret_place,
            "cannot read the secret '" + display_path(asked.client_secret_file) + "': " + why,
            "put the secret there that the issuer knows this client by");
    return std::nullopt;
  }
  auto secret = client_secret_of(*std::move(text));
  if (secret) return *std::move(secret);
  out.add(
      "BFF141", asked.secret_place,
      "'" + display_path(asked.client_secret_file) + "' is no secret: " + secret.error().internal,
      "put the secret there that the issuer knows this client by");
  return std::nullopt;
}

bool has_certificates(const config::Issuer& issuer, Diagnostics& out) {
  if (issuer.ca.empty() || issuer.fetches_keys()) return true;  // else it has been looked at
  const std::string wrong = upstream::check_ca_file(issuer.ca.string());
  if (wrong.empty()) return true;
  out.add("BFF146", issuer.ca_place,
          "'" + display_path(issuer.ca) + "' holds no certificates to trust: " + wrong,
          "name a PEM file with the certificate of the authority");
  return false;
}

}  // namespace

auth::IssuerRules::Asking asking_of(const config::Issuer& issuer) {
  if (!issuer.introspection) return {};
  const auto& asked = *issuer.introspection;
  return {
      .source = source_id(issuer, asked),
      .opaque = asked.opaque,
      .always = asked.always,
      .alone = issuer.jwks_file.empty() && issuer.secret_file.empty() && !issuer.fetches_keys()};
}

std::vector<IntrospectionSource> load_introspection(const config::Auth& config,
                                                    const std::optional<auth::Verifier>& verifier,
                                                    Diagnostics& out) {
  std::vector<IntrospectionSource> sources;
  for (const auto& issuer : config.issuers) {
    if (!issuer.introspection || !verifier) continue;
    const auto& all = verifier->issuers();
    const auto rules = std::find_if(all.begin(), all.end(),
                                    [&](const auto& each) { return each.issuer == issuer.issuer; });
    const auto& asked = *issuer.introspection;
    const FileStamp stamp = stamp_of(asked.client_secret_file);
    auto secret = read_secret(asked, out);
    if (!has_certificates(issuer, out) || !secret || rules == all.end()) continue;
    sources.push_back({.id = rules->asking.source,
                       .rules = *rules,
                       .url = asked.url ? *asked.url : *asked.discovery,
                       .discovery = !asked.url,
                       .client_id = asked.client_id,
                       .client_secret = *std::move(secret),
                       .secret_file = asked.client_secret_file,
                       .secret_stamp = stamp,
                       .ca_file = issuer.ca.string(),
                       .cache = asked.cache,
                       .negative_cache = asked.negative_cache,
                       .timeout = asked.timeout});
  }
  return sources;
}

}  // namespace bff::runtime
