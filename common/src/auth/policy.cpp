// SPDX-License-Identifier: Apache-2.0
#include "auth/policy.hpp"

#include <algorithm>
#include <charconv>

namespace bff::auth {
namespace {

using Time = std::chrono::system_clock::time_point;

bool among(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

Result<void> check_scopes(const Policy& policy, const Principal& principal) {
  std::string missing, wanted;
  std::size_t count = 0;
  for (const std::string& scope : policy.scopes) {
    wanted.append(wanted.empty() ? "" : " ").append(scope);
    if (among(principal.scopes, scope)) continue;
    missing += (count++ == 0 ? "'" : ", '") + scope + "'";
  }
  if (count == 0) return {};
  return Error{.code = Errc::insufficient_scope,
               .detail = count == 1 ? "The scope " + missing + " is not granted"
                                    : "The scopes " + missing + " are not granted",
               .challenge = ", scope=\"" + wanted + '"'};
}

bool holds(const ClaimRule& rule, const Principal& principal) {
  const std::string* const text = principal.claim(rule.name);
  if (rule.kind == ClaimRule::Kind::one_of) return text != nullptr && among(rule.values, *text);
  if (text != nullptr) return rule.values.size() == 1 && rule.values.front() == *text;
  const auto list = principal.lists.find(rule.name);
  return list != principal.lists.end() &&
         std::all_of(rule.values.begin(), rule.values.end(),
                     [&](const std::string& value) { return among(list->second, value); });
}

// A login of unknown time is as old as can be.
bool fresh(const Principal& principal, std::chrono::seconds max_age, Time now) {
  const std::string* const text = principal.claim("auth_time");
  std::int64_t login = 0;  // seconds since 1970
  if (text == nullptr) return false;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), login);
  if (error != std::errc{} || end != text->data() + text->size()) return false;
  const auto today = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch());
  return login >= 0 && login >= (today - max_age).count();
}

// The members of a challenge (RFC 9470 §3) by which a client asks for the login that is wanted.
Error insufficient_login(const Policy& policy, std::string detail) {
  std::string wanted;
  for (const std::string& acr : policy.acr) wanted.append(wanted.empty() ? "" : " ").append(acr);
  Error error{.code = Errc::insufficient_login, .detail = std::move(detail)};
  if (!wanted.empty()) error.challenge = ", acr_values=\"" + wanted + '"';
  if (policy.max_age.count() > 0) {
    error.challenge += ", max_age=\"" + std::to_string(policy.max_age.count()) + '"';
  }
  return error;
}

}  // namespace

Result<void> authorize(const Policy& policy, const Principal* principal, Time now) {
  if (policy.mode == Policy::Mode::open) return {};
  if (principal == nullptr) {
    // Who asks for scopes wants to know the caller, even where it says `optional`.
    if (policy.mode == Policy::Mode::optional && policy.scopes.empty()) return {};
    return Error{.code = Errc::unauthenticated};
  }
  if (auto checked = check_scopes(policy, *principal); !checked) return checked;
  for (const ClaimRule& rule : policy.claims) {
    if (holds(rule, *principal)) continue;
    return Error{.code = Errc::forbidden,
                 .detail = "The token's claim '" + rule.name + "' does not allow this"};
  }
  if (!policy.acr.empty()) {
    const std::string* const acr = principal->claim("acr");
    if (acr == nullptr || !among(policy.acr, *acr)) {
      return insufficient_login(policy, "A login of another class is wanted");
    }
  }
  if (policy.max_age.count() > 0 && !fresh(*principal, policy.max_age, now)) {
    return insufficient_login(policy, "A more recent login is wanted");
  }
  return {};
}

}  // namespace bff::auth
