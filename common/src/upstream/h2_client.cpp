// SPDX-License-Identifier: Apache-2.0
#include "upstream/h2_client.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <boost/asio/post.hpp>

#include "upstream/metadata.hpp"
#include "upstream/status.hpp"
#include "upstream/stream_rpc.hpp"

namespace bff::upstream {

namespace {

// Why a request cannot be sent at all, for the log; empty if it can.
std::string why_unsendable(std::string_view method, std::size_t message, MetadataView metadata) {
  if (!method.starts_with('/')) return "the method does not begin with '/'";
  if (message > std::numeric_limits<std::uint32_t>::max()) {
    return "a message of 4 GiB or more has no gRPC framing";
  }
  return refusal_of(metadata);
}

}  // namespace

H2Client::H2Client(boost::asio::io_context& loop, UpstreamConfig config,
                   std::unique_ptr<Resolver> resolver, int more)
    : loop_(loop),
      config_(std::move(config)),
      resolver_(std::move(resolver)),
      timer_(loop),
      more_(more) {
  if (config_.endpoints.empty()) last_setback_ = "no endpoint is configured";
}

RpcHandle H2Client::start(RpcRequest request, Client::Handler handler) {
  std::string refusal = why_unsendable(request.method, request.message.size(), request.metadata);
  if (!refusal.empty()) request.metadata = {};
  const auto rpc =
      std::make_shared<Rpc>(*this, std::move(request), std::move(handler), config_.max_message);
  begin(rpc, std::move(refusal));
  return RpcHandle{rpc, [](void* self) { H2Client::cancel(*static_cast<Rpc*>(self)); }};
}

std::unique_ptr<Stream> H2Client::open(StreamRequest request, StreamEvents& events) {
  std::string refusal = why_unsendable(request.method, 0, request.metadata);
  if (!refusal.empty()) request.metadata = {};
  const auto most = request.max_message > 0 ? request.max_message : config_.max_message;
  const auto rpc = std::make_shared<StreamRpc>(loop_, *this, request, events, most);
  begin(rpc, std::move(refusal));
  return hold(rpc);
}

void H2Client::begin(std::shared_ptr<Rpc> rpc, std::string refusal) {
  const auto now = Clock::now();
  if (closed_) {
    post(std::move(rpc), unavailable());
  } else if (!refusal.empty()) {
    post(std::move(rpc), {.code = code::kInvalidArgument, .message = std::move(refusal)});
  } else if (rpc->deadline <= now) {
    post(std::move(rpc), {.code = code::kDeadlineExceeded,
                          .message = "the deadline had passed before the call",
                          .unprocessed = true});
  } else {
    take_up(std::move(rpc), now);
  }
}

void H2Client::take_up(std::shared_ptr<Rpc> rpc, Clock::time_point now) {
  connect_on_first_use();
  if (rpc->deadline != Clock::time_point::max()) {
    deadlines_.add(*rpc, rpc->deadline);
    arm();
  }
  dispatch(std::move(rpc), now);
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
    submit(*connection, std::move(rpc), now);
  } else if (hands_on()) {
    hand_on(std::move(rpc), now);
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

// All connections that are ready have no room.
void H2Client::hand_on(std::shared_ptr<Rpc> rpc, Clock::time_point now) {
  if (!next_) {
    next_ = std::make_shared<H2Client>(loop_, config_, make_system_resolver(loop_), more_ - 1);
  }
  deadlines_.remove(*rpc);
  rpc->client = next_.get();
  next_->take_up(std::move(rpc), now);
}

void H2Client::submit(H2Connection& connection, std::shared_ptr<Rpc> rpc, Clock::time_point now) {
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
    if (connection == nullptr && !hands_on()) return;
    auto& waiting = static_cast<Rpc&>(waiting_.front());
    waiting_.pop_front();
    auto rpc = std::static_pointer_cast<Rpc>(std::exchange(waiting.keep, nullptr));
    if (connection != nullptr) {
      submit(*connection, std::move(rpc), Clock::now());
    } else {
      hand_on(std::move(rpc), Clock::now());
    }
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
  if (rpc.outcome.unprocessed && rpc.repeatable() && !std::exchange(rpc.tried_again, true)) {
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
  const auto self = rpc.client->shared_from_this();
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
  if (next_) next_->close();
}

}  // namespace bff::upstream
