// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include <nlohmann/json.hpp>

#include "config/node.hpp"

namespace bff::test {

// As much of JSON Schema 2020-12 as the schemas in schema/ use, by the letter of its sections on
// validation and on applicators. An unknown keyword is thrown, so that nothing goes unjudged.
// What of `value` breaks the schema `root`, as "/routes/0: …"; empty when it holds.
std::string broken_rule(const nlohmann::json& root, const nlohmann::json& value);

// A YAML document as JSON.
nlohmann::json json_of(const config::Node& node);

}  // namespace bff::test
