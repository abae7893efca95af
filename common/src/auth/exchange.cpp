// SPDX-License-Identifier: Apache-2.0
#include "auth/exchange.hpp"

#include "auth/form.hpp"

namespace bff::auth {

std::string exchange_grant(std::string_view subject_token, std::string_view audience,
                           const std::vector<std::string>& scopes) {
  constexpr std::string_view kAccessToken = "urn:ietf:params:oauth:token-type:access_token";
  std::string scope;
  for (const std::string& one : scopes) scope.append(scope.empty() ? "" : " ").append(one);
  return form_encode({{"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"},
                      {"subject_token", subject_token},
                      {"subject_token_type", kAccessToken},
                      {"requested_token_type", kAccessToken},
                      {"audience", audience},
                      {"scope", scope}});
}

}  // namespace bff::auth
