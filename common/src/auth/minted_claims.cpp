// SPDX-License-Identifier: Apache-2.0
#include "auth/minted_claims.hpp"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "base/unix_time.hpp"

namespace bff::auth {
namespace {

using std::chrono::seconds;
using std::chrono::system_clock;

constexpr seconds kShortest{30};

std::string json_text(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// A number as JSON has it (RFC 8259 §6), of a sensible length.
bool is_number(std::string_view text) {
  if (text.empty() || text.size() > 40) return false;
  const std::string_view digits = text.substr(text.front() == '-' ? 1 : 0);
  if (digits.empty() || digits[0] < '0' || digits[0] > '9') return false;
  if (digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9') return false;
  if (text.back() == '.' || text.find(".e") != text.npos || text.find(".E") != text.npos)
    return false;
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  return read.ec == std::errc{} && read.ptr == end;
}

void append(std::string& json, std::string_view name, std::string_view value) {
  json.append(json.empty() ? "{" : ",").append(json_text(name)).append(":").append(value);
}

void append_claim(std::string& json, const MintTerms::Claim& claim, const Principal& caller) {
  if (const auto list = caller.lists.find(claim.name); list != caller.lists.end()) {
    std::string items;
    for (const auto& item : list->second)
      items.append(items.empty() ? "[" : ",") += json_text(item);
    return append(json, claim.name, items + "]");
  }
  const std::string* const value = caller.claim(claim.name);
  if (value == nullptr) return;
  const bool bare = (claim.form == ClaimForm::number && is_number(*value)) ||
                    (claim.form == ClaimForm::boolean && (*value == "true" || *value == "false"));
  append(json, claim.name, bare ? *value : json_text(*value));
}

std::string seconds_of(system_clock::time_point time) { return std::to_string(unix_seconds(time)); }

}  // namespace

MintedClaims minted_claims(const MintTerms& terms, const Principal& caller,
                           system_clock::time_point now, std::string_view id) {
  MintedClaims made;
  const auto shortest = now + std::min(terms.lifetime, kShortest);
  made.until = std::max(std::min<system_clock::time_point>(now + terms.lifetime, caller.expires),
                        system_clock::time_point{shortest});
  append(made.json, "iss", json_text(terms.issuer));
  if (!caller.subject.empty()) append(made.json, "sub", json_text(caller.subject));
  append(made.json, "aud", json_text(terms.audience));
  append(made.json, "exp", seconds_of(made.until));
  append(made.json, "iat", seconds_of(now));
  append(made.json, "jti", json_text(id));
  append(made.json, "idp", json_text(caller.issuer));
  for (const auto& claim : terms.claims) append_claim(made.json, claim, caller);
  made.json += '}';
  return made;
}

}  // namespace bff::auth
