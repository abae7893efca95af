// SPDX-License-Identifier: Apache-2.0
// Requests that open a WebSocket to a method that is served 1:1.
#include <boost/container/small_vector.hpp>

#include "runtime/dispatcher.hpp"
#include "runtime/origin.hpp"
#include "runtime/request_run.hpp"
#include "transcode/binding.hpp"
#include "transcode/request.hpp"

namespace bff::runtime {
namespace {

using framing::websocket::Handshake;

// The one subprotocol that is spoken, and how a token comes from a browser, whose WebSocket cannot
// set `Authorization`: as another one that is offered beside it and is never chosen.
constexpr std::string_view kSpoken[] = {"bff.json"};
constexpr std::string_view kTokenPrefix = "bff.bearer.";

}  // namespace

// Whether the request is a handshake, and for a method that is reached so.
bool RequestRun::finds_socket() {
  const auto& request = exchange_->request();
  if (request.method != "GET") return false;
  Handshake& handshake = handshake_.emplace();
  for (const auto& field : request.headers) handshake.header(field.name, field.value);
  if (handshake.verdict(request.method, request.minor_version) != Handshake::Verdict::none) {
    const auto& snapshot = *generation_->snapshot;
    auto match = snapshot.sockets.match(plan::kSocketMethod, request.path, allow_);
    if (match) {
      match_ = std::move(*match);
      route_ = &snapshot.routes[match_.route];
      return true;
    }
  }
  handshake_.reset();
  return false;
}

// Whether a request that met no route would have, as a handshake. It is then that route's.
bool RequestRun::is_only_socket(const Error& error) {
  const auto& request = exchange_->request();
  const bool unmet = error.code == Errc::not_found || error.code == Errc::method_not_allowed;
  if (!unmet || (request.method != "GET" && request.method != "HEAD")) return false;
  const auto& snapshot = *generation_->snapshot;
  std::string methods;
  const auto match = snapshot.sockets.match(plan::kSocketMethod, request.path, methods);
  if (match) route_ = &snapshot.routes[match->route];
  return match.has_value();
}

Result<void> RequestRun::check_handshake() {
  const auto& request = exchange_->request();
  const auto malformed = [](std::string_view why) {
    return Error{.code = Errc::malformed_request, .detail = std::string(why)};
  };
  switch (handshake_->verdict(request.method, request.minor_version)) {
    case Handshake::Verdict::wrong_version:
      return Error{.code = Errc::upgrade_required,
                   .detail = "the version of WebSocket here is 13",
                   .title = "This version of WebSocket is not spoken"};
    case Handshake::Verdict::none:
    case Handshake::Verdict::bad_request:
      return malformed(handshake_->why());
    case Handshake::Verdict::accepted:
      break;
  }
  const auto& config = generation_->snapshot->config;
  // Behind a proxy `Host` may be an inner name, and external_url the one that browsers know.
  const auto is_ours = [&](std::string_view origin) {
    return may_open(origin, request.host, config.streams.origins) ||
           (config.external_url && may_open(origin, config.external_url->authority(), {}));
  };
  for (const auto& field : request.headers) {
    if (http1::iequals(field.name, "origin") && !is_ours(field.value)) {
      return Error{.code = Errc::forbidden,
                   .detail = "pages of this Origin may not open a WebSocket",
                   .internal = "Origin " + std::string(field.value)};
    }
  }
  for (const std::string_view offered : handshake_->offered()) {
    if (!offered.starts_with(kTokenPrefix)) continue;
    if (!offered_token_.empty()) return malformed("Sec-WebSocket-Protocol has two tokens");
    offered_token_ = offered.substr(kTokenPrefix.size());
    if (offered_token_.empty()) return malformed("Sec-WebSocket-Protocol has an empty token");
  }
  if (!offered_token_.empty() && request.header("authorization")) {
    return malformed("a token is in Authorization and in Sec-WebSocket-Protocol");
  }
  return {};
}

// What path and query say is judged before the handshake is accepted: where they are all of a
// message, as that message, and otherwise by themselves.
Result<void> RequestRun::check_first_message() {
  const auto& binding = *plan().exposed;
  body_.clear();
  const auto made = transcode::append_request(
      body_, binding, {.variables = match_.variables, .query = exchange_->request().query}, arena_);
  const bool whole = binding.body == transcode::Binding::Body::none;
  if (!made && (whole || made.error().code == Errc::invalid_parameter)) return made.error();
  return {};
}

void RequestRun::call_socket() {
  if (const Error* const why = withheld(plan().calls[0])) {
    Error error = *why;
    error.call = plan().calls[0].name;
    return fail(error);
  }
  if (!take_stream_place()) {
    return fail({.code = Errc::too_many_requests,
                 .detail = "too many streams are open: close some of them"});
  }
  std::string headers;
  handshake_->choose_protocol(kSpoken);
  handshake_->append_answer(headers);
  headers.append("x-request-id: ").append(id_->text()).append("\r\n");
  headers.append(cookie_lines_);  // of a session that was renewed: nothing else tells the browser
  const auto& config = generation_->snapshot->config;
  const auto& binding = *plan().exposed;
  const auto& call = plan().calls[0];
  const SocketTerms terms{
      .heartbeat = config.streams.heartbeat,
      .idle = config.streams.idle,
      .max_life = config.streams.max_life,
      .max_message = config.limits.body,
      .error_details = plan().error_details,
      .method = *plan().socket,
      .whole = !plan().socket->client_streams && binding.body == transcode::Binding::Body::none};
  boost::container::small_vector<std::pair<std::string_view, std::string_view>, 8> metadata{
      {"x-request-id", id_->text()}, {"traceparent", trace_->text()}};
  for (const auto& field : told(call.upstream).fields) metadata.push_back(field);
  stream_call_ = 0;
  socket_.emplace(*this, dispatcher_.loop(), *exchange_,
                  SocketMessages::Parts{.binding = binding,
                                        .variables = match_.variables,
                                        .query = std::string(exchange_->request().query)},
                  terms);
  socket_->start(std::move(headers), *generation_->clients[call.upstream],
                 {.call = call.name,
                  .method = call.method,
                  // Behind the end that the gateway itself gives it.
                  .deadline = upstream::Clock::now() + terms.max_life + std::chrono::seconds{1},
                  .metadata = {metadata.data(), metadata.size()}},
                 body_);
}

void RequestRun::on_socket_ended(int rpc_code, const Error* error) {
  constexpr int kStatus = 101;
  record_stream(socket_->started(), rpc_code, error != nullptr ? error->internal : "");
  const auto duration = upstream::Clock::now() - started_;
  route_->counters[dispatcher_.worker()].finished(kStatus, duration, error != nullptr);
  log(kStatus, 0, duration, error);
  end();
}

}  // namespace bff::runtime
