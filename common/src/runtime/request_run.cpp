// SPDX-License-Identifier: Apache-2.0
#include "runtime/request_run.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

#include "proto/json_reader.hpp"
#include "runtime/app_version.hpp"
#include "runtime/client_address.hpp"
#include "runtime/dispatcher.hpp"
#include "runtime/error_details.hpp"
#include "runtime/language.hpp"
#include "runtime/negotiate.hpp"
#include "runtime/session_names.hpp"
#include "transcode/binding.hpp"
#include "upstream/status.hpp"

namespace bff::runtime {
namespace {

double uniform(void* random) {
  return std::uniform_real_distribution<double>{0, 1}(*static_cast<Random*>(random));
}

}  // namespace

RequestRun::RequestRun(Dispatcher& dispatcher) : dispatcher_(dispatcher) {}

void RequestRun::start(std::shared_ptr<http1::Exchange> exchange,
                       std::shared_ptr<Generation> generation) {
  exchange_ = std::move(exchange);
  generation_ = std::move(generation);
  started_ = upstream::Clock::now();
  time_ = std::chrono::system_clock::now();
  id_.emplace(time_, dispatcher_.random());
  trace_.emplace(exchange_->request().header("traceparent"), dispatcher_.random());
  context_ = {.request_id = id_->text(),
              .path = exchange_->request().path,
              .head = exchange_->request().method == "HEAD"};

  const auto& config = generation_->snapshot->config;
  if (config.proxies) {
    address_ = client_address(exchange_->peer(), exchange_->request(), *config.proxies);
  }
  if (is_login()) return serve_login();
  const auto matched = match();
  if (config.app_versions) {  // first: an old app may ask for what is no longer there
    const auto served = check_app_version(*config.app_versions, exchange_->request());
    if (!served) return fail(served.error());
  }
  if (!matched) {
    if (!tells_keys()) fail(matched.error());
    return;
  }
  identify();
}

void RequestRun::proceed(const Result<void>& authenticated) {
  if (!authenticated) {
    tell_refusal(authenticated.error());
    count_refusal(authenticated.error());
    return fail(authenticated.error());
  }
  for (const auto step : {&RequestRun::bind, &RequestRun::read_body}) {
    if (const auto done = (this->*step)(); !done) return fail(done.error());
  }
  deadline_ = started_ + plan().deadline;
  exchange_->on_disconnect([this] { client_gone(); });
  if (!await_tokens()) launch();
}

void RequestRun::launch() {
  if (handshake_) return call_socket();
  if (plan().exposed) return plan().stream || is_upload() ? call_stream() : call_exposed();
  if (plan().stream) {
    if (auto chosen = choose_answer(); !chosen) return fail(chosen.error());
  }
  execution_.emplace(plan(), *arguments_, arena_, body_);
  pump();
}

Result<void> RequestRun::match() {
  const auto& request = exchange_->request();
  const auto& snapshot = *generation_->snapshot;
  if (request.upgrade && finds_socket()) return check_handshake();
  auto match = snapshot.router.match(request.method, request.path, allow_);
  context_.allow = allow_;
  if (!match && is_only_socket(match.error())) {
    return Error{.code = Errc::upgrade_required, .detail = "open a WebSocket here"};
  }
  if (!match) return match.error();
  match_ = std::move(*match);
  route_ = &snapshot.routes[match_.route];
  if (plan().exposed) {
    rpc_protocol_ = RpcProtocol::of(request, *plan().exposed);
    if (rpc_protocol_) return {};
  }
  const bool takes_body = plan().exposed ? plan().exposed->body != transcode::Binding::Body::none
                                         : plan().body.has_value();
  if (!request.body.empty() && !takes_body) {
    return Error{.code = Errc::malformed_request, .detail = "this route takes no body"};
  }
  return {};
}

Result<void> RequestRun::bind() {
  if (handshake_) return check_first_message();
  if (plan().exposed) return transcode();
  const auto& request = exchange_->request();
  const auto& config = generation_->snapshot->config;
  plan::RequestInputs inputs{.variables = match_.variables,
                             .query = request.query,
                             .principal = principal_.get(),
                             .request_id = id_->text(),
                             .language = {},
                             .client = config.client};
  if (!config.languages.empty()) {
    inputs.language =
        negotiate_language(request.header("accept-language").value_or(""), config.languages);
  }
  std::vector<plan::RequestInputs::Header> headers;
  if (plan::reads_headers(plan())) {
    headers.reserve(request.headers.size());
    for (const auto& field : request.headers) headers.emplace_back(field.name, field.value);
    inputs.headers = headers;
  }
  auto arguments = plan::bind(plan(), inputs, arena_);
  if (!arguments) return arguments.error();
  arguments_.emplace(std::move(*arguments));
  return {};
}

Result<void> RequestRun::read_body() {
  if (plan().exposed) return {};  // transcode() has read it
  body_.clear();
  if (!plan().body) return {};
  const auto& request = exchange_->request();
  if (!http1::iequals(media_type(request.header("content-type").value_or("")), kJson)) {
    return Error{.code = Errc::unsupported_media_type,
                 .detail = "send the body with 'content-type: application/json'"};
  }
  if (request.body.empty()) {
    return Error{.code = Errc::invalid_body,
                 .detail = "this route takes a body, and there is none",
                 .parameter = "body"};
  }
  const proto::ReadOptions options{
      .short_enum_names = plan().format.enums == proto::JsonFormat::Enums::short_name,
      .any = plan().format.any,
      .closure = &plan().body->closure};
  return proto::append_message(body_, request.body, *plan().body->table, options, arena_);
}

// Starts what may start. Past the deadline nothing is sent any more: each call fails by itself,
// so that `on_error` decides what the answer holds.
void RequestRun::pump() {
  while (!execution_->done()) {
    expired_.clear();
    local_.clear();
    for (auto& rpc : execution_->ready()) {
      if (upstream::Clock::now() >= deadline_) {
        expired_.push_back(rpc.id);
      } else if (plan().stream && rpc.call == *plan().stream->call) {
        streaming_ = std::move(rpc);
      } else if (plan().calls[rpc.call].local != nullptr || withheld(plan().calls[rpc.call])) {
        local_.push_back(std::move(rpc));
      } else {
        begin(rpc);
      }
    }
    if (streaming_) return stream_route(*std::exchange(streaming_, std::nullopt));
    if (expired_.empty() && local_.empty()) break;
    for (auto& rpc : local_) {
      run_local(rpc);
      if (execution_->done()) break;
    }
    for (const auto id : expired_) {
      execution_->complete(
          id, Error{.code = Errc::upstream_timeout, .internal = "the route's deadline had passed"});
      if (execution_->done()) break;
    }
  }
  if (execution_->done()) finish();
}

void RequestRun::begin(plan::Rpc& rpc) {
  const auto& call = plan().calls[rpc.call];
  auto deadline = deadline_;
  if (call.timeout.count() > 0) {
    deadline = std::min(deadline, upstream::Clock::now() + call.timeout);
  }
  auto& run =
      rpcs_.emplace_back(*this, dispatcher_.loop(),
                         RpcRun::Parameters{.id = rpc.id,
                                            .call = &call,
                                            .client = generation_->clients[call.upstream].get(),
                                            .deadline = deadline,
                                            .message = std::move(rpc.request),
                                            .metadata = std::move(rpc.metadata),
                                            .caller = told(call.upstream).fields,
                                            .idempotency_key = idempotency_key(call),
                                            .part = rpc.part,
                                            .request_id = id_->text(),
                                            .traceparent = trace_->text()});
  run.start(&uniform, &dispatcher_.random());
}

// A write carries the key by which its client marks a repetition of the same request.
std::string_view RequestRun::idempotency_key(const plan::Call& call) const {
  if (!call.writes) return {};
  return exchange_->request().header("idempotency-key").value_or(std::string_view{});
}

// Counted and logged like any other call. What a method throws is its failure; so is that the
// service cannot be told who asks.
void RequestRun::run_local(plan::Rpc& rpc) {
  const auto& call = plan().calls[rpc.call];
  const auto started = upstream::Clock::now();
  Result<std::string> response = Error{.code = Errc::upstream_error};
  const Error* const why = withheld(call);
  try {
    if (why != nullptr) {
      response = *why;
    } else {
      response = (*call.local)(rpc.request);
    }
  } catch (const std::exception& thrown) {
    response = Error{.code = Errc::upstream_error, .internal = thrown.what()};
  } catch (...) {
    response = Error{.code = Errc::upstream_error, .internal = "the method threw"};
  }
  const auto duration = upstream::Clock::now() - started;
  const int code = response ? 0 : plan::rpc_code_of(response.error());
  auto& counters = route_->call_counters[rpc.call][dispatcher_.worker()];
  counters.by_code[static_cast<std::size_t>(std::clamp(code, 0, 16))].add();
  counters.duration.observe(duration);
  const auto& upstreams = generation_->snapshot->upstreams;
  records_.push_back({.name = call.name,
                      .upstream = call.local ? std::string_view{"in-process"}
                                             : std::string_view{upstreams[call.upstream].name},
                      .code = code,
                      .attempts = 1,
                      .duration = duration,
                      .message = response ? std::string{} : response.error().internal});
  if (plan().exposed) return answer_exposed(std::move(response));
  execution_->complete(rpc.id, std::move(response));
}

void RequestRun::on_rpc_finished(RpcRun& rpc, upstream::RpcOutcome outcome) {
  const auto& call = *rpc.parameters().call;
  const auto duration = upstream::Clock::now() - rpc.started();
  auto& counters = route_->call_counters[static_cast<std::size_t>(&call - plan().calls.data())]
                                        [dispatcher_.worker()];
  counters.by_code[static_cast<std::size_t>(std::clamp(outcome.code, 0, 16))].add();
  counters.retries.add(rpc.attempts() - 1);
  counters.duration.observe(duration);
  records_.push_back({.name = call.name,
                      .upstream = generation_->snapshot->upstreams[call.upstream].name,
                      .endpoint = std::move(outcome.endpoint),
                      .code = outcome.code,
                      .attempts = rpc.attempts(),
                      .duration = duration,
                      .message = outcome.message});
  if (plan().respond.pass_cookies && outcome.code == 0 && !outcome.set_cookies.empty()) {
    const auto id = static_cast<plan::CallId>(&call - plan().calls.data());
    // No service sets what the gateway alone may set.
    if (const auto& setup = generation_->sessions) {
      std::erase_if(outcome.set_cookies, [&](const std::string& cookie) {
        return is_session_cookie(*setup, std::string_view{cookie}.substr(0, cookie.find('=')));
      });
    }
    cookies_.push_back({{id, rpc.parameters().part}, std::move(outcome.set_cookies)});
  }
  const std::uint16_t id = rpc.parameters().id;
  Result<std::string> response{std::move(outcome.response)};
  if (outcome.code != 0) {
    Error error = upstream::error_of(outcome);
    if (!outcome.details.empty() && !add_details(error, outcome, plan().error_details)) {
      records_.back().message += kUnreadableDetails;
    }
    response = std::move(error);
  }
  if (plan().exposed) return answer_exposed(std::move(response));
  execution_->complete(id, std::move(response));
  pump();
}

void RequestRun::finish() {
  cancel_open();
  auto answer = execution_->finish();
  if (!answer) return fail(answer.error());
  std::sort(cookies_.begin(), cookies_.end());
  for (auto& [place, cookies] : cookies_) {
    std::move(cookies.begin(), cookies.end(), std::back_inserter(answer->set_cookies));
  }
  const bool partial = !answer->partials.empty();
  const std::string_view type = plan().shape ? kJson : std::string_view{};
  respond(success(std::move(*answer), plan(), context_, type), nullptr, partial);
}

}  // namespace bff::runtime
