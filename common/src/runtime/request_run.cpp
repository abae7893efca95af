// SPDX-License-Identifier: Apache-2.0
#include "runtime/request_run.hpp"

#include <algorithm>
#include <exception>
#include <iterator>

#include "proto/json_reader.hpp"
#include "runtime/dispatcher.hpp"
#include "runtime/language.hpp"
#include "upstream/status.hpp"

namespace bff::runtime {
namespace {

double uniform(void* random) {
  return std::uniform_real_distribution<double>{0, 1}(*static_cast<Random*>(random));
}

// "application/json", with or without parameters.
bool is_json(std::string_view content_type) {
  const std::string_view type = content_type.substr(0, content_type.find(';'));
  const std::size_t end = type.find_last_not_of(" \t");
  return http1::iequals(type.substr(0, end == std::string_view::npos ? 0 : end + 1),
                        "application/json");
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

  for (const auto step :
       {&RequestRun::match, &RequestRun::authenticate, &RequestRun::bind, &RequestRun::read_body}) {
    if (const auto done = (this->*step)(); !done) return fail(done.error());
  }
  deadline_ = started_ + plan().deadline;
  execution_.emplace(plan(), *arguments_, arena_, body_);
  exchange_->on_disconnect([this] { client_gone(); });
  pump();
}

Result<void> RequestRun::match() {
  const auto& request = exchange_->request();
  const auto& snapshot = *generation_->snapshot;
  auto match = snapshot.router.match(request.method, request.path, allow_);
  context_.allow = allow_;
  if (!match) return match.error();
  match_ = std::move(*match);
  route_ = &snapshot.routes[match_.route];
  if (!request.body.empty() && !plan().body) {
    return Error{.code = Errc::malformed_request, .detail = "this route takes no body"};
  }
  return {};
}

Result<void> RequestRun::authenticate() {
  const auto& policy = plan().policy;
  if (policy.mode == auth::Policy::Mode::open) return {};
  if (const auto header = exchange_->request().header("authorization")) {
    const auto token = auth::bearer_token(*header);
    if (!token) return token.error();
    const auto& verifier = generation_->snapshot->verifier;
    if (!verifier) return Error{.code = Errc::invalid_token, .internal = "no issuer is configured"};
    auto principal = generation_->tokens.verify(*verifier, *token, time_);
    if (!principal) return principal.error();
    principal_ = std::move(*principal);
    context_.authenticated = true;
  }
  return auth::authorize(policy, principal_.get());
}

Result<void> RequestRun::bind() {
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
  body_.clear();
  if (!plan().body) return {};
  const auto& request = exchange_->request();
  if (!is_json(request.header("content-type").value_or(""))) {
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
      } else if (plan().calls[rpc.call].local != nullptr) {
        local_.push_back(std::move(rpc));
      } else {
        begin(rpc);
      }
    }
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

// Counted and logged like any other call. What a method throws is its failure.
void RequestRun::run_local(plan::Rpc& rpc) {
  const auto& call = plan().calls[rpc.call];
  const auto started = upstream::Clock::now();
  Result<std::string> response = Error{.code = Errc::upstream_error};
  try {
    response = (*call.local)(rpc.request);
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
  records_.push_back({.name = call.name,
                      .upstream = "in-process",
                      .code = code,
                      .attempts = 1,
                      .duration = duration,
                      .message = response ? std::string{} : response.error().internal});
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
    cookies_.push_back({{id, rpc.parameters().part}, std::move(outcome.set_cookies)});
  }
  if (outcome.code == 0) {
    execution_->complete(rpc.parameters().id, std::move(outcome.response));
  } else {
    execution_->complete(rpc.parameters().id, upstream::error_of(outcome));
  }
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
  respond(success(std::move(*answer), plan(), context_), nullptr, partial);
}

void RequestRun::fail(const Error& error) { respond(problem(error, context_), &error, false); }

void RequestRun::client_gone() {
  cancel_open();
  const Error error{.code = Errc::client_closed_request};
  log(status_of(error), 0, upstream::Clock::now() - started_, &error);
  end();
}

void RequestRun::abandon() {
  for (auto& rpc : rpcs_) rpc.cancel();
}

void RequestRun::cancel_open() {
  for (auto& rpc : rpcs_) {
    if (!rpc.open()) continue;
    records_.push_back(
        {.name = rpc.parameters().call->name,
         .upstream = generation_->snapshot->upstreams[rpc.parameters().call->upstream].name,
         .code = 1,  // CANCELLED, by this gateway
         .attempts = rpc.attempts(),
         .duration = upstream::Clock::now() - rpc.started()});
    rpc.cancel();
  }
}

void RequestRun::respond(http1::Response response, const Error* error, bool partial) {
  const auto duration = upstream::Clock::now() - started_;
  auto* counters = route_ != nullptr ? route_->counters : generation_->snapshot->unmatched;
  counters[dispatcher_.worker()].finished(response.status, duration, partial);
  log(response.status, response.head_only ? 0 : response.body.size(), duration, error);
  const auto exchange = std::move(exchange_);
  end();  // this object may serve the next request of the same connection within respond()
  exchange->respond(std::move(response));
}

void RequestRun::log(int status, std::size_t bytes, std::chrono::nanoseconds duration,
                     const Error* error) {
  if (!generation_->snapshot->config.access_log) return;
  const auto& request = exchange_->request();
  line_.clear();
  append_access_line(line_, {.time = time_,
                             .client = generation_->snapshot->config.client,
                             .request_id = id_->text(),
                             .trace_id = trace_->trace_id(),
                             .peer = exchange_->peer(),
                             .method = request.method,
                             .path = request.path,
                             .route = route_ != nullptr ? std::string_view{plan().id} : "",
                             .status = status,
                             .bytes = bytes,
                             .duration = duration,
                             .calls = records_,
                             .error = error});
  dispatcher_.log_line(line_);
}

// Back to the pool, in the order that lifetimes want: what refers to the arena goes first.
void RequestRun::end() {
  execution_.reset();
  arguments_.reset();
  rpcs_.clear();
  cookies_.clear();
  records_.clear();
  arena_.release();
  principal_.reset();
  route_ = nullptr;
  exchange_.reset();
  generation_.reset();
  dispatcher_.recycle(*this);
}

}  // namespace bff::runtime
