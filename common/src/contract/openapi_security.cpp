// SPDX-License-Identifier: Apache-2.0
#include "contract/openapi_security.hpp"

#include <array>
#include <set>

namespace bff::contract {
namespace {

using Method = Auth::Method;

constexpr Method kAllMethods[] = {Method::bearer, Method::api_key, Method::session};

const char* scheme_name(Method method) {
  constexpr std::array kNames{"bearer", "apiKey", "session"};
  return kNames[static_cast<std::size_t>(method)];
}

bool takes(const OpenApiSchemes& schemes, Method method) {
  switch (method) {
    case Method::bearer:
      return schemes.bearer;
    case Method::api_key:
      return !schemes.api_key.empty();
    case Method::session:
      return !schemes.session.empty();
  }
  return false;
}

std::vector<Method> methods_of(const Auth& auth, const OpenApiSchemes& schemes) {
  if (auth.mode == Auth::Mode::open) return {};
  std::vector<Method> out = auth.methods;
  if (out.empty()) out.assign(std::begin(kAllMethods), std::end(kAllMethods));
  std::erase_if(out, [&](Method method) { return !takes(schemes, method); });
  return out;
}

Json scheme(Method method, const OpenApiSchemes& schemes) {
  switch (method) {
    case Method::bearer: {
      Json out{{"type", "http"}, {"scheme", "bearer"}, {"bearerFormat", "JWT"}};
      if (schemes.dpop) {
        out["description"] =
            "A token that is bound to a key comes as `Authorization: DPoP`, with a proof in the "
            "header `DPoP` (RFC 9449).";
      }
      return out;
    }
    case Method::api_key:
      return {{"type", "apiKey"}, {"in", "header"}, {"name", schemes.api_key}};
    case Method::session:
      return {{"type", "apiKey"},
              {"in", "cookie"},
              {"name", schemes.session},
              {"description", "The session of a browser, which begins at " + schemes.login +
                                  ". What is neither GET, HEAD nor OPTIONS needs the header `" +
                                  schemes.marker + ": 1`."}};
  }
  return {};
}

}  // namespace

Json openapi_security(const Auth& auth, const OpenApiSchemes& schemes) {
  Json out = Json::array();
  for (const Method method : methods_of(auth, schemes)) {
    out.push_back({{scheme_name(method), Json::array()}});
  }
  if (auth.mode == Auth::Mode::optional) out.push_back(Json::object());
  return out;
}

Json openapi_security_schemes(const Contract& contract, const OpenApiSchemes& schemes) {
  std::set<Method> used;
  for (const Route& route : contract.routes) {
    for (const Method method : methods_of(route.auth, schemes)) used.insert(method);
  }
  Json out;
  for (const Method method : used) out[scheme_name(method)] = scheme(method, schemes);
  return out;
}

}  // namespace bff::contract
