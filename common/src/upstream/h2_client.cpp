// SPDX-License-Identifier: Apache-2.0
#include "upstream/h2_client.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <boost/asio/post.hpp>

#include "upstream/metadata.hpp"
#include "upstream/status.hpp"

namespace bff::upstream {

namespace {

// Why a request cannot be sent at all, for the log; empty if it can.
std::string why_unsendable(const RpcRequest& request) {
  if (!request.method.starts_with('/')) return "the method does not begin with '/'";
  if (request.message.size() > std::numeric_limits<std::uint32_t>::max()) {
    return "a message of 4 GiB or more has no gRPC framing";
  }
  return refusal_of(request.metadata);
}

}  // namespace

H2Client::H2Client(boost::asio::io_context& loop, UpstreamConfig config,
                   std::unique_ptr<Resolver> resolver)
    : loop_(loop), config_(std::move(config)), resolver_(std::move(resolver)), timer_(loop) {
  if (config_.endpoints.empty()) last_setback_ = "no endpoint is configured";
}

RpcHandle H2Client::start(RpcRequest request, Client::Handler handler) {
  std::string refusal = why_unsendable(request);
  if (!refusal.empty()) request.metadata = {};
  const auto rpc =
      std::make_shared<Rpc>(*this, std::move(request), std::move(handler), config_.max_message);
  RpcHandle handle{rpc, [](void* self) { H2Client::cancel(*static_cast<Rpc*>(self)); }};
  const auto now = Clock::now();
  if (closed_) {
    post(rpc, unavailable());
  } else if (!refusal.empty()) {
    post(rpc, {.code = code::kInvalidArgument, .message = std::move(refusal)});
  } else if (rpc->deadline <= now) {
    post(rpc, {.code = code::kDeadlineExceeded,
               .message = "the deadline had passed before the call",
               .unprocessed = true});
  } else {
    connect_on_first_use();
    deadlines_.add(*rpc, rpc->deadline);
    arm();
    dispatch(rpc, now);
  }
  return handle;
}

void H2Client::connect_on_first_use() {
  if (!endpoints_.empty()) return;
  for (const std::string& text : config_.endpoints) {
    endpoints_.push_back(std::make_shared<Endpoint>(shared_from_this(), *resolver_, text));
    endpoints_.back()->attempt();
  }
}

bool H2Client::hopeful() const noexcept {
  return !ready_.empty() || std::any_of(endpoints_.begin(), endpoints_.end(),
                                        [](const auto& endpoint) { return endpoint->hopeful(); });
}

void H2Client::dispatch(std::shared_ptr<Rpc> rpc, Clock::time_point now) {
  // Those that wait already go first.
  if (H2Connection* connection = waiting_.empty() ? pick() : nullptr) {
    open(*connection, std::move(rpc), now);
  } else if (hopeful()) {
    rpc->state = Rpc::State::waiting;
    Rpc& waiting = *rpc;
    waiting.keep = std::move(rpc);
    waiting_.push_back(waiting);
  } else {
    post(std::move(rpc), unavailable());
  }
}

H2Connection* H2Client::pick() {
  return ready_.pick([](const H2Connection& connection) { return connection.has_room(); });
}

void H2Client::open(H2Connection& connection, std::shared_ptr<Rpc> rpc, Clock::time_point now) {
  if (!connection.admits(*rpc)) {
    return post(std::move(rpc),
                {.code = code::kResourceExhausted,
                 .message = "the metadata is above the limit of " + connection.name()});
  }
  rpc->state = Rpc::State::open;
  rpc->connection = &connection;
  const auto deadline = rpc->deadline;
  connection.submit(std::move(rpc), now, deadline);
}

void H2Client::on_ready(H2Connection& connection) {
  ready_.add(connection);
  last_setback_.clear();
  on_room();
}

void H2Client::on_unready(H2Connection& connection) { ready_.remove(connection); }

void H2Client::on_room() {
  while (!waiting_.empty()) {
    H2Connection* connection = pick();
    if (connection == nullptr) return;
    auto& rpc = static_cast<Rpc&>(waiting_.front());
    waiting_.pop_front();
    open(*connection, std::static_pointer_cast<Rpc>(std::exchange(rpc.keep, nullptr)),
         Clock::now());
  }
}

void H2Client::on_setback(const std::string& reason) {
  last_setback_ = reason;
  if (hopeful()) return;
  while (!waiting_.empty()) {
    auto& rpc = static_cast<Rpc&>(waiting_.front());
    waiting_.pop_front();
    post(std::static_pointer_cast<Rpc>(std::exchange(rpc.keep, nullptr)), unavailable());
  }
}

void H2Client::on_concluded(std::shared_ptr<H2Stream> stream) {
  auto& rpc = static_cast<Rpc&>(*stream);
  rpc.connection = nullptr;
  if (rpc.state != Rpc::State::open) return;
  auto shared = std::static_pointer_cast<Rpc>(std::move(stream));
  if (closed_) return post(std::move(shared), std::exchange(rpc.outcome, {}));
  if (rpc.outcome.unprocessed && !std::exchange(rpc.tried_again, true)) {
    return dispatch(std::move(shared), Clock::now());
  }
  // A service that resets at its own idea of the deadline means just that.
  if (rpc.outcome.code == code::kCancelled && rpc.deadline <= Clock::now()) {
    rpc.outcome.code = code::kDeadlineExceeded;
  }
  finish(rpc);
}

void H2Client::cancel(Rpc& rpc) {
  if (rpc.state == Rpc::State::done) return;
  const auto self = rpc.client.shared_from_this();
  const auto handler = std::exchange(rpc.handler, nullptr);  // what it holds goes last
  self->withdraw(rpc);
}

// Takes the RPC from wherever it is, on its way to `done`.
void H2Client::withdraw(Rpc& rpc) {
  deadlines_.remove(rpc);
  const auto state = std::exchange(rpc.state, Rpc::State::done);
  if (state == Rpc::State::open) {
    std::exchange(rpc.connection, nullptr)->reset(rpc);
  } else if (state == Rpc::State::waiting) {
    waiting_.erase(waiting_.iterator_to(rpc));
    rpc.keep.reset();
  }
}

void H2Client::post(std::shared_ptr<Rpc> rpc, RpcOutcome outcome) {
  deadlines_.remove(*rpc);
  rpc->state = Rpc::State::failing;
  rpc->outcome = std::move(outcome);
  boost::asio::post(loop_.get_executor(), [self = shared_from_this(), rpc = std::move(rpc)] {
    if (rpc->state == Rpc::State::failing) self->finish(*rpc);
  });
}

void H2Client::finish(Rpc& rpc) {
  const auto self = shared_from_this();  // the handler may destroy the Client
  deadlines_.remove(rpc);
  rpc.state = Rpc::State::done;
  const auto handler = std::exchange(rpc.handler, nullptr);
  handler(std::move(rpc.outcome));
}

RpcOutcome H2Client::unavailable() const {
  return {.code = code::kUnavailable, .message = last_setback_, .unprocessed = true};
}

void H2Client::arm() {
  // A timer that is set for an RPC which has ended since is left to run: most RPCs end early,
  // and to set it again for each would cost a system call.
  const auto at = deadlines_.earliest();
  if (timer_at_ <= at) return;
  timer_at_ = at;
  timer_.expires_at(at);
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    const auto self = weak.lock();
    if (!error && self) self->expire();
  });
}

