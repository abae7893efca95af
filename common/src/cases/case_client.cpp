// SPDX-License-Identifier: Apache-2.0
#include "cases/case_client.hpp"

#include <memory>
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

}  // namespace

CaseClient::CaseClient(boost::asio::io_context& loop, const Case* one, const proto::Schema& schema,
                       Fallback fallback, std::vector<Asked>* record)
    : loop_(loop), case_(one), schema_(schema), fallback_(std::move(fallback)), record_(record) {}

upstream::RpcHandle CaseClient::start(upstream::RpcRequest request, Handler handler) {
  if (record_ != nullptr) {
    record_->push_back({.call = std::string{request.call},
                        .method = std::string{request.method},
                        .request = request.message});
  }
  auto pending = std::make_shared<Pending>(std::move(handler));
  // Never from within start(), as a real client.
  boost::asio::post(loop_, [pending, outcome = answer(request)]() mutable {
    if (pending->handler) std::exchange(pending->handler, nullptr)(std::move(outcome));
  });
  return upstream::RpcHandle{pending, forget};
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
