// SPDX-License-Identifier: Apache-2.0
#include "upstream/stream_rpc.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include <boost/asio/post.hpp>

#include "upstream/h2_client.hpp"
#include "upstream/status.hpp"

namespace bff::upstream {

namespace {

class Hold final : public Stream {
 public:
  explicit Hold(std::shared_ptr<StreamRpc> rpc) : rpc_(std::move(rpc)) {}
  ~Hold() override { rpc_->abandon(); }
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;

  void write(std::string_view message) override { rpc_->write(message); }
  void half_close() override { rpc_->half_close(); }
  std::size_t unsent() const noexcept override { return rpc_->unsent(); }
  void demand(std::size_t messages) override { rpc_->demand(messages); }

 private:
  std::shared_ptr<StreamRpc> rpc_;
};

}  // namespace

std::unique_ptr<Stream> hold(std::shared_ptr<StreamRpc> rpc) {
  return std::make_unique<Hold>(std::move(rpc));
}

StreamRpc::StreamRpc(boost::asio::io_context& loop, H2Client& owner, const StreamRequest& request,
                     StreamEvents& events, std::size_t max_message)
    : Rpc(owner, request, max_message), loop_(loop), events_(&events) {
  handler = [this](RpcOutcome end) { concluded(std::move(end)); };
}

void StreamRpc::write(std::string_view message) {
  if (events_ == nullptr || end_) return;
  flow()->out.write(message);
  if (connection != nullptr) connection->resume(*this);
}

void StreamRpc::half_close() {
  if (events_ == nullptr || end_) return;
  flow()->out.close();
  if (connection != nullptr) connection->resume(*this);
}

std::size_t StreamRpc::unsent() noexcept {
  return events_ == nullptr || end_ ? 0 : flow()->out.left();
}

void StreamRpc::demand(std::size_t messages) {
  demand_ += std::min(messages, std::numeric_limits<std::size_t>::max() - demand_);
  if (!delivering_) schedule();
}

void StreamRpc::abandon() {
  if (std::exchange(events_, nullptr) == nullptr) return;
  flow()->in.clear();
  H2Client::cancel(*this);
}

void StreamRpc::schedule() {
  if (events_ == nullptr || std::exchange(scheduled_, true)) return;
  boost::asio::post(loop_.get_executor(), [this, self = shared_from_this()] {
    scheduled_ = false;
    deliver();
  });
}

void StreamRpc::concluded(RpcOutcome end) {
  // Whoever sees the deadline pass first: what is still held would keep its owner waiting for a
  // time that is over.
  if (end.code == code::kDeadlineExceeded) flow()->in.clear();
  end_ = std::move(end);
  deliver();
}

void StreamRpc::deliver() {
  if (delivering_ || events_ == nullptr) return;
  const auto self = shared_from_this();  // each event may end this
  delivering_ = true;
  hand_out();
  delivering_ = false;
  if (demand_ > 0 && flow()->in.held() > 0) schedule();  // demanded by on_writable()
  if (connection != nullptr) connection->resume(*this);
}

void StreamRpc::hand_out() {
  auto& in = flow()->in;
  auto& metadata = flow()->metadata;
  if (metadata.begun && !std::exchange(told_headers_, true)) {
    events_->on_headers(std::move(metadata.headers));
  }
  std::string message;
  while (events_ != nullptr && demand_ > 0) {
    const auto found = in.next(message);
    if (found == IncomingMessages::Found::nothing) break;
    if (found == IncomingMessages::Found::fault) {
      refuse();
      break;
    }
    --demand_;
    events_->on_message(std::move(message));
  }
  if (events_ != nullptr && !end_ && flow()->out.take_relief()) events_->on_writable();
  if (events_ != nullptr && end_ && in.held() == 0) tell_end();
}

// Ends the RPC for what was found in the answer's messages.
void StreamRpc::refuse() {
  std::string endpoint = connection != nullptr ? connection->name() : "";
  if (end_) endpoint = std::move(end_->endpoint);
  auto [code, text] = flow()->in.refusal();
  flow()->in.clear();
  H2Client::cancel(*this);
  end_ = {
      .code = code, .message = std::move(text), .endpoint = std::move(endpoint), .malformed = true};
}

void StreamRpc::tell_end() {
  if (end_->code == code::kOk && flow()->in.cut_short()) {
    end_->code = code::kInternal;
    end_->message = "OK with a message cut short";
    end_->malformed = true;
  }
  StreamEvents* const events = std::exchange(events_, nullptr);
  events->on_end(std::move(*end_), std::move(flow()->metadata.trailers));
}

}  // namespace bff::upstream
