// SPDX-License-Identifier: Apache-2.0
#include "contract/openapi_operation.hpp"

#include <algorithm>

#include "contract/openapi_path.hpp"
#include "contract/openapi_security.hpp"

namespace bff::contract {
namespace {

// OpenAPI has its own places for these and ignores them as parameters.
bool is_own(const Parameter& parameter) {
  if (parameter.in != Parameter::In::header) return false;
  std::string name = parameter.name;
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return name == "accept" || name == "content-type" || name == "authorization";
}

std::string_view meaning(int status) {
  switch (status) {
    case 400:
      return "The request, a parameter or the body is not valid";
    case 401:
      return "Credentials are missing or not valid";
    case 402:
      return "Payment is required";
    case 403:
      return "The caller may not do this";
    case 404:
      return "There is no such thing";
    case 409:
      return "The request conflicts with the present state";
    case 413:
      return "The body is too large";
    case 422:
      return "The request cannot be followed";
    case 429:
      return "Too many requests";
    case 500:
      return "The gateway failed";
    case 502:
      return "A service failed";
    case 503:
      return "A service or the gateway is not available";
    case 504:
      return "A service did not answer in time";
    default:
      return "Any other problem";
  }
}

Json header(std::string description) {
  return {{"description", std::move(description)}, {"schema", {{"type", "string"}}}};
}

Json success(const Route& route, const OpenApiSchemas& schemas) {
  const Answer& answer = route.answer;
  Json out{{"description", answer.body ? "The answer" : "Done"}};
  Json headers = Json::object();
  for (const std::string& name : answer.headers) headers[name] = header("Set by the route");
  if (!answer.cookies.empty()) {
    std::string names;
    for (const std::string& name : answer.cookies) names += (names.empty() ? "" : ", ") + name;
    headers["set-cookie"] = header("Sets " + names);
  }
  if (answer.partial) {
    headers["bff-partial"] = header("The calls that failed without failing the route");
  }
  if (!headers.empty()) out["headers"] = std::move(headers);
  for (const std::string& form : answer.streams) {
    // OpenAPI 3.1 has no word for the schema of each message.
    Json& content = out["content"][std::string(stream_type(form))];
    content["schema"] = {{"type", "string"}};
    content["x-item-schema"] = schemas.answer(*answer.body, false);
  }
  if (answer.body && answer.streams.empty()) {
    const char* type = is_binary(*answer.body) ? "*/*" : "application/json";
    out["content"][type]["schema"] = schemas.answer(*answer.body, answer.partial);
  }
  return out;
}

Json responses(const Route& route, const OpenApiSchemas& schemas) {
  Json out{{std::to_string(route.answer.status), success(route, schemas)}};
  const auto problem = [](int status) -> Json {
    return {{"$ref", "#/components/responses/" + openapi_problem_name(status)}};
  };
  for (const int status : route.problems) {
    if (status != route.answer.status) out[std::to_string(status)] = problem(status);
  }
  out["default"] = problem(0);
  return out;
}

}  // namespace

std::string openapi_tag(const Route& route) {
  for (std::size_t at = 0; at < route.path.size();) {
    const auto end = std::min(route.path.find('/', at + 1), route.path.size());
    const std::string word = route.path.substr(at + 1, end - at - 1);
    const bool version = word.size() > 1 && word[0] == 'v' && word[1] >= '0' && word[1] <= '9';
    if (!word.empty() && word[0] != '{' && !version) return word;
    at = end;
  }
  return "routes";
}

Json openapi_operation(const Route& route, const OpenApiSchemas& schemas,
                       const OpenApiSchemes& schemes) {
  Json out{{"operationId", route.id},
           {"summary", route.summary.empty() ? route.id : route.summary},
           {"tags", {openapi_tag(route)}}};
  if (const auto& scopes = route.auth.scopes; !scopes.empty()) {
    // Linters take the scopes of a security requirement for those of OAuth 2 alone.
    std::string names;
    for (const std::string& scope : scopes) names += (names.empty() ? "" : ", ") + scope;
    out["description"] = "Wants a token of scope " + names + ".";
    out["x-scopes"] = scopes;
  }
  if (route.deprecated) out["deprecated"] = true;
  if (!route.sunset.empty()) out["x-sunset"] = route.sunset;
  out["security"] = openapi_security(route.auth, schemes);
  Json parameters = Json::array();
  for (const Parameter& parameter : openapi_path(route).parameters) {
    parameters.push_back(schemas.parameter(parameter));
  }
  for (const Parameter& parameter : route.parameters) {
    const bool of_path = parameter.in == Parameter::In::path;
    if (!is_own(parameter) && !of_path) parameters.push_back(schemas.parameter(parameter));
  }
  if (!parameters.empty()) out["parameters"] = std::move(parameters);
  if (route.body) {
    out["requestBody"] = {{"required", route.body->required},
                          {"content",
                           {{is_binary(route.body->type) ? "*/*" : "application/json",
                             {{"schema", schemas.schema(route.body->type, true)}}}}}};
  }
  out["responses"] = responses(route, schemas);
  return out;
}

std::string openapi_problem_name(int status) {
  return status == 0 ? "Problem" : "Problem" + std::to_string(status);
}

Json openapi_problem(int status) {
  return {
      {"description", meaning(status)},
      {"content",
       {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
}

}  // namespace bff::contract
