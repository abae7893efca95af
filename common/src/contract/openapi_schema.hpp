// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "contract/contract.hpp"
#include "contract/names.hpp"

namespace bff::contract {

using Json = nlohmann::ordered_json;

// Types as JSON Schema of OpenAPI 3.1. Named types are components.
class OpenApiSchemas {
 public:
  explicit OpenApiSchemas(const Contract& contract);

  // `input`: of a request, whose objects take no other keys. Those of answers may grow.
  Json schema(const Type& type, bool input) const;
  // A root that may be partial: what is an object has a last member `_errors`.
  Json answer(const Type& body, bool partial) const;
  Json parameter(const Parameter& parameter) const;
  Json components() const;  // by name, Problem among them

 private:
  Json plain(const Type& type, bool input) const;
  Json object(const Type& type, bool input) const;

  const Contract& contract_;
  std::map<std::string, std::string, std::less<>> names_;
};

}  // namespace bff::contract
