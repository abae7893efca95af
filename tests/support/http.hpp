// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <httplib.h>

#include <string>

#include <nlohmann/json.hpp>

namespace bff::test {

// One request over a connection of its own; throws when there is no answer.
httplib::Response get(int port, const std::string& path, const std::string& token = "",
                      const httplib::Headers& headers = {});
httplib::Response request(int port, const std::string& method, const std::string& path,
                          const httplib::Headers& headers = {}, const std::string& body = "");

// The answer as JSON; throws when it is none.
nlohmann::ordered_json json_of(const httplib::Response& response);

}  // namespace bff::test
