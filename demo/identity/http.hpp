// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace demo::identity {

using Fields = std::vector<std::pair<std::string, std::string>>;

// What the endpoints get and give, without the server's own types: that they need no server to be
// called, and no server's header to be compiled.
struct Request {
  std::multimap<std::string, std::string> parameters;  // of the query and of a form
  std::string authorization;                           // the header
  std::string cookie;                                  // the value of kCookie

  // Empty where there is none. Throws where it stands twice (RFC 6749 §3.1, §3.2).
  std::string parameter(const std::string& name) const;
};

struct Answer {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
  Fields headers = {};
};

// What the browser keeps of a login, so that it need not log in again.
inline constexpr const char* kCookie = "demo-identity";

// A request that an endpoint refuses: `code` is the `error` of RFC 6749 §5.2.
struct Refused {
  int status;
  std::string code, description;
};

Answer json_answer(const nlohmann::json& body, int status = 200);
Answer refusal(const Refused& refused);
// To `url`, with these parameters added to its query.
Answer redirect(const std::string& url, const Fields& parameters);
// A page: its title as well as its heading, and the HTML behind that.
Answer page(const std::string& title, const std::string& html, int status = 200);

}  // namespace demo::identity
