// SPDX-License-Identifier: Apache-2.0
#include "demo/identity/endpoints.hpp"
#include "demo/identity/users.hpp"

namespace demo::identity {
namespace {

using nlohmann::json;

[[noreturn]] void refuse(const std::string& why) { throw Refused{400, "invalid_grant", why}; }

// RFC 9068 §2.2.
std::string access_token(Provider& provider, const std::shared_ptr<Grant>& grant,
                         const std::string& scope) {
  const Settings& settings = provider.settings;
  const std::int64_t now = seconds_of(Clock::now());
  const AccessToken token{
      .grant = grant, .scope = scope, .issued = now, .expires = now + settings.access_life.count()};
  if (settings.opaque) return provider.access_tokens.add(token, settings.access_life);
  const std::string jwt = provider.key.sign("at+jwt", {{"iss", settings.issuer},
                                                       {"aud", settings.audience},
                                                       {"sub", std::to_string(grant->user)},
                                                       {"client_id", grant->client_id},
                                                       {"scope", scope},
                                                       {"jti", random_text()},
                                                       {"iat", token.issued},
                                                       {"exp", token.expires},
                                                       {"auth_time", seconds_of(grant->login)},
                                                       {"acr", grant->acr},
                                                       {"sid", grant->sid}});
  return provider.access_tokens.add(jwt, token, settings.access_life);
}

// OpenID Connect Core 1.0 §2. The nonce only in the one that comes of the login: §12.2.
std::string id_token(const Provider& provider, const Grant& grant, const std::string& access,
                     bool of_login) {
  const std::int64_t now = seconds_of(Clock::now());
  json claims = *claims_of(grant.user, grant.scope);
  claims.update({{"iss", provider.settings.issuer},
                 {"aud", grant.client_id},
                 {"azp", grant.client_id},
                 {"iat", now},
                 {"exp", now + provider.settings.access_life.count()},
                 {"auth_time", seconds_of(grant.login)},
                 {"acr", grant.acr},
                 {"sid", grant.sid},
                 {"at_hash", base64url(sha256(access).substr(0, 16))}});
  if (of_login && !grant.nonce.empty()) claims["nonce"] = grant.nonce;
  return provider.key.sign("JWT", claims);
}

Answer tokens(Provider& provider, const std::shared_ptr<Grant>& grant, const std::string& scope,
              bool of_login) {
  const std::string access = access_token(provider, grant, scope);
  json body{{"access_token", access},
            {"token_type", "Bearer"},
            {"expires_in", provider.settings.access_life.count()},
            {"scope", scope}};
  if (has_word(grant->scope, "openid"))
    body["id_token"] = id_token(provider, *grant, access, of_login);
  if (has_word(grant->scope, "offline_access"))
    body["refresh_token"] =
        provider.refresh_tokens.add({.grant = grant}, provider.settings.refresh_life);
  return json_answer(body);
}

// What is used up: who comes with it again has stolen it, or it was stolen from them.
template <class Ticket>
std::shared_ptr<Grant> use(Ticket* ticket, const Client& client, const std::string& name) {
  if (ticket == nullptr || ticket->grant->client_id != client.id)
    refuse("there is no such " + name);
  if (ticket->used) {
    ticket->grant->revoked = true;
    refuse("this " + name + " was used before: all that came of this login is void");
  }
  ticket->used = true;
  if (ticket->grant->revoked) refuse("this " + name + " was revoked");
  return ticket->grant;
}

Answer of_code(Provider& provider, const Client& client, const Request& request) {
  Code* const code = provider.codes.find(request.parameter("code"));
  const auto grant = use(code, client, "code");
  if (request.parameter("redirect_uri") != code->redirect_uri)
    refuse("redirect_uri is not the one of the authorization request");
  if (base64url(sha256(request.parameter("code_verifier"))) != code->challenge)
    refuse("code_verifier does not fit the code_challenge");
  return tokens(provider, grant, grant->scope, true);
}

Answer of_refresh_token(Provider& provider, const Client& client, const Request& request) {
  const std::string scope = request.parameter("scope");
  const auto grant = use(provider.refresh_tokens.find(request.parameter("refresh_token")), client,
                         "refresh token");
  for (const std::string& word : words(scope))
    if (!has_word(grant->scope, word))
      throw Refused{400, "invalid_scope", word + " was not granted"};
  return tokens(provider, grant, scope.empty() ? grant->scope : scope, false);
}

}  // namespace

Answer token(Provider& provider, const Request& request) {
  const Client client = provider.clients.authenticate(request);
  const std::string type = request.parameter("grant_type");
  if (type == "authorization_code") return of_code(provider, client, request);
  if (type == "refresh_token") return of_refresh_token(provider, client, request);
  throw Refused{400, "unsupported_grant_type",
                "grant_type must be authorization_code or refresh_token"};
}

}  // namespace demo::identity
