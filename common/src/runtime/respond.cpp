// SPDX-License-Identifier: Apache-2.0
#include "runtime/respond.hpp"

#include "auth/dpop.hpp"
#include "framing/websocket_handshake.hpp"
#include "json/writer.hpp"

namespace bff::runtime {
namespace {

void add(json::Appender& body, std::string_view key, std::string_view value) {
  if (value.empty()) return;
  body += ",\"";
  body += key;
  body += "\":";
  json::append_string(body, value);
}

void add_completed(json::Appender& body, const std::vector<std::string>& calls) {
  for (std::size_t i = 0; i < calls.size(); ++i) {
    body += i == 0 ? ",\"completed\":[" : ",";
    json::append_string(body, calls[i]);
  }
  if (!calls.empty()) body += ']';
}

// RFC 6750 §3, RFC 9449 §7.1, RFC 9470 §3: a request without credentials gets no error code. Of API
// keys nothing is registered.
std::string challenge(const Error& error, const Challenge& schemes) {
  std::string_view code;
  if (error.code == Errc::invalid_token)
    code = schemes.proof_refused ? "invalid_dpop_proof" : "invalid_token";
  if (error.code == Errc::insufficient_scope) code = "insufficient_scope";
  if (error.code == Errc::insufficient_login) code = "insufficient_user_authentication";
  if (code.empty() && status_of(error) != 401) return "";
  const std::string parameters =
      code.empty() ? "" : " error=\"" + std::string{code} + '"' + error.challenge;
  std::string lines;
  if (schemes.bearer && !schemes.proof_refused)
    lines += "www-authenticate: Bearer" + parameters + "\r\n";
  if (schemes.dpop) {
    lines += "www-authenticate: DPoP" + parameters + (code.empty() ? " " : ", ") + "algs=\"";
    lines.append(auth::kProofAlgorithms).append("\"\r\n");
  }
  const bool other = code.empty() || error.code == Errc::invalid_token;
  if (!schemes.api_key.empty() && other && !schemes.proof_refused) {
    lines.append("www-authenticate: ApiKey header=\"").append(schemes.api_key).append("\"\r\n");
  }
  if (!schemes.login.empty() && (other || error.code == Errc::insufficient_login) &&
      !schemes.proof_refused) {
    lines.append("www-authenticate: Session login=\"").append(schemes.login).append("\"\r\n");
  }
  return lines;
}

std::string common_headers(std::string_view content_type, const AnswerContext& context) {
  std::string headers;
  headers.reserve(256);
  if (!content_type.empty()) headers.append("content-type: ").append(content_type).append("\r\n");
  headers.append("x-content-type-options: nosniff\r\n");
  if (!context.request_id.empty()) {
    headers.append("x-request-id: ").append(context.request_id).append("\r\n");
  }
  headers.append(context.lines);
  return headers;
}

// Precondition: the value holds no controls; plan::write_headers() and HTTP/2 have seen to that.
void add_header(std::string& headers, std::string_view name, std::string_view value) {
  headers.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string problem_json(const Error& error, const AnswerContext& context) {
  const auto& kind = info(error.code);
  std::string text;
  {
    json::Appender body{text};
    body += "{\"type\":\"urn:bff:";
    body += kind.slug;
    body += '"';
    add(body, "title", error.title.empty() ? kind.title : std::string_view{error.title});
    body += ",\"status\":";
    json::append_int(body, status_of(error));
    add(body, "detail", error.detail);
    add(body, "instance", context.path);
    add(body, "call", error.call);
    add(body, "parameter", error.parameter);
    add_completed(body, error.completed);
    if (error.details) body += error.details->members;
    add(body, "request_id", context.request_id);
    body += '}';
  }
  return text;
}

http1::Response stream_head(std::string_view content_type, std::string_view lines,
                            const AnswerContext& context) {
  http1::Response head;
  head.headers = common_headers(content_type, context);
  head.headers.append(lines);
  head.head_only = context.head;
  return head;
}

http1::Response problem(const Error& error, const AnswerContext& context) {
  http1::Response response;
  response.status = status_of(error);
  response.body = problem_json(error, context);
  response.headers = common_headers("application/problem+json", context);
  response.headers.append(kNoStore).append(challenge(error, context.challenge));
  if (error.details && error.details->retry_after >= 0) {
    add_header(response.headers, "retry-after", std::to_string(error.details->retry_after));
  }
  if (error.code == Errc::method_not_allowed) {
    response.headers.append("allow: ").append(context.allow).append("\r\n");
  }
  // RFC 9110 §7.8: `Connection` names the field beside whatever else it says.
  if (error.code == Errc::upgrade_required) {
    response.headers.append("upgrade: websocket\r\nconnection: upgrade\r\n");
    response.headers.append(framing::websocket::Handshake::kVersionHeader);
  }
  response.head_only = context.head;
  return response;
}

std::string header_lines(const plan::Answer& answer, const plan::RoutePlan& plan) {
  std::string lines;
  for (const auto& [name, value] : answer.headers) add_header(lines, name, value);
  for (const auto& cookie : answer.set_cookies) add_header(lines, "set-cookie", cookie);
  if (!plan.deprecation.empty()) add_header(lines, "deprecation", plan.deprecation);
  if (!plan.sunset.empty()) add_header(lines, "sunset", plan.sunset);
  if (!answer.partials.empty()) {
    lines.append("bff-partial: ");
    for (std::size_t i = 0; i < answer.partials.size(); ++i) {
      if (i > 0) lines.append(", ");
      lines.append(plan.calls[answer.partials[i].call].name);
    }
    lines.append("\r\n");
  }
  return lines;
}

http1::Response success(plan::Answer answer, const plan::RoutePlan& plan,
                        const AnswerContext& context, std::string_view content_type) {
  http1::Response response;
  response.status = answer.status;
  response.no_content = answer.status == 204 || answer.status == 304;
  response.headers = common_headers(content_type, context);
  response.headers.append(header_lines(answer, plan));
  if (context.is_private() || !answer.partials.empty() || !answer.set_cookies.empty()) {
    response.headers.append(kNoStore);
  }
  response.body = std::move(answer.body);
  response.head_only = context.head;
  return response;
}

http1::Response key_set(std::string keys, const AnswerContext& context) {
  http1::Response response;
  response.headers = common_headers("application/jwk-set+json", context);
  response.headers.append("cache-control: public, max-age=300\r\n");
  response.body = std::move(keys);
  response.head_only = context.head;
  return response;
}

}  // namespace bff::runtime
