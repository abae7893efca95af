// SPDX-License-Identifier: Apache-2.0
// What can be done with tokens that were issued.
#include "demo/identity/endpoints.hpp"
#include "demo/identity/users.hpp"

namespace demo::identity {
namespace {

using nlohmann::json;

json active(const Provider& provider, const Grant& grant, const std::string& scope) {
  return {{"active", true},
          {"iss", provider.settings.issuer},
          {"sub", std::to_string(grant.user)},
          {"client_id", grant.client_id},
          {"scope", scope},
          {"auth_time", seconds_of(grant.login)},
          {"acr", grant.acr},
          {"sid", grant.sid}};
}

}  // namespace

Answer introspect(Provider& provider, const Request& request) {
  if (provider.clients.authenticate(request).secret.empty())
    throw Refused{401, "invalid_client", "only a client with a secret may ask"};
  const std::string token = request.parameter("token");
  const AccessToken* const access = provider.access_tokens.find(token);
  if (access != nullptr && !access->revoked && !access->grant->revoked) {
    json body = active(provider, *access->grant, access->scope);
    body.update({{"token_type", "Bearer"},
                 {"aud", provider.settings.audience},
                 {"iat", access->issued},
                 {"exp", access->expires}});
    return json_answer(body);
  }
  const RefreshToken* const refresh = provider.refresh_tokens.find(token);
  if (refresh != nullptr && !refresh->used && !refresh->grant->revoked)
    return json_answer(active(provider, *refresh->grant, refresh->grant->scope));
  return json_answer({{"active", false}});
}

// Also 200 where there was nothing to revoke: RFC 7009 §2.2. A refresh token takes its access
// tokens with it, and not the other way round.
Answer revoke(Provider& provider, const Request& request) {
  const Client client = provider.clients.authenticate(request);
  const std::string token = request.parameter("token");
  AccessToken* const access = provider.access_tokens.find(token);
  if (access != nullptr && access->grant->client_id == client.id) access->revoked = true;
  RefreshToken* const refresh = provider.refresh_tokens.find(token);
  if (refresh != nullptr && refresh->grant->client_id == client.id) refresh->grant->revoked = true;
  return {.body = "", .content_type = "text/plain"};
}

Answer user_info(Provider& provider, const Request& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const AccessToken* const access =
      request.authorization.starts_with(kScheme)
          ? provider.access_tokens.find(request.authorization.substr(kScheme.size()))
          : nullptr;
  if (access == nullptr || access->revoked || access->grant->revoked)
    throw Refused{401, "invalid_token", "there is no such access token, or it has expired"};
  return json_answer(*claims_of(access->grant->user, access->scope));
}

}  // namespace demo::identity
