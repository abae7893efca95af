// SPDX-License-Identifier: Apache-2.0
#include "runtime/load_issuers.hpp"

#include <algorithm>

#include "auth/jws.hpp"
#include "auth/secret_key.hpp"
#include "base/files.hpp"
#include "runtime/generation.hpp"
#include "runtime/load_introspection.hpp"
#include "upstream/http_client.hpp"

namespace bff::runtime {
namespace {

using std::chrono::duration_cast;
using std::chrono::seconds;

// The text of the issuer's file; nothing, with what is wrong in `out`.
std::optional<std::string> read_text(const config::Issuer& issuer,
                                     const std::filesystem::path& file, const std::string& what,
                                     std::string remedy, Diagnostics& out) {
  std::string why;
  auto text = read_file(file, why);
  if (!text) {
    out.add("BFF140", issuer.keys_place,
            "cannot read " + what + " '" + display_path(file) + "': " + why, std::move(remedy));
  }
  return text;
}

// Null with what is wrong in `out`.
std::shared_ptr<const auth::KeySet> read_keys(const config::Issuer& issuer,
                                              const std::vector<auth::Algorithm>& algorithms,
                                              Diagnostics& out) {
  const auto text =
      read_text(issuer, issuer.jwks_file, "the key file",
                "put the issuer's JWKS there; for the demo, './dev token 1' makes one", out);
  if (!text) return nullptr;
  auto keys = auth::parse_key_set(*text);
  if (!keys) {
    out.add("BFF141", issuer.keys_place,
            "'" + display_path(issuer.jwks_file) +
                "' is no key set that can be used: " + keys.error().internal,
            "a JWKS holds public RSA, EC or Ed25519 keys, each with a kid of its own");
    return nullptr;
  }
  if (auth::usable_keys(**keys, algorithms) == 0) {
    out.add("BFF144", issuer.keys_place,
            "'" + display_path(issuer.jwks_file) + "' holds no key that can verify a token",
            "it must hold a public key for signatures, for one of the issuer's algorithms");
    return nullptr;
  }
  return *keys;
}

std::shared_ptr<const auth::SecretKey> read_secret(const config::Issuer& issuer,
                                                   const std::vector<auth::Algorithm>& algorithms,
                                                   Diagnostics& out) {
  const auto text = read_text(issuer, issuer.secret_file, "the secret",
                              "put the secret that is shared with the issuer there", out);
  if (!text) return nullptr;
  auto key = auth::make_secret_key(*text, *std::max_element(algorithms.begin(), algorithms.end()));
  if (!key) {
    out.add("BFF141", issuer.keys_place,
            "'" + display_path(issuer.secret_file) +
                "' is no secret that protects: " + key.error().internal,
            "make one with 'openssl rand -hex 64'");
    return nullptr;
  }
  return *key;
}

// By what the keys are known: all that says whose they are.
std::string source_id(const config::Issuer& issuer) {
  return issuer.issuer + '\n' + (issuer.discovery ? "discovery " : "keys ") +
         (issuer.discovery ? issuer.discovery : issuer.jwks_url)->text() + '\n' +
         issuer.ca.string();
}

std::optional<KeySource> source_of(const config::Issuer& issuer,
                                   const std::vector<auth::Algorithm>& algorithms,
                                   Diagnostics& out) {
  if (!issuer.ca.empty()) {
    if (const std::string why = upstream::check_ca_file(issuer.ca.string()); !why.empty()) {
      out.add("BFF146", issuer.ca_place,
              "'" + display_path(issuer.ca) + "' holds no certificates to trust: " + why,
              "name a PEM file with the certificate of the authority");
      return std::nullopt;
    }
  }
  return KeySource{.id = source_id(issuer),
                   .issuer = issuer.issuer,
                   .url = issuer.discovery ? *issuer.discovery : *issuer.jwks_url,
                   .discovery = issuer.discovery.has_value(),
                   .ca_file = issuer.ca.string(),
                   .algorithms = algorithms,
                   .refresh = issuer.refresh,
                   .refetch = issuer.refetch,
                   .keep = issuer.keep};
}

auth::IssuerRules rules_of(const config::Issuer& issuer) {
  auth::IssuerRules rules{.issuer = issuer.issuer,
                          .audiences = issuer.audiences,
                          .leeway = duration_cast<seconds>(issuer.leeway),
                          .parties = issuer.parties};
  using Config = config::Issuer::Dpop;
  rules.dpop = issuer.dpop == Config::off        ? auth::Dpop::off
               : issuer.dpop == Config::optional ? auth::Dpop::optional
                                                 : auth::Dpop::required;
  if (!issuer.algorithms.empty()) rules.algorithms.clear();
  for (const auto& name : issuer.algorithms)
    rules.algorithms.push_back(*auth::algorithm_named(name));  // load_gateway() has checked it
  for (const auto& type : issuer.types) rules.types.push_back(auth::token_type(type));
  if (issuer.max_age) rules.max_age = duration_cast<seconds>(*issuer.max_age);
  return rules;
}

KeyChange change_of(const std::string& issuer, std::size_t count, auth::KeySlot keys) {
  return {.keys = count, .apply = [issuer, keys = std::move(keys)](Generation& generation) {
            const auto found = generation.file_keys.find(issuer);
            if (found != generation.file_keys.end()) *found->second = keys;
          }};
}

KeyFile key_set_file(const config::Issuer& issuer, std::vector<auth::Algorithm> algorithms) {
  return {.event = "issuer_keys",
          .path = issuer.jwks_file,
          .stamp = stamp_of(issuer.jwks_file),
          .read = [name = issuer.issuer, algorithms = std::move(algorithms)](
                      const std::string& text) -> Result<KeyChange> {
            const auto keys = auth::parse_key_set(text);
            if (!keys) return keys.error();
            const std::size_t usable = auth::usable_keys(**keys, algorithms);
            if (usable == 0) return Error{.internal = "it holds no key that can verify a token"};
            return change_of(name, usable, {.keys = *keys});
          }};
}

KeyFile shared_secret_file(const config::Issuer& issuer,
                           const std::vector<auth::Algorithm>& algorithms) {
  const auto longest = *std::max_element(algorithms.begin(), algorithms.end());
  return {.event = "issuer_secret",
          .path = issuer.secret_file,
          .stamp = stamp_of(issuer.secret_file),
          .read = [name = issuer.issuer, longest](const std::string& text) -> Result<KeyChange> {
            const auto secret = auth::make_secret_key(text, longest);
            if (!secret) return secret.error();
            return change_of(name, 1, {.secret = *secret});
          }};
}

}  // namespace

std::optional<auth::Verifier> load_issuers(const config::Auth& config,
                                           std::vector<KeySource>& sources,
                                           std::vector<KeyFile>& files, Diagnostics& out) {
  std::vector<auth::IssuerRules> all;
  for (const auto& issuer : config.issuers) {
    auto rules = rules_of(issuer);
    rules.asking = asking_of(issuer);
    if (issuer.fetches_keys()) {
      auto source = source_of(issuer, rules.algorithms, out);
      if (!source) continue;
      rules.source = source->id;
      sources.push_back(*std::move(source));
    } else if (!issuer.secret_file.empty()) {
      files.push_back(shared_secret_file(issuer, rules.algorithms));
      rules.secret = read_secret(issuer, rules.algorithms, out);
      if (!rules.secret) continue;
    } else if (!issuer.jwks_file.empty()) {
      files.push_back(key_set_file(issuer, rules.algorithms));
      rules.keys = read_keys(issuer, rules.algorithms, out);
      if (!rules.keys) continue;
    }
    all.push_back(std::move(rules));
  }
  if (all.empty()) return std::nullopt;
  return auth::Verifier{std::move(all)};
}

}  // namespace bff::runtime
