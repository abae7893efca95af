// SPDX-License-Identifier: Apache-2.0
#include "runtime/respond.hpp"

#include "json/writer.hpp"

namespace bff::runtime {
namespace {

constexpr std::string_view kNoStore = "cache-control: no-store\r\n";

void add(json::Appender& body, std::string_view key, std::string_view value) {
  if (value.empty()) return;
  body += ",\"";
  body += key;
  body += "\":";
  json::append_string(body, value);
}

std::string problem_body(const Error& error, const AnswerContext& context) {
  const auto& kind = info(error.code);
  std::string text;
  {
    json::Appender body{text};
    body += "{\"type\":\"urn:bff:";
    body += kind.slug;
    body += '"';
    add(body, "title", kind.title);
    body += ",\"status\":";
    json::append_int(body, status_of(error));
    add(body, "detail", error.detail);
    add(body, "instance", context.path);
    add(body, "call", error.call);
    add(body, "parameter", error.parameter);
    add(body, "request_id", context.request_id);
    body += '}';
  }
  return text;
}

// RFC 6750 §3: a request without credentials gets no error code; `scope` names what is wanted.
std::string challenge(const Error& error) {
  switch (error.code) {
    case Errc::invalid_token:
      return "www-authenticate: Bearer error=\"invalid_token\"\r\n";
    case Errc::insufficient_scope:
      return "www-authenticate: Bearer error=\"insufficient_scope\"\r\n";
    default:
      return status_of(error) == 401 ? "www-authenticate: Bearer\r\n" : "";
  }
}

std::string common_headers(std::string_view content_type, const AnswerContext& context) {
  std::string headers;
  headers.reserve(256);
  headers.append("content-type: ").append(content_type);
  headers.append("\r\nx-content-type-options: nosniff\r\n");
  if (!context.request_id.empty()) {
    headers.append("x-request-id: ").append(context.request_id).append("\r\n");
  }
  return headers;
}

}  // namespace

http1::Response problem(const Error& error, const AnswerContext& context) {
  http1::Response response;
  response.status = status_of(error);
  response.body = problem_body(error, context);
  response.headers = common_headers("application/problem+json", context);
  response.headers.append(kNoStore).append(challenge(error));
  if (error.code == Errc::method_not_allowed) {
    response.headers.append("allow: ").append(context.allow).append("\r\n");
  }
  response.head_only = context.head;
  return response;
}

http1::Response success(plan::Answer answer, const plan::RoutePlan& plan,
                        const AnswerContext& context) {
  http1::Response response;
  response.status = plan.shape ? 200 : 204;
  response.no_content = !plan.shape;
  response.headers = common_headers("application/json", context);
  if (!answer.partials.empty()) {
    response.headers.append("bff-partial: ");
    for (std::size_t i = 0; i < answer.partials.size(); ++i) {
      if (i > 0) response.headers.append(", ");
      response.headers.append(plan.calls[answer.partials[i].call].name);
    }
    response.headers.append("\r\n");
  }
  if (context.authenticated || !answer.partials.empty()) response.headers.append(kNoStore);
  response.body = std::move(answer.body);
  response.head_only = context.head;
  return response;
}

}  // namespace bff::runtime
