// SPDX-License-Identifier: Apache-2.0
#include "runtime/exchange_service.hpp"

#include <boost/asio/post.hpp>

namespace bff::runtime {

using namespace std::chrono_literals;

ExchangeService::ExchangeService(Metrics& metrics)
    : guard_(boost::asio::make_work_guard(loop_)),
      exchanges_(
          {.http = [this](const std::string& ca) -> upstream::HttpClient& { return http(ca); },
           .now = std::chrono::system_clock::now,
           .count =
               [&metrics](bool succeeded) {
                 auto& counter = succeeded ? metrics.exchanges : metrics.exchanges_failed;
                 counter.fetch_add(1, std::memory_order_relaxed);
               }}) {}

ExchangeService::~ExchangeService() { stop(); }

void ExchangeService::start() {
  thread_ = std::thread{[this] { loop_.run(); }};
}

void ExchangeService::stop() {
  if (!thread_.joinable()) return;
  boost::asio::post(loop_, [this] {
    http_.clear();  // nobody waits any more
    guard_.reset();
    loop_.stop();
  });
  thread_.join();
}

void ExchangeService::ask(std::shared_ptr<const ExchangeTerms> terms, std::string token,
                          TokenExchanges::Answer answer) {
  boost::asio::post(loop_, [this, terms = std::move(terms), token = std::move(token),
                            answer = std::move(answer)]() mutable {
    exchanges_.ask(terms, token, std::move(answer));
  });
}

// Requests wait for what it brings.
upstream::HttpClient& ExchangeService::http(const std::string& ca_file) {
  auto& client = http_[ca_file];
  if (!client) {
    client = upstream::make_http_client(
        loop_, {.connect = 2s, .whole = 5s, .max_answer = 64 << 10, .ca_file = ca_file});
  }
  return *client;
}

}  // namespace bff::runtime
