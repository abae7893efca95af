// SPDX-License-Identifier: Apache-2.0
#include "cases/case_client.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/post.hpp>

#include "cases/rpc_messages.hpp"

namespace bff::cases {
namespace {

// An RPC whose answer is on its way.
struct Pending {
  upstream::Client::Handler handler;
};

void forget(void* pending) { static_cast<Pending*>(pending)->handler = nullptr; }

// What is left of a stream's answer to be told, as far as it is demanded.
struct PendingStream {
  upstream::StreamEvents* events;  // null: told of the end, or given up
  std::optional<upstream::RpcOutcome> outcome;
  bool message_told = false;
  std::size_t demand = 0;

  void tell() {
    if (events == nullptr || !outcome) return;
    if (outcome->code == 0 && !message_told) {
      if (demand == 0) return;
      message_told = true;
      events->on_message(std::move(outcome->response));
    }
    if (events != nullptr) std::exchange(events, nullptr)->on_end(std::move(*outcome), {});
  }
};

class CaseStream final : public upstream::Stream {
 public:
  using Answer = std::function<upstream::RpcOutcome(std::string message)>;

  CaseStream(boost::asio::io_context& loop, upstream::StreamEvents& events, Answer answer)
      : loop_(loop),
        answer_(std::move(answer)),
        pending_(std::make_shared<PendingStream>(PendingStream{.events = &events, .outcome = {}})) {
  }
  ~CaseStream() override { pending_->events = nullptr; }
  CaseStream(const CaseStream&) = delete;
  CaseStream& operator=(const CaseStream&) = delete;

  void write(std::string_view message) override {
    if (!first_) first_ = message;
  }
  void half_close() override {
    pending_->outcome = answer_(first_.value_or(std::string{}));
    schedule();
  }
  std::size_t unsent() const noexcept override { return 0; }
  void demand(std::size_t messages) override {
    pending_->demand += messages > 0 ? 1 : 0;
    schedule();
  }

 private:
  void schedule() {
    boost::asio::post(loop_, [pending = pending_] { pending->tell(); });
  }

  boost::asio::io_context& loop_;
  Answer answer_;
  std::optional<std::string> first_;
  std::shared_ptr<PendingStream> pending_;
};

}  // namespace

CaseClient::CaseClient(boost::asio::io_context& loop, const Case* one, const proto::Schema& schema,
                       Fallback fallback, std::vector<Asked>* record)
    : loop_(loop), case_(one), schema_(schema), fallback_(std::move(fallback)), record_(record) {}

upstream::RpcHandle CaseClient::start(upstream::RpcRequest request, Handler handler) {
  auto pending = std::make_shared<Pending>(std::move(handler));
  // Never from within start(), as a real client.
  boost::asio::post(loop_, [pending, outcome = asked(request)]() mutable {
    if (pending->handler) std::exchange(pending->handler, nullptr)(std::move(outcome));
  });
  return upstream::RpcHandle{pending, forget};
}

std::unique_ptr<upstream::Stream> CaseClient::open(upstream::StreamRequest request,
                                                   upstream::StreamEvents& events) {
  return std::make_unique<CaseStream>(
      loop_, events, [this, call = request.call, method = request.method](std::string message) {
        return asked({.call = call,
                      .method = method,
                      .message = std::move(message),
                      .deadline = {},
                      .metadata = {}});
      });
}

upstream::RpcOutcome CaseClient::asked(const upstream::RpcRequest& request) const {
  if (record_ != nullptr) {
    record_->push_back({.call = std::string{request.call},
                        .method = std::string{request.method},
                        .request = request.message});
  }
  return answer(request);
}

upstream::RpcOutcome CaseClient::answer(const upstream::RpcRequest& request) const {
  const auto given =
      case_ == nullptr ? decltype(case_->given.end()){} : case_->given.find(request.call);
  if (case_ == nullptr || given == case_->given.end()) return fallback_(request);
  const auto& message = schema_.table(*method_of(request.method, schema_).input_type());
  for (const Given& one : given->second) {
    if (one.request && *one.request != in_field_order(request.message, message, schema_)) continue;
    upstream::RpcOutcome outcome;
    outcome.code = one.code;
    if (one.code == 0) {
      outcome.response = one.response;
    } else {
      outcome.message = "as the case says";
    }
    return outcome;
  }
  return fallback_(request);
}

}  // namespace bff::cases
