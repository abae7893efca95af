// SPDX-License-Identifier: Apache-2.0
#include "auth/claims.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "auth/jws.hpp"

namespace bff::auth {
namespace {

using std::chrono::system_clock;
using Time = system_clock::time_point;

// NumericDates up to the year 9999 are taken. Beyond 2255 they are held as 2255: a system_clock of
// nanoseconds ends in 2262, and leeway is still to be added.
constexpr double kMaxDate = 253402300799;
constexpr double kLatestHeld = 9e9;

bool is_one_of(const JsonValue* value, const std::vector<std::string>& texts) {
  return value != nullptr && value->is_text() &&
         std::find(texts.begin(), texts.end(), value->text) != texts.end();
}

bool is_meant_for_us(const JsonValue* audience, const std::vector<std::string>& ours) {
  if (audience == nullptr) return false;
  if (!audience->is_list()) return is_one_of(audience, ours);
  // A list that holds anything but texts is malformed (RFC 7519 §4.1.3), whatever else it holds.
  const auto& all = audience->items;
  return std::all_of(all.begin(), all.end(), [](const auto& item) { return item.is_text(); }) &&
         std::any_of(all.begin(), all.end(),
                     [&](const auto& item) { return is_one_of(&item, ours); });
}

// `scope` is a text of words (RFC 8693 §4.2); `scp` is what some issuers write in its stead, as a
// list or in the same form.
Result<std::vector<std::string>> scopes(const JsonValue& claims) {
  std::vector<std::string> words;
  const JsonValue* const scope = claims.member("scope");
  const JsonValue* const granted = scope != nullptr ? scope : claims.member("scp");
  if (granted == nullptr) return words;
  if (granted->is_text()) return split_scope(granted->text);
  if (granted == scope || !granted->is_list())
    return invalid_token("'scope' is no text, or 'scp' neither text nor list");
  for (const JsonValue& item : granted->items) {
    if (!item.is_text()) return invalid_token("'scp' holds something else than texts");
    words.push_back(item.text);
  }
  return words;
}

// Nothing when it holds anything else, or nothing.
std::optional<std::vector<std::string>> texts_of(const JsonValue& list) {
  std::vector<std::string> texts;
  for (const JsonValue& item : list.items) {
    if (!item.is_text()) return std::nullopt;
    texts.push_back(item.text);
  }
  if (texts.empty()) return std::nullopt;
  return texts;
}

// The key that the token is bound to (RFC 9449 §6.1); empty: it is not.
Result<std::string> bound_key(const JsonValue& claims) {
  const JsonValue* const confirmation = claims.member("cnf");
  const JsonValue* const key = confirmation != nullptr ? confirmation->member("jkt") : nullptr;
  if (key == nullptr) return std::string{};
  if (!key->is_text() || key->text.empty())
    return invalid_token("'cnf' holds a 'jkt' that is none");
  return key->text;
}

}  // namespace

Result<std::optional<Time>> date_claim(const JsonValue& claims, std::string_view name) {
  const JsonValue* const value = claims.member(name);
  if (value == nullptr) return std::optional<Time>{};
  const Error refused = invalid_token("'" + std::string{name} + "' is no date");
  if (value->kind != JsonValue::Kind::number) return refused;
  double seconds = 0;
  const std::string& text = value->text;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc{} || end != text.data() + text.size()) return refused;
  if (!std::isfinite(seconds) || seconds < 0 || seconds > kMaxDate) return refused;
  const std::chrono::duration<double> since_epoch{std::min(seconds, kLatestHeld)};
  return std::optional<Time>{Time{std::chrono::duration_cast<system_clock::duration>(since_epoch)}};
}

std::vector<std::string> split_scope(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    if (space > 0) words.emplace_back(text.substr(0, space));
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return words;
}

Result<void> check_window(Time from, Time until, Time now) {
  if (now >= until) return invalid_token(std::string{kExpired}, "The token has expired");
  if (now < from)
    return invalid_token("'nbf' or 'iat' is in the future", "The token is not valid yet");
  return {};
}

Result<Verified> judge_claims(const JsonValue& claims, const IssuerRules& rules, Time now) {
  if (!is_meant_for_us(claims.member("aud"), rules.audiences))
    return invalid_token("'aud' holds none of the audiences of '" + rules.issuer + "'");
  const auto expires = date_claim(claims, "exp"), begins = date_claim(claims, "nbf"),
             issued = date_claim(claims, "iat");
  for (const auto* each : {&expires, &begins, &issued})
    if (!*each) return each->error();
  if (!*expires) return invalid_token("'exp' is missing");
  Time until = **expires;
  if (rules.max_age) {
    if (!*issued) return invalid_token("'iat' is missing, and the age of tokens is limited");
    until = std::min(until, **issued + *rules.max_age);
  }
  Verified verified{
      .from = std::max(begins->value_or(Time{}), issued->value_or(Time{})) - rules.leeway,
      .until = until + rules.leeway};
  if (const auto checked = check_window(verified.from, verified.until, now); !checked)
    return checked.error();
  if (!rules.parties.empty() && !is_one_of(claims.member("azp"), rules.parties))
    return invalid_token("'azp' is none of the clients of '" + rules.issuer + "'");
  auto granted = scopes(claims);
  if (!granted) return granted.error();
  auto bound = bound_key(claims);
  if (!bound) return bound.error();
  verified.bound_to = *std::move(bound);
  verified.dpop = rules.dpop;
  verified.leeway = rules.leeway;
  Principal& principal = verified.principal;
  principal.issuer = rules.issuer;
  principal.scopes = *std::move(granted);
  principal.expires = **expires;
  if (const JsonValue* const subject = claims.member("sub")) {
    if (!subject->is_text()) return invalid_token("'sub' is no text");
    principal.subject = subject->text;
  }
  for (const auto& [name, value] : claims.members)
    if (value.kind == JsonValue::Kind::text || value.kind == JsonValue::Kind::number ||
        value.kind == JsonValue::Kind::boolean)
      principal.claims.emplace(name, value.text);
    else if (value.is_list())
      if (auto texts = texts_of(value)) principal.lists.emplace(name, *std::move(texts));
  return verified;
}

}  // namespace bff::auth
