// SPDX-License-Identifier: Apache-2.0
// How requests end: with an answer, a failure, or nobody left to answer; and what is told of it.
#include <utility>

#include "runtime/dispatcher.hpp"
#include "runtime/request_run.hpp"

namespace bff::runtime {

void RequestRun::fail(const Error& error) {
  auto response =
      rpc_protocol_ ? rpc_protocol_->problem(error, context_) : problem(error, context_);
  respond(std::move(response), &error, false);
}

void RequestRun::client_gone() {
  if (socket_) return socket_->gone();
  cancel_open();
  if (stream_) record_stream(stream_->started(), 1, "");  // CANCELLED, by this gateway
  const Error error{.code = Errc::client_closed_request};
  log(status_of(error), 0, upstream::Clock::now() - started_, &error);
  end();
}

void RequestRun::abandon() {
  stream_.reset();
  socket_.reset();
  awaiting_keys_.reset();
  awaiting_session_.reset();
  awaiting_tokens_.reset();
  tokens_due_.reset();
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
  // What a protocol wraps into a 200 is counted by what it is.
  const int status = error != nullptr ? status_of(*error) : response.status;
  counters[dispatcher_.worker()].finished(status, duration, partial);
  log(status, response.head_only ? 0 : response.body.size(), duration, error);
  const auto exchange = std::move(exchange_);
  end();  // this object may serve the next request of the same connection within respond()
  exchange->respond(std::move(response));
}

void RequestRun::log(int status, std::size_t bytes, std::chrono::nanoseconds duration,
                     const Error* error) {
  if (!generation_->snapshot->config.access_log) return;
  const auto& request = exchange_->request();
  StreamTally tally{.bytes = bytes};
  if (stream_) tally = stream_->tally();
  if (socket_) tally = socket_->tally();
  line_.clear();
  append_access_line(line_, {.time = time_,
                             .client = generation_->snapshot->config.client,
                             .request_id = id_->text(),
                             .trace_id = trace_->trace_id(),
                             .peer = peer(),
                             .method = request.method,
                             .path = request.path,
                             .route = route_ != nullptr ? std::string_view{plan().id} : "",
                             .status = status,
                             .bytes = tally.bytes,
                             .messages = tally.messages,
                             .received = tally.received,
                             .close = tally.close,
                             .duration = duration,
                             .calls = records_,
                             .error = error});
  dispatcher_.log_line(line_);
}

// Back to the pool, in the order that lifetimes want: what refers to the arena goes first.
void RequestRun::end() {
  stream_.reset();
  socket_.reset();
  handshake_.reset();
  offered_token_ = {};
  if (!stream_place_.empty()) dispatcher_.streams()->release(stream_place_);
  stream_place_.clear();
  execution_.reset();
  arguments_.reset();
  rpcs_.clear();
  cookies_.clear();
  streaming_.reset();
  rpc_protocol_.reset();
  rpc_timeout_.reset();
  awaiting_keys_.reset();
  awaiting_session_.reset();
  cookie_lines_.clear();
  address_.clear();
  question_.reset();
  token_answer_.reset();
  awaiting_tokens_.reset();
  tokens_due_.reset();
  tokens_awaited_ = 0;
  told_.clear();
  caller_token_ = {};
  records_.clear();
  arena_.release();
  principal_.reset();
  session_.reset();
  route_ = nullptr;
  exchange_.reset();
  generation_.reset();
  dispatcher_.recycle(*this);
}

}  // namespace bff::runtime
