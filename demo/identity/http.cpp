// SPDX-License-Identifier: Apache-2.0
#include "demo/identity/http.hpp"

#include "demo/identity/encoding.hpp"

namespace demo::identity {

std::string Request::parameter(const std::string& name) const {
  const auto [first, last] = parameters.equal_range(name);
  if (first == last) return "";
  if (std::next(first) != last) throw Refused{400, "invalid_request", name + " stands twice"};
  return first->second;
}

Answer json_answer(const nlohmann::json& body, int status) {
  return {.status = status, .body = body.dump()};
}

Answer refusal(const Refused& refused) {
  Answer answer = json_answer({{"error", refused.code}, {"error_description", refused.description}},
                              refused.status);
  // RFC 6749 §5.2, RFC 6750 §3.
  if (refused.code == "invalid_client")
    answer.headers.emplace_back("www-authenticate", "Basic realm=\"demo-identity\"");
  if (refused.code == "invalid_token")
    answer.headers.emplace_back("www-authenticate", "Bearer error=\"invalid_token\"");
  return answer;
}

Answer redirect(const std::string& url, const Fields& parameters) {
  const std::string query = form_encode(parameters);
  const bool has_query = url.find('?') != std::string::npos;
  std::string target = url;
  if (!query.empty()) target.append(has_query ? "&" : "?").append(query);
  // 303, also behind a form: the browser goes on by GET.
  return {.status = 303, .content_type = "text/plain", .headers = {{"location", target}}};
}

Answer page(const std::string& title, const std::string& html_text, int status) {
  // No form-action in the policy: Chromium would hold it against the redirects behind a form too.
  return {.status = status,
          .body = "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>" +
                  html(title) +
                  "</title>\n<style>body{font-family:sans-serif;margin:3em auto;max-width:40em}"
                  "button{margin:.2em}.warning{background:#fe8;padding:.5em}</style>\n<h1>" +
                  html(title) +
                  "</h1>\n<p class=\"warning\">An identity provider for development: everybody is "
                  "whom they pick.</p>\n" +
                  html_text + "</html>\n",
          .content_type = "text/html; charset=utf-8",
          .headers = {{"content-security-policy",
                       "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}}};
}

}  // namespace demo::identity
