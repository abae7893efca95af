// SPDX-License-Identifier: Apache-2.0
#include "demo/identity/endpoints.hpp"

namespace demo::identity {

Answer discovery(const Provider& provider) {
  const std::string& issuer = provider.settings.issuer;
  const nlohmann::json methods{"client_secret_basic", "none"};
  return json_answer({
      {"issuer", issuer},
      {"authorization_endpoint", issuer + "/authorize"},
      {"pushed_authorization_request_endpoint", issuer + "/par"},
      {"token_endpoint", issuer + "/token"},
      {"introspection_endpoint", issuer + "/introspect"},
      {"revocation_endpoint", issuer + "/revoke"},
      {"userinfo_endpoint", issuer + "/userinfo"},
      {"end_session_endpoint", issuer + "/end_session"},
      {"jwks_uri", issuer + "/keys"},
      {"response_types_supported", {"code"}},
      {"response_modes_supported", {"query"}},
      {"grant_types_supported", {"authorization_code", "refresh_token"}},
      {"subject_types_supported", {"public"}},
      {"id_token_signing_alg_values_supported", {"RS256"}},
      {"scopes_supported", {"openid", "profile", "email", "offline_access"}},
      {"prompt_values_supported", {"none", "login", "select_account"}},
      {"code_challenge_methods_supported", {"S256"}},
      {"token_endpoint_auth_methods_supported", methods},
      {"revocation_endpoint_auth_methods_supported", methods},
      {"introspection_endpoint_auth_methods_supported", {"client_secret_basic"}},
      {"authorization_response_iss_parameter_supported", true},
      {"backchannel_logout_supported", true},
      {"backchannel_logout_session_supported", true},
  });
}

Answer keys(const Provider& provider) { return json_answer(provider.key.key_set()); }

}  // namespace demo::identity
