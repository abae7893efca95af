// SPDX-License-Identifier: Apache-2.0
#include "support/http.hpp"

#include <stdexcept>

namespace bff::test {

httplib::Response request(int port, const std::string& method, const std::string& path,
                          const httplib::Headers& headers, const std::string& body) {
  httplib::Client client{"127.0.0.1", port};
  client.set_read_timeout(30);
  client.set_url_encode(false);  // what the test says is what is sent
  httplib::Request message;
  message.method = method;
  message.path = path;
  message.headers = headers;
  message.body = body;
  auto result = client.send(message);
  if (!result)
    throw std::runtime_error(method + " " + path + ": " + httplib::to_string(result.error()));
  return *result;
}

httplib::Response get(int port, const std::string& path, const std::string& token,
                      const httplib::Headers& headers) {
  auto all = headers;
  if (!token.empty()) all.emplace("Authorization", "Bearer " + token);
  return request(port, "GET", path, all);
}

nlohmann::ordered_json json_of(const httplib::Response& response) {
  return nlohmann::ordered_json::parse(response.body);
}

}  // namespace bff::test