void H2Client::expire() {
  timer_at_ = Clock::time_point::max();
  const auto now = Clock::now();
  while (!deadlines_.empty() && deadlines_.earliest() <= now) {
    const auto rpc = static_cast<Rpc&>(deadlines_.first()).shared_from_this();
    const bool waited = rpc->state == Rpc::State::waiting;
    std::string endpoint = rpc->connection ? rpc->connection->name() : "";
    withdraw(*rpc);
    rpc->outcome = {.code = code::kDeadlineExceeded,
                    .message = waited ? "the deadline passed while no connection had room" +
                                            (last_setback_.empty() ? "" : "; " + last_setback_)
                                      : "no answer within the deadline",
                    .endpoint = std::move(endpoint),
                    .unprocessed = waited};
    finish(*rpc);
  }
  if (!deadlines_.empty()) arm();
}

void H2Client::close() {
  if (std::exchange(closed_, true)) return;
  const auto self = shared_from_this();
  last_setback_ = "the client is closed";
  timer_.cancel();
  while (!waiting_.empty()) {
    auto& rpc = static_cast<Rpc&>(waiting_.front());
    waiting_.pop_front();
    post(std::static_pointer_cast<Rpc>(std::exchange(rpc.keep, nullptr)), unavailable());
  }
  ready_ = {};
  for (const auto& endpoint : std::exchange(endpoints_, {})) endpoint->close(last_setback_);
}

}  // namespace bff::upstream
