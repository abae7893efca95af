// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "cases/case.hpp"
#include "upstream/client.hpp"

namespace bff::cases {

// What one call of a route was asked.
struct Asked {
  std::string call;
  std::string method;   // "/shop.v1.UserService/GetUser"
  std::string request;  // protobuf, as it was written
};

// Stands in for all services of a gateway: answers RPCs as a case says, in the order in which they
// come. One worker's; keeps nothing between RPCs but the record of them, when it is told to.
class CaseClient final : public upstream::Client {
 public:
  // What an RPC is answered that the case says nothing of.
  using Fallback = std::function<upstream::RpcOutcome(const upstream::RpcRequest& request)>;

  // All must outlive this object; `one` may be null: everything is left to `fallback`.
  CaseClient(boost::asio::io_context& loop, const Case* one, const proto::Schema& schema,
             Fallback fallback, std::vector<Asked>* record = nullptr);

  upstream::RpcHandle start(upstream::RpcRequest request, Handler handler) override;
  // Is answered when its last message is written, with one message or a failure; the first message
  // is the request that the case may ask for.
  std::unique_ptr<upstream::Stream> open(upstream::StreamRequest request,
                                         upstream::StreamEvents& events) override;
  void close() override {}

 private:
  upstream::RpcOutcome asked(const upstream::RpcRequest& request) const;
  upstream::RpcOutcome answer(const upstream::RpcRequest& request) const;

  boost::asio::io_context& loop_;
  const Case* case_;
  const proto::Schema& schema_;
  Fallback fallback_;
  std::vector<Asked>* record_;
};

}  // namespace bff::cases
