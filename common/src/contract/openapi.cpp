// SPDX-License-Identifier: Apache-2.0
#include "contract/openapi.hpp"

#include <set>

#include "contract/openapi_operation.hpp"
#include "contract/openapi_path.hpp"
#include "contract/openapi_schema.hpp"
#include "contract/openapi_security.hpp"

namespace bff::contract {
namespace {

Json paths_of(const Contract& contract, const OpenApiSchemas& schemas,
              const OpenApiSchemes& schemes) {
  Json paths = Json::object();
  for (const Route& route : contract.routes) {
    std::string method = route.method;
    for (char& c : method) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    paths[openapi_path(route).text][method] = openapi_operation(route, schemas, schemes);
  }
  return paths;
}

Json tags_of(const Contract& contract) {
  std::set<std::string> names;
  for (const Route& route : contract.routes) names.insert(openapi_tag(route));
  Json tags = Json::array();
  for (const std::string& name : names) {
    tags.push_back({{"name", name}, {"description", "Routes below " + name}});
  }
  return tags;
}

Json problems_of(const Contract& contract) {
  std::set<int> statuses{0};
  for (const Route& route : contract.routes) {
    statuses.insert(route.problems.begin(), route.problems.end());
  }
  Json responses = Json::object();
  for (const int status : statuses) {
    responses[openapi_problem_name(status)] = openapi_problem(status);
  }
  return responses;
}

}  // namespace

std::string to_openapi(const Contract& contract, const OpenApiInfo& info) {
  const OpenApiSchemas schemas(contract);
  Json out{{"openapi", "3.1.0"},
           {"info",
            {{"title", info.title},
             {"version", info.version},
             {"description", "What the gateway serves the client '" + contract.client + "'."}}},
           {"servers", {{{"url", info.server}}}}};
  out["tags"] = tags_of(contract);
  out["paths"] = paths_of(contract, schemas, info.schemes);
  Json& components = out["components"];
  components["schemas"] = schemas.components();
  components["responses"] = problems_of(contract);
  Json schemes = openapi_security_schemes(contract, info.schemes);
  if (!schemes.is_null()) components["securitySchemes"] = std::move(schemes);
  return out.dump(2) + "\n";
}

}  // namespace bff::contract
