// SPDX-License-Identifier: Apache-2.0
#include "cases/run_case.hpp"

#include <memory>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "runtime/dispatcher.hpp"
#include "upstream/status.hpp"

namespace bff::cases {
namespace {

// A request without a connection: what is sent in parts is gathered, content comes in one part.
class CaseExchange final : public runtime::http1::Exchange {
 public:
  CaseExchange(const CaseRequest& from, runtime::http1::Response& to, boost::asio::io_context& loop)
      : to_(to), loop_(loop) {
    const std::string_view target = from.target;
    const auto query = std::min(target.find('?'), target.size());
    request_.method = from.method;
    request_.target = target;
    request_.path = target.substr(0, query);
    request_.query = target.substr(std::min(query + 1, target.size()));
    request_.host = "localhost";
    request_.body = from.body;
    for (const auto& [name, value] : from.headers) request_.headers.push_back({name, value});
    if (!from.body.empty() && !request_.header("content-type")) {
      request_.headers.push_back({"content-type", "application/json"});
    }
  }

  const runtime::http1::Request& request() const noexcept override { return request_; }
  std::string_view peer() const noexcept override { return "127.0.0.1"; }
  void respond(runtime::http1::Response response) override { to_ = std::move(response); }
  void on_disconnect(std::function<void()>) override {}

  void begin(runtime::http1::Response head) override {
    to_ = std::move(head);
    to_.body.clear();
  }
  bool write(std::string_view bytes) override {
    to_.body += bytes;
    return true;
  }
  std::size_t unsent() const noexcept override { return 0; }
  void on_writable(std::function<void()>) override {}
  void end() override {}
  void cut() override {}
  void on_drain(std::function<void()>) override {}

  void on_content(std::function<void(std::string_view, bool)> part,
                  std::function<void(const Error&)>) override {
    boost::asio::post(loop_, [part = std::move(part), body = request_.body] { part(body, true); });
  }
  void pause_content() override {}
  void resume_content() override {}

  void upgrade(std::string headers) override {
    begin({.status = 101, .headers = std::move(headers)});
  }

 private:
  runtime::http1::Request request_;
  runtime::http1::Response& to_;
  boost::asio::io_context& loop_;
};

std::vector<std::pair<std::string, std::string>> split(std::string_view lines) {
  std::vector<std::pair<std::string, std::string>> headers;
  while (!lines.empty()) {
    const auto end = lines.find("\r\n");
    const auto colon = lines.find(": ");
    headers.emplace_back(lines.substr(0, colon), lines.substr(colon + 2, end - colon - 2));
    lines.remove_prefix(end + 2);
  }
  return headers;
}

}  // namespace

Outcome run_case(const Case& one, const std::shared_ptr<const runtime::Snapshot>& snapshot) {
  Outcome outcome;
  boost::asio::io_context loop;
  const auto refuse = [&outcome](const upstream::RpcRequest& request) {
    outcome.unanswered.push_back({.call = std::string{request.call},
                                  .method = std::string{request.method},
                                  .request = request.message});
    upstream::RpcOutcome none;
    none.code = upstream::code::kUnimplemented;
    return none;
  };
  const auto services =
      std::make_shared<CaseClient>(loop, &one, *snapshot->schema, refuse, &outcome.asked);
  auto generation = std::make_shared<runtime::Generation>(snapshot, nullptr, loop);
  generation->clients.assign(generation->clients.size(), services);
  generation->caller = one.request.principal;

  runtime::LogRing log{1 << 12};
  runtime::http1::Response response;
  response.status = 0;
  {
    runtime::Dispatcher dispatcher{loop, 0, log};
    dispatcher.serve(generation);
    dispatcher.on_request(std::make_shared<CaseExchange>(one.request, response, loop));
    loop.run();
  }
  outcome.status = response.status;
  outcome.headers = split(response.headers);
  outcome.body = response.head_only ? std::string{} : std::move(response.body);
  return outcome;
}

}  // namespace bff::cases
