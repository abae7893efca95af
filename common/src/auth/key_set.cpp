// SPDX-License-Identifier: Apache-2.0
#include "auth/key_set.hpp"

#include <algorithm>
#include <set>

#include "auth/base64url.hpp"

namespace bff::auth {
namespace {

constexpr std::size_t kMaxSetText = std::size_t{1} << 20;  // bytes
constexpr std::size_t kMaxSetKeys = 100;
constexpr int kSetDepth = 6;  // a set, its list, a key, and what keys hold: x5c, oth

// Members that only private or symmetric keys have (RFC 7518 §6.2.2, §6.3.2, §6.4.1).
constexpr std::string_view kSecrets[] = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"};

Error refused_set(std::string why) { return {.code = Errc::internal, .internal = std::move(why)}; }

Result<std::string> bytes_of(const JsonValue& jwk, std::string_view name) {
  auto bytes = decode_base64url(jwk.text_of(name));
  if (!bytes || bytes->empty())
    return refused_set("its '" + std::string{name} + "' is missing or no base64url");
  return *std::move(bytes);
}

// Whether the key says that it is for something else than verifying signatures (RFC 7517 §4.2,
// §4.3).
bool is_for_another_use(const JsonValue& jwk) {
  if (jwk.member("use") != nullptr && jwk.text_of("use") != "sig") return true;
  const JsonValue* const operations = jwk.member("key_ops");
  if (operations == nullptr) return false;
  for (const JsonValue& operation : operations->items)
    if (operation.is_text() && operation.text == "verify") return false;
  return true;
}

std::optional<PublicKey::Type> type_of(const JsonValue& jwk) {
  using Type = PublicKey::Type;
  const std::string type = jwk.text_of("kty"), curve = jwk.text_of("crv");
  if (type == "RSA") return Type::rsa;
  if (type == "EC" && curve == "P-256") return Type::p256;
  if (type == "EC" && curve == "P-384") return Type::p384;
  if (type == "EC" && curve == "P-521") return Type::p521;
  if (type == "OKP" && curve == "Ed25519") return Type::ed25519;
  return std::nullopt;
}

Result<PublicKey> build(PublicKey::Type type, const JsonValue& jwk) {
  const bool rsa = type == PublicKey::Type::rsa;
  const auto first = bytes_of(jwk, rsa ? "n" : "x");
  if (!first) return first.error();
  if (type == PublicKey::Type::ed25519) return PublicKey::ed25519(*first);
  const auto second = bytes_of(jwk, rsa ? "e" : "y");
  if (!second) return second.error();
  return rsa ? PublicKey::rsa(*first, *second) : PublicKey::point(type, *first, *second);
}

}  // namespace

Result<std::optional<KeySet::Entry>> read_public_key(const JsonValue& jwk) {
  if (!jwk.is_object()) return refused_set("it is no object");
  for (const std::string_view secret : kSecrets)
    if (jwk.member(secret) != nullptr)
      return refused_set("its '" + std::string{secret} +
                         "' is secret; a key set holds public keys");
  if (jwk.text_of("kty").empty()) return refused_set("its 'kty' is missing");
  if (jwk.text_of("kty") == "oct")
    return refused_set("it is symmetric; a key set holds public keys");
  if (is_for_another_use(jwk)) return std::optional<KeySet::Entry>{};
  const auto type = type_of(jwk);
  std::optional<Algorithm> only;
  if (jwk.member("alg") != nullptr) {
    only = algorithm_named(jwk.text_of("alg"));
    if (!only || is_keyed_hash(*only)) return std::optional<KeySet::Entry>{};
    if (!type || !PublicKey::serves(*type, *only))
      return refused_set("its 'alg' " + jwk.text_of("alg") + " is not that of its type and curve");
  }
  if (!type) return std::optional<KeySet::Entry>{};
  auto key = build(*type, jwk);
  if (!key) return key.error();
  return std::optional{KeySet::Entry{.id = {}, .key = *std::move(key), .only = only}};
}

std::size_t KeySet::usable(const std::vector<Algorithm>& algorithms) const {
  return static_cast<std::size_t>(std::count_if(entries_.begin(), entries_.end(), [&](auto& entry) {
    return std::any_of(algorithms.begin(), algorithms.end(), [&](Algorithm algorithm) {
      return entry.only ? *entry.only == algorithm : entry.key.serves(algorithm);
    });
  }));
}

const PublicKey* KeySet::find(Algorithm algorithm, const std::string* id) const {
  const PublicKey* found = nullptr;
  for (const Entry& entry : entries_) {
    const bool serves = entry.only ? *entry.only == algorithm : entry.key.serves(algorithm);
    if (!serves || (id != nullptr && entry.id != *id)) continue;
    if (found != nullptr) return nullptr;
    found = &entry.key;
  }
  return found;
}

Result<std::shared_ptr<const KeySet>> parse_key_set(std::string_view json) {
  if (json.size() > kMaxSetText) return refused_set("the key set is larger than 1 MiB");
  auto set = parse_strict_json(json, kSetDepth);
  if (!set) return refused_set("the key set: " + set.error().internal);
  const JsonValue* const keys = set->member("keys");
  if (keys == nullptr || !keys->is_list()) return refused_set("the key set has no list 'keys'");
  if (keys->items.size() > kMaxSetKeys) return refused_set("the key set holds more than 100 keys");
  std::vector<KeySet::Entry> entries;
  std::set<std::string> ids;
  for (std::size_t i = 0; i < keys->items.size(); ++i) {
    const JsonValue& jwk = keys->items[i];
    std::string name = "key " + std::to_string(i + 1);
    std::optional<std::string> id;
    if (const JsonValue* const kid = jwk.member("kid")) {
      if (!kid->is_text()) return refused_set(name + ": its 'kid' is no text");
      id = kid->text;
      name += " ('" + *id + "')";
      if (!ids.insert(*id).second) return refused_set(name + ": another key has the same 'kid'");
    }
    auto key = read_public_key(jwk);
    if (!key) return refused_set(name + ": " + key.error().internal);
    if (!*key) continue;
    (*key)->id = std::move(id);
    entries.push_back(*std::move(*key));
  }
  return std::make_shared<const KeySet>(std::move(entries));
}

std::size_t usable_keys(const KeySet& keys, const std::vector<Algorithm>& algorithms) {
  return keys.usable(algorithms);
}

}  // namespace bff::auth
